import type { ChangeFact, Message, NoticeFact } from "../src/domain/message.ts";
import { isOpen } from "../src/domain/notice.ts";
import type { Content, ContentLine } from "./content.ts";
import { describeEnd } from "./notice-content.ts";
import type { Strings } from "./strings/sv.ts";
import { cleanLine } from "./text.ts";

/** What changed, named by product when there are several notices, each date told in full. */
export function listChanges(notices: readonly NoticeFact[], t: Strings): ContentLine[] {
  return listLines(notices, (change, notice) => describeChange(change, notice, t));
}

/** What changed since the message before, for beside its facts; null when nothing did. */
export function describeChanges({ kind, facts: { notices } }: Message, t: Strings): Content["changes"] {
  const lines = listLines(notices, (change, notice) =>
    kind === "resolved" && isEnd(change) ? null : describeNews(change, notice, t),
  );
  return lines.length === 0 ? null : { heading: t.changesHeading, lines };
}

/** A line for each change that has words. */
function listLines(
  notices: readonly NoticeFact[],
  describe: (change: ChangeFact, notice: NoticeFact) => string | null,
): ContentLine[] {
  return notices.flatMap((notice) => {
    const label = notices.length > 1 ? cleanLine(notice.productName) || null : null;
    const texts = notice.changes.map((change) => describe(change, notice)).filter((text) => text !== null);
    return texts.map((text) => ({ label, text }));
  });
}

/** That it is over is what the whole message says, and when stands among its facts. */
function isEnd({ kind }: ChangeFact): boolean {
  return kind === "ended" || kind === "withdrawn";
}

/** A change beside the facts: a date that stands there is not told again, only what was said before. */
function describeNews(change: ChangeFact, notice: NoticeFact, t: Strings): string {
  const { kind, from, to } = change;
  const dates = notice.packages.filter(({ status }) => isOpen(status));
  if (kind === "rescheduled-start" && dates.some(({ start }) => start === to)) return t.changedFrom.start(from);
  if (kind !== "rescheduled-end" || to === null || !dates.some(({ forecastEnd }) => forecastEnd === to))
    return describeChange(change, notice, t);
  const before = from === null ? null : describeEnd(from, t);
  return notice.type === "cessation" ? t.changedFrom.cessationEnd(before) : t.changedFrom.end(before);
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
