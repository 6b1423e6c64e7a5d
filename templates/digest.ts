import { stockholmDate } from "../src/domain/calendar.ts";
import { rankGrade } from "../src/domain/extent-fact.ts";
import { entryOf, type EntryFact, type Language, type Message, type MessageView } from "../src/domain/message.ts";
import { capitalize, joinWords, uncapitalize } from "../src/domain/words.ts";
import { extentOf, sayHeadlineTersely } from "./extent-headline.ts";
import { sayExtentTersely, sayTersely } from "./extent-sentence.ts";
import { stringsOf } from "./language.ts";
import { describeMessage } from "./message-content.ts";
import { sortOf } from "./message-sort.ts";
import { isAlarming } from "./reminder-content.ts";
import type { MessageSort, Strings } from "./strings/sv.ts";
import { cleanLine } from "./text.ts";

const SORTS: readonly MessageSort[] = [
  "alert",
  "reminder",
  "retraction",
  "correction",
  "newShortage",
  "shortage",
  "upcomingShortage",
  "suspension",
  "ceased",
  "cessation",
  "update",
  "resolved",
  "closed",
  "overview",
];
const MAX_SUBJECT_CHARS = 120;

/** Sorts that stand before news: what readers must disregard, and what is for those who work here. */
const FIRST: ReadonlySet<MessageSort> = new Set(["alert", "reminder", "retraction", "correction"]);
const LAST: ReadonlySet<MessageSort> = new Set(["resolved", "closed", "overview"]);

/**
 * Urgent first, then mistakes of ours, then news: the most that is hit first, then by priority, then by area of care;
 * within one as they came.
 * What a case's newest message says decides its place, and the older ones follow it.
 */
export function sortViews(views: readonly MessageView[]): MessageView[] {
  const ranked = groupByCase(views).map((group) => ({ group, rank: rankCase(group) }));
  return ranked
    .toSorted((a, b) => compareRanks(a.rank, b.rank) || compareAreas(a.group, b.group))
    .flatMap(({ group }) => group);
}

const collator = new Intl.Collator("sv");

/** What is for everybody stands before what is for some. */
function compareAreas([a]: readonly MessageView[], [b]: readonly MessageView[]): number {
  const [one, other] = [a, b].map((view) => view?.message.audience.areas.join(", ") ?? "");
  return collator.compare(one ?? "", other ?? "");
}

/** The newest message of each case: what older ones say may hold no longer. */
export function pickNewest(views: readonly MessageView[]): MessageView[] {
  return groupByCase(views).flatMap((group) => group.slice(0, 1));
}

/** The messages of each case, the newest first; what is of no case stands alone. */
function groupByCase(views: readonly MessageView[]): MessageView[][] {
  const groups = Map.groupBy(views, (view) => view.message.caseId ?? view);
  return [...groups.values()].map((group) => group.toSorted((a, b) => b.message.version - a.message.version));
}

function rankCase(group: readonly MessageView[]): readonly number[] {
  const [[, ...newest] = []] = group.map(rankView);
  return [group.some(({ message }) => message.urgency === "high") ? 0 : 1, ...newest];
}

function rankView(view: MessageView): readonly number[] {
  const { message } = view;
  const sort = sortOf(view);
  const extent = extentOf(message);
  const urgent = message.urgency === "high" ? 0 : 1;
  if (extent === null || FIRST.has(sort)) {
    const group = FIRST.has(sort) ? 0 : LAST.has(sort) ? 2 : 1;
    return [urgent, group, rankGrade(null), SORTS.indexOf(sort), 0];
  }
  const priority = entryOf(message.facts)?.priority ?? Number.MAX_SAFE_INTEGER;
  return [urgent, 1, rankGrade(extent.grade), 0, priority];
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((rank, index) => rank !== b[index]);
  return place < 0 ? 0 : (a[place] ?? 0) - (b[place] ?? 0);
}

/**
 * One line that says what a mail holds. It names the medicine that matters most, what happened, and how many more there
 * are, in as many characters as are seen: `Meropenem, injektion: alla 3 anmälda, åter 15 oktober`. What is of no case is
 * counted. `part` stands before it where it is one of several.
 */
export function describeDigest(views: readonly MessageView[], language: Language, part: string | null = null): string {
  const t = stringsOf(language);
  const marks = [...(views.some(isUrgent) ? [t.urgent] : []), ...(part === null ? [] : [part])];
  const mark = marks.length === 0 ? "" : `${marks.join(" · ")}: `;
  const [first, ...others] = sortViews(pickNewest(views));
  if (first === undefined) return mark;
  if (first.message.facts.kind === "case") return leadWith(first, { mark, others: others.length, t });
  if (others.length === 0 && tellsExtents(first.message)) return `${mark}${describeMessage(first, language).title}`;
  return countSorts(views, { mark, t });
}

