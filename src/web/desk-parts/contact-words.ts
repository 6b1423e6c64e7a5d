import type { ReadContact } from "../../domain/contact.ts";
import type { PoliciesStrings } from "./policies-words-sv.ts";

/** Why a contact cannot be taken as it is written. */
export function explainContact(read: Exclude<ReadContact, { kind: "read" }>, t: PoliciesStrings): string {
  return read.kind === "personnummer" ? t.personnummer(read.found) : t.settings.contactProblem;
}
