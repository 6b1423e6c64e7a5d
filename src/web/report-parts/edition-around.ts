import { stockholmDate } from "../../domain/calendar.ts";
import type { OutreachDocument } from "../../domain/outreach/document.ts";
import type { EditionSummary } from "../../db/outreach-editions.ts";
import type { Around } from "../../../templates/outreach/writing.ts";

/** What is told around a frozen report. */
export function aroundEdition(
  { number, checksum, frozenAt }: Pick<EditionSummary, "number" | "checksum" | "frozenAt">,
  { period }: Pick<OutreachDocument, "period">,
): Around {
  const command = `restsignal outreach --from ${period.from} --to ${period.to}`;
  return { checksum, edition: { number, frozenOn: stockholmDate(frozenAt) }, isClosed: true, command };
}
