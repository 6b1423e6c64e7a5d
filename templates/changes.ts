import { stockholmDate, type IsoDate } from "../src/domain/calendar.ts";
import { datePackage } from "../src/domain/case-dates.ts";
import type { CaseFacts, ChangeFact, Message, NoticeFact } from "../src/domain/message.ts";
import { isOpen } from "../src/domain/notice.ts";
import { joinWords } from "../src/domain/words.ts";
import type { Content, ContentLine } from "./content.ts";
import { describeEnd, sayYears } from "./dates-content.ts";
import { describeMove } from "./extent-headline.ts";
import type { Strings } from "./strings/sv.ts";
import { cleanLine } from "./text.ts";

/** What changed, each thing once, with the products it is true of when there are several; each date told in full. */
export function listChanges(notices: readonly NoticeFact[], on: IsoDate, t: Strings): ContentLine[] {
  return listLines(notices, (change, { type }) => describeChange({ ...change, type }, on, t), { on, t });
}

/** What was announced and has begun by the day it is told is told as begun. */
function asOf(change: ChangeFact, notice: NoticeFact, on: IsoDate): ChangeFact {
  const begun = notice.packages.some((pack) => datePackage(pack, on).status === "ongoing");
  return change.kind === "announced" && begun ? { ...change, kind: "started" } : change;
}

/** What is new in a message, for beside its facts; null when nothing is. */
export function describeChanges(message: Message, facts: CaseFacts, t: Strings): Content["changes"] {
  const { kind, publishedAt } = message;
  const on = stockholmDate(publishedAt);
  const describe = (change: ChangeFact, notice: NoticeFact) =>
    kind === "resolved" && isEnd(change) ? null : describeNews(change, notice, { on, t });
  const lines = [...describeMove(message, facts, t), ...listLines(facts.notices, describe, { on, t })];
  return lines.length === 0 ? null : { heading: t.changesHeading, lines };
}

/** A line for each change that has words, whatever the number of products it is true of. */
function listLines(
  notices: readonly NoticeFact[],
  describe: (change: ChangeFact, notice: NoticeFact) => string | null,
  { on, t }: { on: IsoDate; t: Strings },
): ContentLine[] {
  const changes = notices.flatMap((notice) =>
    leaveOutUndone(notice.changes).map((change) => ({
      product: cleanLine(notice.productName),
      text: describe(asOf(change, notice, on), notice),
    })),
  );
  const several = new Set(notices.map(({ productName }) => cleanLine(productName))).size > 1;
  return [...Map.groupBy(changes, ({ text }) => text)].flatMap(([text, members]): ContentLine[] => {
    const products = [...new Set(members.map(({ product }) => product))].filter(Boolean);
    return text === null ? [] : [{ label: several && products.length > 0 ? joinWords(products, t.and) : null, text }];
  });
}

/** Without what a later change of the same notice undid: that it is over and that it holds again are not both so. */
function leaveOutUndone(changes: readonly ChangeFact[]): readonly ChangeFact[] {
  const over = changes.findLastIndex(isEnd);
  const again = changes.findLastIndex(({ kind }) => kind === "reopened");
  if (over > again) return changes.slice(over);
  return changes.filter((change, index) => index >= again || (!isEnd(change) && change.kind !== "vanished"));
}

/** That it is over is what the whole message says, and when stands among its facts. */
function isEnd({ kind }: ChangeFact): boolean {
  return kind === "ended" || kind === "withdrawn";
}

/** A change beside the facts: a date that stands there is not told again, only what was said before. */
function describeNews(
  change: ChangeFact,
  { type, packages }: NoticeFact,
  { on, t }: { on: IsoDate; t: Strings },
): string {
  const { kind, from, to } = change;
  const dates = packages.map((pack) => datePackage(pack, on)).filter(({ status }) => isOpen(status));
  const stands =
    kind === "rescheduled-start" ? dates.some(({ start }) => start === to) : dates.some(({ end }) => end === to);
  if ((kind !== "rescheduled-start" && kind !== "rescheduled-end") || to === null || from === to || !stands)
    return describeChange({ ...change, type }, on, t);
  const before = from === null ? null : describeEnd(from, on, t);
  return t.changedFrom[type][kind](before);
}

/** One change in words, with the dates that it moves. */
export function describeChange(
  { kind, from, to, type }: ChangeFact & Pick<NoticeFact, "type">,
  on: IsoDate,
  t: Strings,
): string {
  if (kind !== "rescheduled-start" && kind !== "rescheduled-end") return t.changes[type][kind];
  if (kind === "rescheduled-end" && from === to) return t.turned[type];
  const day = sayYears([from, to], on);
  const before = from === null ? null : describeEnd(from, day, t);
  const after = to === null ? null : describeEnd(to, day, t);
  // An end that has passed while the package stays open promises nothing.
  const late = kind === "rescheduled-end" && to !== null && to < on;
  return t.changedTo[type][kind](before, after !== null && late ? t.passed(after) : after);
}
