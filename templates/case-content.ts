import { stockholmDate, stockholmMinute, type IsoDate } from "../src/domain/calendar.ts";
import { summarizeDates } from "../src/domain/case-dates.ts";
import { countReported, newsOfMove, type ExtentFact, type ExtentGrade } from "../src/domain/extent-fact.ts";
import type { CaseFacts, Message, MessageAdvice, MessageView } from "../src/domain/message.ts";
import { uncapitalize } from "../src/domain/words.ts";
import { isOpen } from "../src/domain/notice.ts";
import { describeAlternatives, describeAdviceReview } from "./alternatives-content.ts";
import { describeChanges } from "./changes.ts";
import type { Content, ContentAdvice, ContentItem, ContentLine } from "./content.ts";
import { describeNoticeDates, readDates, sayBackBriefly } from "./dates-content.ts";
import { nameEntry } from "./entry-name.ts";
import { describeExtent, extentOf } from "./extent-headline.ts";
import { describeContact, describeOrigin, describeReview, describeScope } from "./message-scope.ts";
import { describeHead } from "./message-head.ts";
import { sortOf } from "./message-sort.ts";
import { describeNotice, mergeItems, mergeNotices } from "./notice-content.ts";
import { addSource, describeSources, nameSources } from "./source-content.ts";
import { describeStockThen } from "./stock-content.ts";
import type { MessageSort, Strings } from "./strings/sv.ts";
import { cleanLine, splitParagraphs } from "./text.ts";

interface CaseWords {
  readonly facts: CaseFacts;
  readonly t: Strings;
  readonly readOn?: IsoDate | undefined;
}

/** What a region says of one case: the source's facts, and what to do. */
export function describeCase(view: MessageView, words: CaseWords): Content {
  const { message, url } = view;
  const { facts, t } = words;
  const source = nameSources(facts, t);
  const summary = summarize(message, facts, t);
  return {
    ...describeTop(view, words),
    summary: sayWhose(summary, message, t),
    back: sayBack(message, facts, t),
    context: describeContext(view, words),
    scope: describeScope(message, t),
    lead: describeReviewLead(message, words) ?? describeLead(message, t),
    contact: describeContact(message, t),
    changes: message.kind === "new" ? null : describeChanges(message, facts, t),
    advice: describeAdvice(view, words),
    alternatives: describeAlternatives(facts, { on: stockholmDate(message.publishedAt), t }),
    stock: describeStock(message, facts, t),
    facts: { heading: t.factsHeading(source), items: listNotices(message, words, summary), compact: false },
    unreviewed: message.reviewed ? null : describeUnreviewed(source, message.advice, t),
    sourceLines: [
      ...describeSources(facts, t),
      message.reviewed ? describeReview(message, t) : t.published(stockholmMinute(message.publishedAt)),
    ],
    link: { text: t.openCase, url },
  };
}

type Top = ReturnType<typeof describeHead> & Pick<Content, "extent">;

/** What it is about: how much of the medicine is hit, where that is known. */
function describeTop(view: MessageView, words: CaseWords): Top {
  const { facts, t } = words;
  const told = describeExtent(view.message, facts, t);
  const plain = describeHead(view, { kicker: describeKicker(view, words), subject: nameEntry(facts.entry, t), t });
  if (told === null) return { ...plain, extent: null };
  const { subject, headline, extent } = told;
  // That it corrects another is said first of all.
  const begin = view.message.kind === "correction" ? `${t.kickers.correction}: ` : "";
  const shortTitle = `${begin}${extent.shortTitle}`;
  return {
    ...plain,
    subject,
    title: `${begin}${subject}`,
    headline: `${begin}${headline}`,
    extent: { ...extent, shortTitle },
  };
}

