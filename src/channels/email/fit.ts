import { setImmediate } from "node:timers/promises";
import juice from "juice";
import { LRUCache } from "lru-cache";
import { emailCss } from "../../../templates/email-css.ts";
import { pickNewest, sortViews } from "../../../templates/digest.ts";
import { renderEmail, type EmailInput, type Piece } from "../../../templates/email.tsx";
import { putReasons } from "../../../templates/reasons.ts";
import { describeMessage } from "../../../templates/message-content.ts";
import { parseInstant, stockholmMinute } from "../../domain/calendar.ts";
import { sourcesOf, type MessageView } from "../../domain/message.ts";
import { ageHours, isStale, NATIONAL_SOURCE } from "../../domain/source-health.ts";
import type { ContentInput } from "../channel.ts";

/** One mail of a digest, and the messages that stand in it. */
export interface FittedEmail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly messageIds: readonly number[];
  /** The case whose mails it is kept together with in mail programs; null where it belongs to no one case. */
  readonly thread: number | null;
}

interface Fitting {
  /** Puts the style sheet into the elements. */
  readonly inlineCss: (html: string) => string;
  readonly fits: (html: string) => boolean;
}

/** A place in a digest: before that item of that message. */
interface Place {
  readonly message: number;
  readonly item: number;
}

/**
 * A digest in as few mails as it fits into, the most important first. Each message stands whole in one of them; one that is
 * too long for a mail of its own is parted between its items. Null when even one item of a message is too long.
 */
export async function fitEmail(input: ContentInput, fitting: Fitting): Promise<readonly FittedEmail[] | null> {
  const views = sortViews(input.views);
  const desk = createDesk({ ...input, views }, fitting);
  const whole = await desk.write({ pieces: views.map((view) => ({ view })), part: null });
  if (whole !== null) return [whole];
  // What the parts say of how many they are takes room itself.
  const taken = new Map<number, number>();
  for (let of = 2; ;) {
    const emails = await partDigest(desk, { views, of, taken });
    if (emails === null || emails.length <= of) return emails;
    of = emails.length;
  }
}

interface Desk {
  /** How many items each message lists. */
  readonly counts: readonly number[];
  /** Null when it is longer than a mail may be. */
  write(what: { pieces: readonly Piece[]; part: { number: number; of: number } | null }): Promise<FittedEmail | null>;
}

function createDesk({ views, language, now, reasons }: ContentInput, { inlineCss, fits }: Fitting): Desk {
  const newest = new Set(pickNewest(views));
  return {
    counts: views.map((view) => describeMessage(view, language).facts.items.length),
    async write({ pieces, part }) {
      // Whoever else waits in the process has a turn between two tries.
      await setImmediate();
      const own = new Set(pieces.map(({ view }) => view));
      const email = renderEmail({
        pieces,
        language,
        now,
        hasReasons: reasons !== undefined,
        unsubscribeUrl: UNSUBSCRIBE_PLACEHOLDER,
        stale: findStale([...own], now),
        part: part === null ? null : { ...part, messages: views.length, newest },
      });
      // Styles only make it longer.
      if (!fits(email.html)) return null;
      const written = { ...email, html: inlineCss(email.html) };
      const mail = reasons === undefined ? written : putReasons(written, reasons, language);
      if (!fits(mail.html)) return null;
      return { ...mail, thread: threadOf([...own], part), messageIds: [...own].map(({ message }) => message.id) };
    },
  };
}

/** `taken`: how many whole messages each part took the last time, by its number. */
async function partDigest(
  desk: Desk,
  { views, of, taken }: { views: ContentInput["views"]; of: number; taken: Map<number, number> },
): Promise<FittedEmail[] | null> {
  const emails: FittedEmail[] = [];
  let place: Place = { message: 0, item: 0 };
  while (place.message < views.length) {
    const part = { number: emails.length + 1, of };
    const guess = taken.get(part.number) ?? taken.get(emails.length) ?? FIRST_GUESS;
    const filled = await fillMail(desk, { views, place, part, guess });
    if (filled === null) return null;
    taken.set(part.number, filled.next.message - place.message);
    emails.push(filled.email);
    place = filled.next;
  }
  return emails;
}

/** As much in one mail as there is room for. */
async function fillMail(
  desk: Desk,
  input: { views: ContentInput["views"]; place: Place; part: { number: number; of: number }; guess: number },
): Promise<{ email: FittedEmail; next: Place } | null> {
  const { views, place, part, guess } = input;
  const wholes = (count: number): Piece[] =>
    views
      .slice(place.message, place.message + count)
      .map((view, index) => (index === 0 ? { view, from: place.item } : { view }));
  const most = views.length - place.message;
  const taken = await findMost({ most, guess }, (count) => desk.write({ pieces: wholes(count), part }));
  const next: Place = taken.count === 0 ? place : { message: place.message + taken.count, item: 0 };
  const view = views[next.message];
  if (view === undefined || !(await isTooLong(desk, { view, from: next.item, part })))
    return taken.result === null ? null : { email: taken.result, next };
  const left = (desk.counts[next.message] ?? 0) - next.item;
  const some = await findMost({ most: left - 1, guess: FIRST_GUESS }, (count) => {
    const piece = { view, from: next.item, to: next.item + count };
    return desk.write({ pieces: [...wholes(taken.count), piece], part });
  });
  if (some.result !== null)
    return { email: some.result, next: { message: next.message, item: next.item + some.count } };
  return taken.result === null ? null : { email: taken.result, next };
}

/** Whether what is left of a message does not even fit into a mail of its own. */
async function isTooLong(
  desk: Desk,
  { view, from, part }: { view: MessageView; from: number; part: { number: number; of: number } },
): Promise<boolean> {
  return (await desk.write({ pieces: [{ view, from }], part })) === null;
}

/** So many of them fit into most mails, so that a search that begins there ends soon. */
const FIRST_GUESS = 8;

/**
 * The most that fits, from 1 to `most`; 0 and null where nothing does. It is looked for from the guess on, in steps that
 * double until one side is known, since what is far too much takes the longest to write.
 */
async function findMost<Result>(
  { most, guess }: { most: number; guess: number },
  fit: (count: number) => Promise<Result | null>,
): Promise<{ count: number; result: Result | null }> {
  let best: { count: number; result: Result | null } = { count: 0, result: null };
  let high = most + 1;
  let count = Math.min(Math.max(guess, 1), most);
  for (let step = 1; high - best.count > 1; step *= 2) {
    const result = await fit(count);
    if (result === null) high = count;
    else best = { count, result };
    if (high > most) count = Math.min(best.count + step, most);
    else if (best.count === 0) count = Math.max(high - step, 1);
    else count = Math.floor((best.count + high) / 2);
  }
  return best;
}

/**
 * A mail about one case stands with the others about it. A digest stands with those of the case that it leads with where it
 * is the first to tell of it, and else alone: one that named all of its cases would make one thread of all of them.
 */
function threadOf([first, ...others]: ContentInput["views"], part: { number: number } | null): number | null {
  if (first === undefined || (part !== null && part.number > 1)) return null;
  const { caseId, version } = first.message;
  const isAlone = others.every(({ message }) => message.caseId === caseId);
  return isAlone || version === 1 ? caseId : null;
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
