import { raw } from "hono/html";
import { stockholmMinute } from "../src/domain/calendar.ts";
import type { Language, MessageView } from "../src/domain/message.ts";
import { describeAge } from "./age.ts";
import type { Content, ContentLine } from "./content.ts";
import { adaptiveEmailCss } from "./email-css.ts";
import { describeDigest, pickNewest } from "./digest.ts";
import { writeHtml } from "./html.ts";
import { stringsOf } from "./language.ts";
import { MessageBody } from "./message-body.tsx";
import { describeMessage } from "./message-content.ts";
import { headlineOf } from "./plain-answer.ts";
import { MarkSwedish } from "./swedish.tsx";
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
  /** The data's own time when they are so old that readers must know; null when they are fresh. */
  readonly stale: { readonly since: string; readonly hours: number } | null;
  /** Null where the mail holds the whole digest. */
  readonly part: Part | null;
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
  const told = views.filter((view) => newest.has(view));
  const subject =
    told.length === 0 ? `${label}: ${t.digest.olderOnly(views.length)}` : describeDigest(told, input.language, label);
  const contents = pieces.map((piece): PieceContent => {
    const { view } = piece;
    const content = takeItems(describeMessage(view, input.language), { piece, part, t });
    const time = stockholmMinute(view.message.publishedAt);
    if (!newest.has(view)) return { ...mark(content, t.digest.older(time)), written: null };
    return { ...content, written: isLate(view.message.publishedAt, input.now) ? t.digest.written(time) : null };
  });
  const desk = views.every(({ message }) => message.purpose === "desk");
  const lead = part === null ? null : t.digest.partLead({ ...part, others: part.messages - views.length });
  const props = { ...input, t, subject, lead, why: desk ? t.digest.whyDesk : t.digest.why, contents };
  return { subject, html: `<!DOCTYPE html>\n${writeHtml(<Document {...props} />)}`, text: renderText(props) };
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
  return { ...content, kicker: `${words} · ${content.kicker}`, headline: `${words}: ${content.headline}` };
}

/** `written` is when, where it comes so late that the reader must know before what it says. */
type PieceContent = Content & { readonly written: string | null };

type DocumentProps = Pick<EmailInput, "language" | "unsubscribeUrl" | "stale"> & {
  readonly t: Strings;
  readonly subject: string;
  /** Which part it is of what, where it is one. */
  readonly lead: string | null;
  /** Why the reader gets it. */
  readonly why: string;
  readonly contents: readonly PieceContent[];
};

function Document({ t, subject, lead, why, contents, language, unsubscribeUrl, stale }: DocumentProps) {
  const only = contents.length === 1 && lead === null;
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{subject}</title>
        {/* Not inlined: it holds only where its media query does. */}
        {raw(`<style data-embed>${adaptiveEmailCss}</style>`)}
      </head>
      <body>
        <table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0">
          <tr>
            <td align="center">
              {raw('<!--[if mso]><table role="presentation" width="640"><tr><td align="left"><![endif]-->')}
              <div class="column">
                {only ? null : <h1>{subject}</h1>}
                {lead === null ? null : <p class="muted">{lead}</p>}
                {stale === null ? null : <p class="stale">{describeStale(stale, t)}</p>}
                {contents.map((content, index) => (
                  <>
                    <Message content={content} only={only} />
                    {index === 0 && contents.length > 1 ? <Contents t={t} contents={contents.slice(1)} /> : null}
                  </>
                ))}
                <div class="foot">
                  <p class="muted">{why}</p>
                  <p class="muted">
                    <a href={unsubscribeUrl}>{t.digest.unsubscribe}</a>
                  </p>
                </div>
              </div>
              {raw("<!--[if mso]></td></tr></table><![endif]-->")}
            </td>
          </tr>
        </table>
      </body>
    </html>
  );
}

