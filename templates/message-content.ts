import { daysBetween, stockholmDate, stockholmMinute, type IsoDate } from "../src/domain/calendar.ts";
import { summarizeDates, type CaseKind } from "../src/domain/case-dates.ts";
import type {
  AlertFact,
  Language,
  Message,
  MessageAdvice,
  MessageFacts,
  MessageView,
  OverviewFact,
} from "../src/domain/message.ts";
import { isOpen } from "../src/domain/notice.ts";
import { describeTrouble } from "./alert-content.ts";
import { describeChanges } from "./changes.ts";
import { describeContact, describeOrigin, describeReview, describeScope } from "./message-scope.ts";
import type { Content, ContentAdvice, ContentItem, ContentLine } from "./content.ts";
import { describeNoticeDates, readDates } from "./dates-content.ts";
import { nameEntry } from "./entry-name.ts";
import { stringsOf } from "./language.ts";
import { describeNotice, mergeItems, mergeNotices } from "./notice-content.ts";
import { describeReminder } from "./reminder-content.ts";
import { addSource, describeSources, nameSources } from "./source-content.ts";
import { describeStockThen } from "./stock-content.ts";
import type { MessageSort, Strings } from "./strings/sv.ts";
import { listSwedish } from "./swedish.tsx";
import { cleanLine, splitParagraphs } from "./text.ts";

/** The words of a message; where it is shown on a later day, `readOn` is that day. */
export function describeMessage(view: MessageView, language: Language, readOn?: IsoDate): Content {
  const { message } = view;
  const t = wordsFor(stringsOf(language), stockholmDate(message.publishedAt), readOn);
  const { facts } = message;
  if (facts.alert !== undefined) return describeAlert(view, { alert: facts.alert, language });
  if (facts.reminder !== undefined) return describeReminder(view, { reminder: facts.reminder, language });
  const overview = message.kind === "overview";
  const kicker = describeKicker(view, t, readOn);
  const subject = describeSubject(view, t);
  const source = nameSources(facts, t);
  const published = stockholmMinute(message.publishedAt);
  const on = stockholmDate(message.publishedAt);
  const summary = overview ? summarizeOverview(facts.overview, t) : summarizeDatesOf(view, t);
  return {
    language,
    swedish: listSwedish(view, t),
    urgent: message.urgency === "high" ? t.urgent : null,
    kicker,
    subject,
    headline: `${kicker}: ${subject}`,
    summary,
    context: describeContext(view, t),
    scope: describeScope(message, t),
    lead: describeLead(message, t),
    contact: describeContact(message, t),
    changes: message.kind === "new" || overview ? null : describeChanges(message, t),
    advice: overview ? null : describeAdvice(view, language),
    stock: describeMessageStock(message, t),
    facts: overview
      ? { heading: t.overviewHeading, items: describeOverview(facts.overview, t), compact: true }
      : {
          heading: t.factsHeading(source),
          items: leaveOut(
            summary,
            mergeItems(mergeNotices(facts.notices).map((n) => addSource(describeNotice(n, on, t), n.source, t))),
          ),
          compact: false,
        },
    unreviewed: message.reviewed || overview ? null : describeUnreviewed(source, message.advice, t),
    sourceLines: [
      ...describeSources(facts, t),
      message.reviewed && !overview ? describeReview(message, t) : t.published(published),
    ],
    link: { text: overview ? t.openRegion : t.openCase, url: view.url },
    more: t.more,
  };
}

/** The words, with the year in every date where it is read in another year than it was written in. */
function wordsFor(t: Strings, writtenOn: IsoDate, readOn: IsoDate = writtenOn): Strings {
  if (writtenOn.slice(0, 4) === readOn.slice(0, 4)) return t;
  return { ...t, date: (date) => t.date(date, null) };
}

/** The words of a sending that holds one message, for channels that do not batch. */
export function describeOnlyMessage(views: readonly MessageView[], language: Language): Content {
  const [view, ...others] = views;
  if (view === undefined || others.length > 0)
    throw new Error(`templates: unable to write a sending: ${views.length} messages where exactly one belongs`);
  return describeMessage(view, language);
}

