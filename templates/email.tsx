import { raw } from "hono/html";
import type { Language, MessageView } from "../src/domain/message.ts";
import { describeAge } from "./age.ts";
import type { Content, ContentLine } from "./content.ts";
import { describeDigest, sortViews } from "./digest.ts";
import { writeHtml } from "./html.ts";
import { stringsOf } from "./language.ts";
import { MessageBody } from "./message-body.tsx";
import { describeMessage } from "./message-content.ts";
import { headlineOf } from "./plain-answer.ts";
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

/** The colours of the e-mail, each text on its background at 4.5:1 or better. */
export const emailColors = {
  text: "#1a1f24",
  muted: "#4a545e",
  link: "#0b4f8a",
  page: "#f1f3f5",
  paper: "#ffffff",
  line: "#c9d1d9",
  advice: "#e9f4ec",
  adviceLine: "#1c6b3c",
  warning: "#fff3d1",
  warningLine: "#9a6a00",
  urgent: "#9b1111",
} as const;

const c = emailColors;

/** The style sheet of the e-mail, to be inlined: mail readers keep no other. */
export const emailCss = `
body { margin: 0; padding: 0; background: ${c.page}; color: ${c.text}; }
body, td { font-family: "Segoe UI", Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; color: ${c.text}; }
.page { background: ${c.page}; }
.column { max-width: 640px; margin: 0 auto; text-align: left; }
.paper { background: ${c.paper}; border: 1px solid ${c.line}; padding: 20px 24px; }
h1 { font-size: 18px; line-height: 1.35; margin: 16px 24px; }
h2 { font-size: 22px; line-height: 1.3; margin: 0 0 8px; }
h3 { font-size: 17px; line-height: 1.3; margin: 20px 0 6px; }
p { margin: 0 0 8px; }
ul { margin: 0 0 12px; padding: 0 0 0 20px; }
li { margin: 0 0 10px; }
a { color: ${c.link}; text-decoration: underline; }
.kicker { font-weight: bold; margin: 0; }
.urgent { color: ${c.urgent}; }
.summary { font-weight: bold; margin: 0 0 4px; }
.muted { color: ${c.muted}; font-size: 14px; }
.lead { font-weight: bold; }
.scope { margin: 0 0 4px; }
.box { margin: 16px 0; }
.advice { background: ${c.advice}; border-left: 4px solid ${c.adviceLine}; padding: 12px 16px 6px; }
.warning { background: ${c.warning}; border-left: 4px solid ${c.warningLine}; padding: 12px 16px 6px; }
.none { background: ${c.page}; border-left: 4px solid ${c.muted}; padding: 12px 16px 6px; }
.none h3, .advice h3 { margin-top: 0; }
.whole { white-space: nowrap; }
.gap { font-size: 12px; line-height: 16px; }
.stale { background: ${c.warning}; border-left: 4px solid ${c.warningLine}; padding: 12px 16px; margin: 0 24px 16px; }
.contents { margin: 0 24px 16px; }
.foot { padding: 16px 24px; }
`;

/** One e-mail with everything that is due for one subscriber. */
export function renderEmail(input: EmailInput): Email {
  const t = stringsOf(input.language);
  const views = sortViews(input.views);
  const subject = describeDigest(views, input.language);
  const contents = views.map((view) => describeMessage(view, input.language));
  const desk = views.every(({ message }) => message.purpose === "desk");
  const props = { ...input, t, subject, why: desk ? t.digest.whyDesk : t.digest.why, contents };
  return { subject, html: `<!DOCTYPE html>\n${writeHtml(<Document {...props} />)}`, text: renderText(props) };
}

type DocumentProps = Omit<EmailInput, "views"> & {
  readonly t: Strings;
  readonly subject: string;
  /** Why the reader gets it. */
  readonly why: string;
  readonly contents: readonly Content[];
};

function Document({ t, subject, why, contents, whole, items, language, unsubscribeUrl, stale }: DocumentProps) {
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>{subject}</title>
      </head>
      <body>
        <table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0">
          <tr>
            <td align="center">
              {raw('<!--[if mso]><table role="presentation" width="640"><tr><td align="left"><![endif]-->')}
              <div class="column">
                <h1>{subject}</h1>
                {stale === null ? null : <p class="stale">{describeStale(stale, t)}</p>}
                {contents.length > 1 ? <Contents t={t} contents={contents} /> : null}
                {contents.slice(0, whole).map((content) => (
                  <Message content={content} items={items} />
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

function Contents({ t, contents }: Pick<DocumentProps, "t" | "contents">) {
  return (
    <div class="contents">
      <p class="muted">{t.digest.contents}:</p>
      <ul>
        {contents.map((content) => (
          <li>{headlineOf(content)}</li>
        ))}
      </ul>
    </div>
  );
}

function Message({ content, items }: { readonly content: Content; readonly items: number }) {
  return (
    <>
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
        <tr>
          <td class="paper">
            <p class={content.urgent === null ? "kicker" : "kicker urgent"}>
              {content.urgent === null ? content.kicker : `${content.urgent} · ${content.kicker}`}
            </p>
            <h2>{content.subject}</h2>
            <MessageBody content={content} items={Math.min(items, content.facts.items.length)} headingLevel={3} />
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
            <a href={content.link.url}>{headlineOf(content)}</a>
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
    [headlineOf(content), content.summary].filter(Boolean).join("\n"),
    content.lead,
    content.unreviewed,
    advice === null ? null : [underline(advice.heading), advice.label, advice.note].filter(Boolean).join("\n"),
    ...(advice?.paragraphs ?? []),
    content.stock,
    [advice?.origin, ...content.scope, content.contact].filter(Boolean).join("\n"),
    changes === null
      ? null
      : [underline(changes.heading), ...changes.lines.map((line) => `* ${renderLine(line)}`)].join("\n"),
    [underline(facts.heading), ...listed, ...(left > 0 ? [`${content.more(left)}: ${link.url}`] : [])].join("\n"),
    [content.context, ...content.sourceLines].filter(Boolean).join("\n"),
    `${link.text}: ${link.url}`,
  ];
  return sections.filter(Boolean).join("\n\n");
}

function underline(heading: string): string {
  return `${heading}\n${"-".repeat(heading.length)}`;
}

function renderLine({ label, text }: ContentLine): string {
  return label === null ? text : `${label}: ${text}`;
}
