import juice from "juice";
import { LRUCache } from "lru-cache";
import { emailCss } from "../../../templates/email-css.ts";
import { renderEmail, type EmailInput } from "../../../templates/email.tsx";
import { findLargestFit } from "../../../templates/text.ts";
import { parseInstant, stockholmMinute } from "../../domain/calendar.ts";
import { sourcesOf, type MessageFacts } from "../../domain/message.ts";
import { ageHours, isStale, NATIONAL_SOURCE } from "../../domain/source-health.ts";
import type { ContentInput, Cut } from "../channel.ts";

export interface FittedEmail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly cuts: readonly Cut[];
}

interface Fitting {
  /** Puts the style sheet into the elements. */
  readonly inlineCss: (html: string) => string;
  readonly fits: (html: string) => boolean;
}

/** A digest with as many messages written out as there is room for, the most important first; null when not even one line each fits. */
export function fitEmail({ views, language, now }: ContentInput, { inlineCss, fits }: Fitting): FittedEmail | null {
  const stale = findStale(views, now);
  const write = (size: Pick<EmailInput, "whole" | "items">) => {
    const email = renderEmail({ views, language, unsubscribeUrl: UNSUBSCRIBE_PLACEHOLDER, stale, ...size });
    return { ...email, html: inlineCss(email.html) };
  };
  const counts = views.map(({ message }) => Math.max(1, countItems(message.facts)));
  const maxItems = Math.max(1, ...counts);
  const everything = write({ whole: views.length, items: maxItems });
  if (fits(everything.html)) return { ...everything, cuts: [] };
  const items = findLargestFit(maxItems, (count) => fits(write({ whole: 1, items: count }).html)) ?? 0;
  const whole = findLargestFit(views.length, (count) => fits(write({ whole: count, items }).html));
  if (whole === null) return null;
  const leftOut = counts.reduce((left, count) => left + Math.max(0, count - items), 0);
  const cuts: readonly Cut[] = [
    // Of what only stands as a link nothing is counted.
    { kind: "left-out", count: whole === 0 ? 0 : leftOut },
    { kind: "linked", count: views.length - whole },
  ];
  return { ...write({ whole, items }), cuts: cuts.filter((cut) => "count" in cut && cut.count > 0) };
}

/** Puts the address in its place. */
export function addUnsubscribeUrl(
  { html, text }: { readonly html: string; readonly text: string },
  url: string,
): { html: string; text: string } {
  return {
    html: html.replaceAll(UNSUBSCRIBE_PLACEHOLDER, url.replaceAll("&", "&amp;")),
    text: text.replaceAll(UNSUBSCRIBE_PLACEHOLDER, url),
  };
}

/** How many items a message lists at the most. */
function countItems(facts: MessageFacts): number {
  switch (facts.kind) {
    case "case":
      return facts.notices.length;
    case "overview":
      return facts.overview.length;
    case "reminder":
      return facts.reminder.lines.length;
    case "alert":
      return 1;
  }
}

/**
 * The time of the oldest national data in the digest, when it is too old. Other sources may be silent for days, and
 * alerts tell of no data.
 */
function findStale(views: ContentInput["views"], now: Date): EmailInput["stale"] {
  const times = views
    .filter(({ message }) => message.facts.kind !== "alert")
    .flatMap(({ message }) => sourcesOf(message.facts))
    .filter(({ name }) => name === NATIONAL_SOURCE)
    .map(({ fileTime }) => parseInstant(fileTime))
    .filter((time) => time !== null && isStale(time, now));
  const [oldest] = times.toSorted((a, b) => Number(a) - Number(b));
  return oldest == null ? null : { since: stockholmMinute(oldest), hours: ageHours(oldest, now) };
}

/** Stands for the one thing in which the digests of two subscribers to the same messages differ; as long as such an address is. */
const UNSUBSCRIBE_PLACEHOLDER = `https://unsubscribe.invalid/${"x".repeat(72)}`;
const MAX_REMEMBERED_DIGESTS = 50;

/** Puts the style sheet into the elements, and remembers the latest results: thousands get the same digest. */
export function createCssInliner(): (html: string) => string {
  const remembered = new LRUCache<string, string>({ max: MAX_REMEMBERED_DIGESTS });
  return (html) => {
    const inlined = remembered.get(html) ?? juice(html, { extraCss: emailCss });
    remembered.set(html, inlined);
    return inlined;
  };
}