/** Trouble with a source, told to those who run Restsignal: what, why, and where to look. */
function describeAlert(
  { message, regionName, url }: MessageView,
  { alert, language }: { alert: AlertFact; language: Language },
): Content {
  const t = stringsOf(language);
  const source = cleanLine(alert.sourceTitle);
  const trouble = t.alerts[alert.kind];
  return {
    language,
    swedish: new Set(),
    urgent: t.urgent,
    kicker: t.kickers.alert,
    subject: source,
    headline: `${t.kickers.alert}: ${source}`,
    summary: trouble,
    context: cleanLine(regionName),
    scope: [],
    lead: null,
    contact: null,
    changes: null,
    advice: null,
    stock: null,
    facts: {
      heading: t.alertHeading,
      items: [{ title: source, lines: describeTrouble(alert, t) }],
      compact: false,
    },
    unreviewed: null,
    sourceLines: [t.published(stockholmMinute(message.publishedAt))],
    link: { text: t.openSources, url },
    more: t.more,
  };
}

/** A shortage that began longer ago than this is no news by itself. */
const NEW_DAYS = 30;

/** What a message is, as its headline and a digest say it. The first that readers get of a case is no update to them. */
export function sortOf({ message }: MessageView, readOn = stockholmDate(message.publishedAt)): MessageSort {
  const { kind, version, facts, publishedAt } = message;
  if (kind === "resolved") return wasShortage(facts) ? "resolved" : "closed";
  if (kind !== "new" && !(kind === "update" && version === 1)) return kind;
  const on = stockholmDate(publishedAt);
  const { open } = summarizeDates(facts.notices.map(readDates), on);
  const { shortage, cessation, unknown } = open;
  if (shortage !== undefined) {
    if (shortage.begun === 0) return "upcomingShortage";
    const { first, count } = shortage.starts;
    const dated = first !== null && count === shortage.packages;
    return dated && daysBetween(first, readOn) <= NEW_DAYS ? "newShortage" : "shortage";
  }
  if (unknown !== undefined) return "suspension";
  if (cessation !== undefined) return cessation.begun === cessation.packages ? "ceased" : "cessation";
  return kind === "new" ? "closed" : kind;
}

function wasShortage({ status, notices }: MessageFacts): boolean {
  return status === "ended" && notices.every(({ type, status: own }) => type === "shortage" && own === "ended");
}

/** The substance as a subject line or a title names it. */
export function nameMedicine(view: MessageView, t: Strings): string {
  const { entry, notices } = view.message.facts;
  return cleanLine(entry?.substance ?? notices[0]?.productName ?? "") || t.unknownMedicine;
}

function describeKicker(view: MessageView, t: Strings, readOn?: IsoDate): string {
  const sort = sortOf(view, readOn);
  if (sort !== "update" && sort !== "correction" && sort !== "retraction") return t.kickers[sort];
  const { facts, publishedAt } = view.message;
  const { open } = summarizeDates(facts.notices.map(readDates), stockholmDate(publishedAt));
  const type = (["shortage", "unknown", "cessation"] as const).find((one) => open[one] !== undefined);
  return type === undefined ? t.kickers[sort] : t.kickerAbout(t.kickers[sort], type);
}

function describeSubject(view: MessageView, t: Strings): string {
  const { kind, facts } = view.message;
  if (kind === "overview") return t.overviewSubject(facts.overview.length, cleanLine(view.regionName));
  return facts.entry === null ? nameMedicine(view, t) : nameEntry(facts.entry, t);
}

/** What a reader must know before anything else: what to disregard, or that earlier advice was for another time. */
function describeLead({ kind, advice, version }: Message, t: Strings): string | null {
  if (kind === "resolved") return advice === null && version > 1 ? t.leads.resolved : null;
  return kind === "correction" || kind === "retraction" || kind === "overview" ? t.leads[kind] : null;
}

/**
 * The items without what the summary has said of them all: a fact stands once. Where it is true of some alone they keep
 * it, for else nothing says which.
 */
