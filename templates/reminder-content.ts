import { parseInstant, stockholmDate, stockholmMinute } from "../src/domain/calendar.ts";
import { type MessageView, type ReminderFact, type ReminderFacts, type ReminderLine } from "../src/domain/message.ts";
import { capitalize } from "../src/domain/words.ts";
import { describeAge } from "./age.ts";
import { CASELESS, type Content, type ContentItem, type ContentLine } from "./content.ts";
import { nameEntry } from "./entry-name.ts";
import { nameBriefly, sayExtentBriefly } from "./extent-sentence.ts";
import { describeHead } from "./message-head.ts";
import type { Strings } from "./strings/sv.ts";
import { cleanLine } from "./text.ts";

/** The words of a reminder: which cases wait, for how long, and a link to each. */
export function describeReminder(view: MessageView, { reminder }: ReminderFacts, t: Strings): Content {
  const { message, regionName, url } = view;
  const { kind, lines } = reminder;
  const [only, ...others] = lines;
  const subject =
    only !== undefined && others.length === 0 ? nameLine(only, message, t) : t.reminder.cases(lines.length);
  return {
    ...CASELESS,
    ...describeHead(view, { kicker: t.reminder.kickers[kind], subject, t }),
    // A plain reminder is sent at once, and still it is no alarm.
    urgent: isAlarming(reminder) ? t.urgent : null,
    summary: null,
    context: cleanLine(regionName),
    lead: t.reminder.leads[kind],
    facts: {
      heading: t.reminder.heading,
      items: lines.map((line) => describeLine(line, { view, t })),
      compact: false,
    },
    sourceLines: [t.reminder.why, t.published(stockholmMinute(message.publishedAt))],
    link: { text: others.length === 0 ? t.reminder.openCase : t.reminder.openInbox, url },
  };
}

function nameLine({ entry, extent }: ReminderLine, { publishedAt }: MessageView["message"], t: Strings): string {
  if (extent === undefined) return nameEntry(entry, t);
  return `${nameBriefly(entry, t)}: ${sayExtentBriefly(extent, stockholmDate(publishedAt), t)}`;
}

/** Whether a reminder stands out as urgent: what was escalated does. */
export function isAlarming({ kind }: ReminderFact): boolean {
  return kind !== "remind";
}

function describeLine(line: ReminderLine, { view, t }: { view: MessageView; t: Strings }): ContentItem {
  const { entry, changes, dueAt, drafting } = line;
  const priority = entry.priority === null ? [] : [{ label: null, text: t.priority(entry.priority) }];
  const unchanged = line.expired === true ? t.reminder.expired : t.reminder.newLine;
  const news = changes.length === 0 ? unchanged : [...new Set(changes)].map((kind) => t.changeNames[kind]).join(", ");
  const since = parseInstant(line.waitingSince);
  const waited = t.reminder.waited(describeAge(line.waitedHours, t), since === null ? "" : stockholmMinute(since));
  const due = dueAt === null ? null : parseInstant(dueAt);
  const { extent } = line;
  const lines: ContentLine[] = [
    ...(extent === undefined
      ? []
      : [{ label: null, text: capitalize(sayExtentBriefly(extent, stockholmDate(view.message.publishedAt), t)) }]),
    { label: t.reminder.news, text: news },
    { label: t.reminder.waitedLabel, text: waited },
    ...(due === null
      ? []
      : [{ label: t.reminder.due, text: t.reminder.dueAt(stockholmMinute(due), due < view.message.publishedAt) }]),
    ...priority,
    ...(drafting ? [{ label: null, text: t.reminder.drafting }] : []),
  ];
  return { title: nameEntry(entry, t), url: view.caseUrl(line.caseId), lines };
}
