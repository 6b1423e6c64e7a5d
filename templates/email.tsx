import { stockholmMinute } from "../src/domain/calendar.ts";
import type { Language, MessageView } from "../src/domain/message.ts";
import type { Content } from "./content.ts";
import { describeDigest, pickNewest } from "./digest.ts";
import { briefOf } from "./digest-index.ts";
import type { PieceContent, Stale } from "./email-content.ts";
import { EmailDocument } from "./email-document.tsx";
import { renderEmailText } from "./email-text.ts";
import { writeHtml } from "./html.ts";
import { stringsOf } from "./language.ts";
import { describeMessage } from "./message-content.ts";
import { REASONS_PLACEHOLDER } from "./reasons.ts";
import { takeShared } from "./shared-notes.ts";
import type { Strings } from "./strings/sv.ts";

/** A message in a mail, or some of its items, where it stands in several mails since it is too long for one. */
export interface Piece {
  readonly view: MessageView;
  /** The items from this one on, and up to that one. All of them when left out. */
  readonly from?: number;
  readonly to?: number;
}

/** Which of how many mails, for what does not fit into one. */
interface Part {
  readonly number: number;
  readonly of: number;
  /** In all parts together. */
  readonly messages: number;
  /** The newest messages of their cases in all parts. */
  readonly newest: ReadonlySet<MessageView>;
}

export interface EmailInput {
  /** What stands in the mail, in its order. */
  readonly pieces: readonly Piece[];
  readonly language: Language;
  readonly unsubscribeUrl: string;
  /** The time of writing; left out where nothing in it is old. */
  readonly now?: Date;
  /** Null when they are fresh. */
  readonly stale: Stale | null;
  /** Null where the mail holds the whole digest. */
  readonly part: Part | null;
  /** A place for its reader's reasons is kept; left out where nothing is known of what they asked for. */
  readonly hasReasons?: boolean;
}

export interface Email {
  readonly subject: string;
  /** A whole HTML document that still needs `emailCss` inlined. */
  readonly html: string;
  readonly text: string;
}

/** One e-mail with everything that is due for one subscriber, or a part of it. */
export function renderEmail(input: EmailInput): Email {
  const t = stringsOf(input.language);
  const { pieces, part } = input;
  const views = pieces.map(({ view }) => view);
  const newest = part?.newest ?? new Set(pickNewest(views));
  const label = part === null ? null : t.digest.part(part.number, part.of);
  const news = views.filter((view) => newest.has(view));
  const subject =
    news.length === 0 ? `${label}: ${t.digest.olderOnly(views.length)}` : describeDigest(news, input.language, label);
  const told = pieces.map((piece): PieceContent => {
    const { view } = piece;
    const content = takeItems(describeMessage(view, input.language), { piece, part, t });
    const place = { anchor: `m${view.message.id}`, written: null };
    const time = stockholmMinute(view.message.publishedAt);
    const isOlder = !newest.has(view);
    const begun = isOlder
      ? t.digest.older(time)
      : part !== null && (piece.from ?? 0) > 0
        ? t.digest.continued(part.number - 1)
        : null;
    const brief = briefOf(view, { content, mark: begun, t });
    if (isOlder) return { ...mark(content, t.digest.older(time)), ...place, brief };
    return {
      ...content,
      ...place,
      brief,
      written: isLate(view.message.publishedAt, input.now) ? t.digest.written(time) : null,
    };
  });
  const desk = views.every(({ message }) => message.purpose === "desk");
  const lead = part === null ? null : t.digest.partLead({ ...part, others: part.messages - views.length });
  const { contents, shared } = takeShared(told);
  const props = {
    ...input,
    t,
    subject,
    lead,
    contents,
    shared,
    why: desk ? t.digest.whyDesk : input.hasReasons === true ? REASONS_PLACEHOLDER : t.digest.why,
  };
  return { subject, html: `<!DOCTYPE html>\n${writeHtml(<EmailDocument {...props} />)}`, text: renderEmailText(props) };
}

/** A day's digest holds nothing older than this, also where the clocks went back in its night. */
const DIGEST_DAY_MS = 25 * 3_600_000;

/** Whether a message comes with a later digest than that of its day: what it calls now was then. */
function isLate(publishedAt: Date, now: Date = publishedAt): boolean {
  return now.getTime() - publishedAt.getTime() > DIGEST_DAY_MS;
}

/**
 * A message with some of its items. What is true of it and what to do stands in each of its pieces; what changed, and the
 * products by name, only in the first.
 */
function takeItems(
  content: Content,
  { piece, part, t }: { piece: Piece; part: EmailInput["part"]; t: Strings },
): Content {
  const { items } = content.facts;
  const { from = 0, to = items.length } = piece;
  if (part === null || (from === 0 && to >= items.length)) return content;
  const left = items.length - to;
  const goesOn = left > 0 ? { goesOn: t.digest.continues(part.number + 1, left) } : {};
  const some = { ...content, facts: { ...content.facts, items: items.slice(from, to), ...goesOn } };
  if (from === 0) return some;
  const extent = content.extent === null ? null : { ...content.extent, details: null };
  return mark({ ...some, changes: null, extent }, t.digest.continued(part.number - 1));
}

/**
 * Says what must be known of a message before it is read, such as that a newer one of its case is there, so that nobody takes
 * it for how things are.
 */
function mark(content: Content, words: string): Content {
  const { kicker, title, headline } = content;
  return { ...content, kicker: `${words} · ${kicker}`, title: `${words}: ${title}`, headline: `${words}: ${headline}` };
}