/** An overview that knows how much is hit says so. */
function tellsExtents({ facts }: Message): boolean {
  return facts.kind === "overview" && facts.overview.some(({ extent }) => extent !== undefined);
}

function countSorts(views: readonly MessageView[], { mark, t }: { mark: string; t: Strings }): string {
  const counts = Map.groupBy(pickNewest(views), (view) => sortOf(view));
  const parts = SORTS.flatMap((sort) => {
    const count = counts.get(sort)?.length ?? 0;
    return count === 0 ? [] : [t.digest.sorts[sort](count)];
  });
  const regions = [...new Set(views.map((view) => cleanLine(view.regionName)))];
  const region = regions.length === 1 ? (regions[0] ?? "") : t.digest.regions(regions.length);
  const subject = `${mark}${capitalize(t.digest.inRegion(joinWords(parts, t.and), region))}`;
  return joinNames(subject, [...new Set(sortViews(views).flatMap((view) => nameMedicines(view, t)))], t.moreNames);
}

/** This much of a subject line is seen on a phone. */
const SEEN_SUBJECT_CHARS = 60;

/** What happened is that it ends, and when stands in the mail. */
const ENDS: ReadonlySet<MessageSort> = new Set(["cessation", "ceased", "resolved", "closed", "retraction"]);

/** The one message, or the first of several; when it is back where all of it is seen, or where it stands alone. */
function leadWith(first: MessageView, { mark, others, t }: { mark: string; others: number; t: Strings }): string {
  const more = others === 0 ? "" : ` ${t.moreNames(others)}`;
  const lead = sayBriefly(first, SEEN_SUBJECT_CHARS - mark.length - more.length, t);
  const { back } = describeMessage(first, t.language);
  const isSaid = ENDS.has(sortOf(first));
  const told = `${mark}${lead}${back === null || isSaid ? "" : `, ${back}`}${more}`;
  return told.length <= (others === 0 ? MAX_SUBJECT_CHARS : SEEN_SUBJECT_CHARS) ? told : `${mark}${lead}${more}`;
}

/** The same for a line of the index, where what moved is said in fewer words. */
export function sayIndexTitle(view: MessageView, maxChars: number, t: Strings): string {
  const { message } = view;
  const { facts } = message;
  const { before, ...words } = t.index.marks;
  const marks = { ...words, before: ({ reported }: { reported: number }) => before(reported) };
  const begin = message.kind === "correction" ? `${t.kickers.correction}: ` : "";
  const told = sayHeadlineTersely(message, { t, maxChars: maxChars - begin.length, marks });
  if (told !== null) return `${begin}${told}`;
  const sort = sortOf(view);
  const what = t.index.sorts[sort] ?? uncapitalize(t.kickers[sort]);
  return facts.kind === "case"
    ? sayTersely(facts.entry, what, { t, maxChars })
    : describeMessage(view, t.language).title;
}

/** The medicine first, then what happened. */
function sayBriefly(view: MessageView, maxChars: number, t: Strings): string {
  const { message } = view;
  const begin = message.kind === "correction" ? `${t.kickers.correction}: ` : "";
  const told = sayHeadlineTersely(message, { t, maxChars: maxChars - begin.length });
  if (told !== null) return `${begin}${told}`;
  const { facts } = message;
  const { kicker, title } = describeMessage(view, t.language);
  return facts.kind === "case" ? sayTersely(facts.entry, uncapitalize(kicker), { t, maxChars }) : title;
}

/** A reminder goes at once, as what is urgent does, and is an alarm only when it was escalated. */
function isUrgent({ message: { urgency, facts } }: MessageView): boolean {
  return urgency === "high" && (facts.kind !== "reminder" || isAlarming(facts.reminder));
}

function nameMedicines({ message: { facts, publishedAt } }: MessageView, t: Strings): string[] {
  const name = ({ substance }: EntryFact) => cleanLine(substance) || t.unknownMedicine;
  if (facts.kind === "case") return [name(facts.entry)];
  if (facts.kind !== "reminder") return [];
  return facts.reminder.lines.map(({ entry, extent }) => {
    const told = extent === undefined ? "" : ` (${sayExtentTersely(extent, stockholmDate(publishedAt), t)})`;
    return `${name(entry)}${told}`;
  });
}

/** As many names as a subject line has room for, and how many more there are. */
function joinNames(subject: string, names: readonly string[], moreNames: (count: number) => string): string {
  for (let shown = names.length; shown > 0; shown--) {
    const left = names.length - shown;
    const line = `${subject}: ${names.slice(0, shown).join(", ")}${left > 0 ? ` ${moreNames(left)}` : ""}`;
    if (line.length <= MAX_SUBJECT_CHARS) return line;
  }
  return subject;
}
