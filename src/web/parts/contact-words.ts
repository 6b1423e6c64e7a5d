import type { ReadContact } from "../../domain/contact.ts";
import type { PageStrings } from "../words/sv.ts";

/** Why a contact cannot be taken as it is written. */
export function explainContact(
  read: Exclude<ReadContact, { kind: "read" }>,
  t: PageStrings["desk"]["policies"],
): string {
  return read.kind === "personnummer" ? t.personnummer(read.found) : t.settings.contactProblem;
}