function describeKicker(view: MessageView, { facts, t, readOn }: CaseWords): string {
  if (facts.review !== undefined) return t.alternatives.review.kicker;
  const sort = sortOf(view, readOn);
  const extent = extentOf(view.message);
  if (extent !== null) return describeExtentKicker(sort, { extent, from: facts.extentBefore, t });
  if (sort !== "update" && sort !== "correction" && sort !== "retraction") return t.kickers[sort];
  const { open } = summarizeDates(facts.notices.map(readDates), stockholmDate(view.message.publishedAt));
  const type = (["shortage", "unknown", "cessation"] as const).find((one) => open[one] !== undefined);
  return type === undefined ? t.kickers[sort] : t.kickerAbout(t.kickers[sort], type);
}

/** A medicine of which much is left is announced calmly, and one that is worse than readers know as that. */
function describeExtentKicker(
  sort: MessageSort,
  { extent, from, t }: { extent: ExtentFact; from: ExtentGrade | undefined; t: Strings },
): string {
  const news = from === undefined ? null : newsOfMove({ from, to: extent.grade });
  if (sort === "update") return news === null ? t.kickers.update : t.changeNames[news];
  if (sort === "correction" || extent.grade === "whole" || extent.grade === "unknown") return t.kickers[sort];
  return t.extent.kickers[extent.grade];
}

/** Of an earlier advice, or of this message's own where it fell before it was read. */
function describeReviewLead({ version }: Message, { facts: { review }, t }: CaseWords): string | null {
  if (review === undefined) return null;
  return review.version < version ? t.alternatives.review.lead : t.alternatives.review.leadOwn;
}

/** What a reader must know before anything else: what to disregard, or that earlier advice was for another time. */
function describeLead({ kind, advice, version }: Message, t: Strings): string | null {
  if (kind === "resolved") return advice === null && version > 1 ? t.leads.resolved : null;
  return kind === "correction" || kind === "retraction" ? t.leads[kind] : null;
}

/** The notices, each said once, without what the summary has said of them all. */
function listNotices({ publishedAt }: Message, { facts, t }: CaseWords, summary: string | null): ContentItem[] {
  const on = stockholmDate(publishedAt);
  const items = mergeNotices(facts.notices).map((notice) => addSource(describeNotice(notice, on, t), notice.source, t));
  return leaveOut(summary, mergeItems(items));
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

function describeContext({ regionName }: MessageView, { facts: { entry }, t }: CaseWords): string {
  const parts = [regionName, entry.atc, entry.category ?? ""].map(cleanLine).filter(Boolean);
  return [...parts, ...(entry.priority === null ? [] : [t.priority(entry.priority)])].join(" · ");
}

/** A retraction says first of all what to disregard: no dates above that. */
function summarize({ kind, publishedAt }: Message, facts: CaseFacts, t: Strings): string | null {
  if (kind === "retraction") return null;
  const dates = describeNoticeDates(facts.notices, stockholmDate(publishedAt), t);
  return dates === null && kind === "resolved" ? t.noneLeft : dates;
}

/** What is over is not awaited, and what was wrong has no dates. */
function sayBack({ kind, publishedAt }: Message, { notices }: CaseFacts, t: Strings): string | null {
  if (kind === "retraction" || kind === "resolved") return null;
  return sayBackBriefly(notices, stockholmDate(publishedAt), t);
}

/** Dates of what is reported are said of that alone, where it is not all there is. */
function sayWhose(summary: string | null, message: Message, t: Strings): string | null {
  const extent = extentOf(message);
  if (summary === null || extent === null || extent.grade === "whole") return summary;
  return t.extent.datesOf(countReported(extent).reported, uncapitalize(summary));
}

/** A finished or retracted case asks for no advice; every other says so when the region gave none. */
function describeAdvice({ message, regionName }: MessageView, { facts, t }: CaseWords): ContentAdvice | null {
  const { language } = t;
  const { advice, kind } = message;
  if (facts.review !== undefined && advice === null)
    return describeAdviceReview(facts.review, { on: stockholmDate(message.publishedAt), t, regionName });
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
function describeStock({ kind, publishedAt }: Message, facts: CaseFacts, t: Strings): string | null {
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
