import type { Language, MessageView } from "../src/domain/message.ts";
import { capitalize, joinWords } from "../src/domain/words.ts";
import { stringsOf } from "./language.ts";
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

/** Urgent first, then mistakes of ours, then news; within one as they came. */
export function sortViews(views: readonly MessageView[]): MessageView[] {
  const rank = (view: MessageView) =>
    (view.message.urgency === "high" ? 0 : SORTS.length) + SORTS.indexOf(sortOf(view));
  return views.toSorted((a, b) => rank(a) - rank(b));
}

/** One line that says what a digest holds: `2 nya läkemedelsbrister i Region Skåne: meropenem, heparin`. */
export function describeDigest(views: readonly MessageView[], language: Language): string {
  const t = stringsOf(language);
  const counts = Map.groupBy(views, (view) => sortOf(view));
  const parts = SORTS.flatMap((sort) => {
    const count = counts.get(sort)?.length ?? 0;
    return count === 0 ? [] : [t.digest.sorts[sort](count)];
  });
  const regions = [...new Set(views.map((view) => cleanLine(view.regionName)))];
  const region = regions.length === 1 ? (regions[0] ?? "") : t.digest.regions(regions.length);
  const what = t.digest.inRegion(joinWords(parts, t.and), region);
  const urgent = views.some(isUrgent) ? `${t.urgent}: ` : "";
  const names = sortViews(views).flatMap((view) => nameMedicines(view, t));
  const subject = `${urgent}${capitalize(what)}`;
  return joinNames(subject, [...new Set(names)], t.moreNames);
}

/** A reminder goes at once, as what is urgent does, and is an alarm only when it was escalated. */
function isUrgent({ message: { urgency, facts } }: MessageView): boolean {
  return urgency === "high" && (facts.kind !== "reminder" || isAlarming(facts.reminder));
}

function nameMedicines({ message: { facts } }: MessageView, t: Strings): string[] {
  const entries =
    facts.kind === "case"
      ? [facts.entry]
      : facts.kind === "reminder"
        ? facts.reminder.lines.map(({ entry }) => entry)
        : [];
  return entries.map(({ substance }) => cleanLine(substance) || t.unknownMedicine);
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