function leaveOut(summary: string | null, items: readonly ContentItem[]): ContentItem[] {
  const isSaid = ({ label, text }: ContentLine) => label === null && text === summary;
  if (!items.every(({ lines }) => lines.some(isSaid))) return [...items];
  return items.map((item) => ({ ...item, lines: item.lines.filter((line) => !isSaid(line)) }));
}

function describeContext({ message, regionName }: MessageView, t: Strings): string {
  const { entry } = message.facts;
  const parts = [regionName, entry?.atc ?? "", entry?.category ?? ""].map(cleanLine).filter(Boolean);
  const priority = entry?.priority ?? null;
  return [...parts, ...(priority === null ? [] : [t.priority(priority)])].join(" · ");
}

/** A retraction says first of all what to disregard: no dates above that. */
function summarizeDatesOf({ message: { kind, facts, publishedAt } }: MessageView, t: Strings): string | null {
  if (kind === "retraction") return null;
  const dates = describeNoticeDates(facts.notices, stockholmDate(publishedAt), t);
  return dates === null && kind === "resolved" ? t.noneLeft : dates;
}

function summarizeOverview(overview: readonly OverviewFact[], t: Strings): string {
  const count = (kind: CaseKind) => overview.filter((line) => kindOf(line) === kind).length;
  return t.situation(count("short"), count("coming"), count("ceasing"));
}

/** By priority, 1 first and those without last; within one as the list has them. */
function describeOverview(overview: readonly OverviewFact[], t: Strings): ContentItem[] {
  const rank = ({ entry }: OverviewFact) => entry.priority ?? Number.POSITIVE_INFINITY;
  return overview
    .toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)))
    .map((line) => {
      const { entry } = line;
      const priority = entry.priority === null ? [] : [t.priorityShort(entry.priority)];
      return {
        title: nameEntry(entry, t),
        lines: [{ label: null, text: [t.kinds[kindOf(line)], ...priority].join(" · ") }],
      };
    });
}

/** Old overviews do not say whether it is a shortage; most were. */
function kindOf({ kind, status }: OverviewFact): CaseKind {
  return kind ?? (status === "upcoming" ? "coming" : "short");
}

/** A finished or retracted case asks for no advice; every other says so when the region gave none. */
function describeAdvice({ message, regionName }: MessageView, language: Language): ContentAdvice | null {
  const t = stringsOf(language);
  const { advice, kind } = message;
  if (advice === null) {
    if (kind === "resolved" || kind === "retraction") return null;
    const told = t.noAdvice(cleanLine(regionName));
    return { heading: t.adviceHeading, label: null, paragraphs: [told], language, note: null, origin: null };
  }
  const own = splitParagraphs(advice.text[language] ?? "");
  const written = own.length === 0 ? "sv" : language;
  // Why it must not be followed is no advice of a type, and stands under a heading of its own.
  const retracted = kind === "retraction";
  return {
    heading: retracted ? t.retractionHeading : t.adviceHeading,
    label: retracted
      ? cleanLine(regionName)
      : `${t.adviceFrom(cleanLine(regionName))}: ${t.adviceTypes[advice.type].toLocaleLowerCase("sv")}`,
    paragraphs: written === language ? own : splitParagraphs(advice.text.sv),
    language: written,
    note: written === language ? null : t.adviceInOtherLanguage,
    origin: describeOrigin(message, t),
  };
}

/** Told while the news is that something is short; what is over or retracted is no matter of stock. */
function describeMessageStock({ kind, facts, publishedAt }: Message, t: Strings): string | null {
  const over = facts.status === null || !isOpen(facts.status);
  if (over || kind === "resolved" || kind === "retraction") return null;
  return describeStockThen(facts.stock, stockholmDate(publishedAt), t);
}

function describeUnreviewed(source: string, advice: MessageAdvice | null, t: Strings): string {
  if (advice === null) return t.notReviewed(source);
  const { fromVersion } = advice;
  return fromVersion === undefined
    ? t.notReviewedWithAdvice(source)
    : t.notReviewedWithEarlierAdvice(source, fromVersion);
}
