import { parseInstant, stockholmMinute } from "../src/domain/calendar.ts";
import {
  deskCasePath,
  type Language,
  type MessageView,
  type ReminderFact,
  type ReminderLine,
} from "../src/domain/message.ts";
import { describeAge } from "./age.ts";
import type { Content, ContentItem, ContentLine } from "./content.ts";
import { nameEntry } from "./entry-name.ts";
import { stringsOf } from "./language.ts";
import { listSwedish } from "./swedish.tsx";
import type { Strings } from "./strings/sv.ts";
import { cleanLine } from "./text.ts";

/** The words of a reminder: which cases wait, for how long, and a link to each. */
export function describeReminder(
  view: MessageView,
  { reminder, language }: { reminder: ReminderFact; language: Language },
): Content {
  const t = stringsOf(language);
  const { message, regionName, url } = view;
  const { kind, lines } = reminder;
  const [only, ...others] = lines;
  const subject = only !== undefined && others.length === 0 ? nameEntry(only.entry, t) : t.reminder.cases(lines.length);
  const kicker = t.reminder.kickers[kind];
  return {
    language,
    swedish: listSwedish(view, t),
    // A plain reminder is sent at once, and still it is no alarm.
    urgent: isAlarming(reminder) ? t.urgent : null,
    kicker,
    subject,
    headline: `${kicker}: ${subject}`,
    summary: null,
    context: cleanLine(regionName),
    scope: [],
    lead: t.reminder.leads[kind],
    contact: null,
    changes: null,
    advice: null,
    stock: null,
    facts: {
      heading: t.reminder.heading,
      items: lines.map((line) => describeLine(line, { url, at: message.publishedAt, t })),
      compact: false,
    },
    unreviewed: null,
    sourceLines: [t.reminder.why, t.published(stockholmMinute(message.publishedAt))],
    link: { text: others.length === 0 ? t.reminder.openCase : t.reminder.openInbox, url },
    more: t.more,
  };
}

/** Whether a reminder stands out as urgent: what was escalated does. */
export function isAlarming({ kind }: ReminderFact): boolean {
  return kind !== "remind";
}

/** The medicines that a reminder is about, for a subject line. */
export function nameReminded({ lines }: ReminderFact, t: Strings): string[] {
  return lines.map(({ entry }) => cleanLine(entry.substance) || t.unknownMedicine);
}

function describeLine(line: ReminderLine, { url, at, t }: { url: string; at: Date; t: Strings }): ContentItem {
  const { entry, changes, dueAt, drafting } = line;
  const priority = entry.priority === null ? [] : [{ label: null, text: t.priority(entry.priority) }];
  const unchanged = line.expired === true ? t.reminder.expired : t.reminder.newLine;
  const news = changes.length === 0 ? unchanged : [...new Set(changes)].map((kind) => t.changeNames[kind]).join(", ");
  const since = parseInstant(line.waitingSince);
  const waited = t.reminder.waited(describeAge(line.waitedHours, t), since === null ? "" : stockholmMinute(since));
  const due = dueAt === null ? null : parseInstant(dueAt);
  const lines: ContentLine[] = [
    { label: t.reminder.news, text: news },
    { label: t.reminder.waitedLabel, text: waited },
    ...(due === null ? [] : [{ label: t.reminder.due, text: t.reminder.dueAt(stockholmMinute(due), due < at) }]),
    ...priority,
    ...(drafting ? [{ label: null, text: t.reminder.drafting }] : []),
  ];
  return { title: nameEntry(entry, t), url: new URL(deskCasePath(line.caseId), url).href, lines };
}
