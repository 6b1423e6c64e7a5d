import type { ChangeFact, NoticeFact } from "../src/domain/message.ts";
import type { Content, ContentLine } from "./content.ts";
import { describeEnd } from "./notice-content.ts";
import type { Strings } from "./strings/sv.ts";
import { cleanLine } from "./text.ts";

/** What changed since the message before, named by product when there are several notices; null when nothing did. */
export function listChanges(notices: readonly NoticeFact[], t: Strings): Content["changes"] {
  const lines = notices.flatMap((notice): ContentLine[] => {
    const label = notices.length > 1 ? cleanLine(notice.productName) || null : null;
    return notice.changes.map((change) => ({ label, text: describeChange(change, notice, t) }));
  });
  return lines.length === 0 ? null : { heading: t.changesHeading, lines };
}

/** One change in words, with the dates that it moves. */
export function describeChange({ kind, from, to }: ChangeFact, { type }: Pick<NoticeFact, "type">, t: Strings): string {
  if (kind === "rescheduled-start") return t.changeTexts.start(from, to);
  if (kind !== "rescheduled-end")
    return kind === "started" && type === "cessation" ? t.kickers.ongoingCessation : t.changes[kind];
  const before = from === null ? null : describeEnd(from, t);
  const after = to === null ? null : describeEnd(to, t);
  if (type === "cessation") return t.changeTexts.cessationEnd(before, after);
  if (after !== null) return before === null ? t.changeTexts.endAppeared(after) : t.changeTexts.end(before, after);
  return t.changeTexts.endVanished(before ?? "");
}