function describeStale({ since, hours }: NonNullable<EmailInput["stale"]>, t: Strings): string {
  return t.digest.stale(since, describeAge(hours, t));
}

/** What else there is, after the first: a list above it would push its advice off the first screen. */
function Contents({ t, contents }: Pick<DocumentProps, "t" | "contents">) {
  return (
    <div class="contents">
      <p class="muted">{t.digest.contents}:</p>
      <ul>
        {contents.map((content) => (
          <li>
            <MarkSwedish text={headlineOf(content)} swedish={content.swedish} />
          </li>
        ))}
      </ul>
    </div>
  );
}

interface MessageProps {
  readonly content: PieceContent;
  /** Alone in its mail, whose heading its own then is. */
  readonly only: boolean;
}

function Message({ content, only }: MessageProps) {
  const subject = <MarkSwedish text={content.subject} swedish={content.swedish} />;
  return (
    <>
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
        <tr>
          <td class="paper">
            <p class={content.urgent === null ? "kicker" : "kicker urgent"}>
              {/* What to do is to begin in the first screen: no line of its own. */}
              {[content.urgent, content.written, content.kicker].filter(Boolean).join(" · ")}
            </p>
            {only ? <h1 class="subject">{subject}</h1> : <h2 class="subject">{subject}</h2>}
            <MessageBody content={content} titled headingLevel={only ? 2 : 3} />
          </td>
        </tr>
      </table>
      <div class="gap">&nbsp;</div>
    </>
  );
}

function renderText({ t, subject, lead, why, contents, unsubscribeUrl, stale }: DocumentProps): string {
  return [
    subject,
    ...(lead === null ? [] : [lead]),
    ...(stale === null ? [] : [describeStale(stale, t)]),
    ...contents.map((content) => `${"=".repeat(60)}\n\n${renderMessageText(content)}`),
    `-- \n${why}\n${t.digest.unsubscribe}: ${unsubscribeUrl}\n`,
  ].join("\n\n");
}

/** A message as plain text of several lines. */
function renderMessageText(content: PieceContent): string {
  const { advice, changes, facts, link } = content;
  const listed = facts.items.map(({ title, url, lines }) =>
    [`* ${title}`, ...lines.map((line) => `  ${renderLine(line)}`), ...(url === undefined ? [] : [`  ${url}`])].join(
      "\n",
    ),
  );
  const sections: readonly (string | null)[] = [
    content.written,
    [headlineOf(content), content.extent?.note, content.summary].filter(Boolean).join("\n"),
    content.lead,
    content.unreviewed,
    advice === null ? null : [underline(advice.heading), advice.label, advice.note].filter(Boolean).join("\n"),
    ...(advice?.paragraphs ?? []),
    listLines(content.alternatives),
    content.stock,
    [advice?.origin, ...content.scope, content.contact].filter(Boolean).join("\n"),
    listLines(changes),
    [underline(facts.heading), ...listed, ...(facts.goesOn === undefined ? [] : [facts.goesOn])].join("\n"),
    renderProducts(content),
    [content.context, ...content.sourceLines].filter(Boolean).join("\n"),
    `${link.text}: ${link.url}`,
  ];
  return sections.filter(Boolean).join("\n\n");
}

/** A heading with a line each under it; null where there is nothing. */
function listLines(told: Content["alternatives"]): string | null {
  if (told === null) return null;
  return [underline(told.heading), ...told.lines.map((line) => `* ${renderLine(line)}`)].join("\n");
}

function renderProducts({ extent }: Content): string | null {
  if (extent?.details == null) return null;
  const { heading, lines, note, source } = extent.details;
  const listed = lines.map((line) => `* ${renderLine(line)}`);
  return [underline(heading), ...listed, note, source].filter(Boolean).join("\n");
}

function underline(heading: string): string {
  return `${heading}\n${"-".repeat(heading.length)}`;
}

function renderLine({ label, text }: ContentLine): string {
  return label === null ? text : `${label}: ${text}`;
}
