import { raw } from "hono/html";
import { stockholmMinute } from "../src/domain/calendar.ts";
import type { Language, MessageView } from "../src/domain/message.ts";
import { describeAge } from "./age.ts";
import type { Content, ContentLine } from "./content.ts";
import { adaptiveEmailCss } from "./email-css.ts";
import { describeDigest, pickNewest, sortViews } from "./digest.ts";
import { writeHtml } from "./html.ts";
import { stringsOf } from "./language.ts";
import { MessageBody } from "./message-body.tsx";
import { describeMessage } from "./message-content.ts";
import { headlineOf } from "./plain-answer.ts";
import { MarkSwedish } from "./swedish.tsx";
import type { Strings } from "./strings/sv.ts";

export interface EmailInput {
  readonly views: readonly MessageView[];
  readonly language: Language;
  readonly unsubscribeUrl: string;
  /** The data's own time when they are so old that readers must know; null when they are fresh. */
  readonly stale: { readonly since: string; readonly hours: number } | null;
  /** How many messages to write out; the rest stand as one linked line each. */
  readonly whole: number;
  /** How many items each written message lists; the rest are counted and linked to. */
  readonly items: number;
}

export interface Email {
  readonly subject: string;
  /** A whole HTML document that still needs `emailCss` inlined. */
  readonly html: string;
  readonly text: string;
}

/** One e-mail with everything that is due for one subscriber. */
export function renderEmail(input: EmailInput): Email {
  const t = stringsOf(input.language);
  const views = sortViews(input.views);
  const subject = describeDigest(views, input.language);
  const newest = new Set(pickNewest(views));
  const contents = views.map((view) => {
    const content = describeMessage(view, input.language);
    return newest.has(view) ? content : markOlder(content, t.digest.older(stockholmMinute(view.message.publishedAt)));
  });
  const desk = views.every(({ message }) => message.purpose === "desk");
  const props = { ...input, t, subject, why: desk ? t.digest.whyDesk : t.digest.why, contents };
  return { subject, html: `<!DOCTYPE html>\n${writeHtml(<Document {...props} />)}`, text: renderText(props) };
}

/** Says of a message that a newer one of its case stands before it, so that nobody takes it for how things are. */
function markOlder(content: Content, mark: string): Content {
  return { ...content, kicker: `${mark} · ${content.kicker}`, headline: `${mark}: ${content.headline}` };
}

type DocumentProps = Omit<EmailInput, "views"> & {
  readonly t: Strings;
  readonly subject: string;
  /** Why the reader gets it. */
  readonly why: string;
  readonly contents: readonly Content[];
};

function Document({ t, subject, why, contents, whole, items, language, unsubscribeUrl, stale }: DocumentProps) {
  const only = contents.length === 1 && whole === 1;
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
                {stale === null ? null : <p class="stale">{describeStale(stale, t)}</p>}
                {contents.slice(0, whole).map((content, index) => (
                  <>
                    <Message content={content} items={items} only={only} />
                    {index === 0 && !only ? <Contents t={t} contents={contents.slice(1)} /> : null}
                  </>
                ))}
                {whole < contents.length ? <Rest t={t} contents={contents.slice(whole)} /> : null}
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
  readonly content: Content;
  readonly items: number;
  /** Alone in its mail, whose heading its own then is. */
  readonly only: boolean;
}

function Message({ content, items, only }: MessageProps) {
  const subject = <MarkSwedish text={content.subject} swedish={content.swedish} />;
  const listed = Math.min(items, content.facts.items.length);
  return (
    <>
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
        <tr>
          <td class="paper">
            <p class={content.urgent === null ? "kicker" : "kicker urgent"}>
              {content.urgent === null ? content.kicker : `${content.urgent} · ${content.kicker}`}
            </p>
            {only ? <h1 class="subject">{subject}</h1> : <h2 class="subject">{subject}</h2>}
            <MessageBody content={content} items={listed} titled headingLevel={only ? 2 : 3} />
          </td>
        </tr>
      </table>
      <div class="gap">&nbsp;</div>
    </>
  );
}

function Rest({ t, contents }: Pick<DocumentProps, "t" | "contents">) {
  return (
    <div class="contents">
      <p>
        <strong>{t.digest.shortened}</strong>
      </p>
      <ul>
        {contents.map((content) => (
          <li>
            <a href={content.link.url}>
              <MarkSwedish text={headlineOf(content)} swedish={content.swedish} />
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function renderText({ t, subject, why, contents, whole, items, unsubscribeUrl, stale }: DocumentProps): string {
  const rest = contents.slice(whole).map((content) => `* ${headlineOf(content)}\n  ${content.link.url}`);
  return [
    subject,
    ...(stale === null ? [] : [describeStale(stale, t)]),
    ...contents.slice(0, whole).map((content) => `${"=".repeat(60)}\n\n${renderMessageText(content, items)}`),
    ...(rest.length === 0 ? [] : [`${"=".repeat(60)}\n\n${t.digest.shortened}\n\n${rest.join("\n")}`]),
    `-- \n${why}\n${t.digest.unsubscribe}: ${unsubscribeUrl}\n`,
  ].join("\n\n");
}

/** A message as plain text of several lines, `items` of its items listed. */
function renderMessageText(content: Content, items: number): string {
  const { advice, changes, facts, link } = content;
  const left = facts.items.length - items;
  const listed = facts.items
    .slice(0, items)
    .map(({ title, url, lines }) =>
      [`* ${title}`, ...lines.map((line) => `  ${renderLine(line)}`), ...(url === undefined ? [] : [`  ${url}`])].join(
        "\n",
      ),
    );
  const sections: readonly (string | null)[] = [
    [headlineOf(content), content.extent?.note, content.summary].filter(Boolean).join("\n"),
    content.lead,
    content.unreviewed,
    advice === null ? null : [underline(advice.heading), advice.label, advice.note].filter(Boolean).join("\n"),
    ...(advice?.paragraphs ?? []),
    listLines(content.alternatives),
    content.stock,
    [advice?.origin, ...content.scope, content.contact].filter(Boolean).join("\n"),
    listLines(changes),
    [underline(facts.heading), ...listed, ...(left > 0 ? [`${content.more(left)}: ${link.url}`] : [])].join("\n"),
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
