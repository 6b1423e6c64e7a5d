import type { Content, ContentItem, ContentLine } from "./content.ts";
import { titleOf, writePlainAnswer } from "./plain-answer.ts";
import { splitText } from "./text.ts";

type PlainText = { readonly type: "plain_text"; readonly text: string; readonly emoji: false };
type Mrkdwn = { readonly type: "mrkdwn"; readonly text: string; readonly verbatim: true };
export type SlackBlock =
  | { readonly type: "header"; readonly text: PlainText }
  | { readonly type: "section"; readonly text: PlainText | Mrkdwn }
  | { readonly type: "context"; readonly elements: readonly Mrkdwn[] }
  | { readonly type: "divider" };

export interface SlackMessage {
  /** What a notification and a screen reader say: what it is about and what to do. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

export interface SlackSizes {
  readonly maxTextChars: number;
  readonly maxHeaderChars: number;
  /** How many of the content's items to list; the rest are counted and linked to. */
  readonly items: number;
  /** False where the plain text has room for the headline alone. */
  readonly plainAdvice: boolean;
}

/**
 * A message as Slack's Block Kit. Foreign text stands in plain text or in mrkdwn without meaning: it can neither notify
 * anybody nor link anywhere. https://docs.slack.dev/reference/block-kit
 */
export function renderSlack(content: Content, sizes: SlackSizes): SlackMessage {
  const { advice, facts } = content;
  const section = (text: string) => splitText(text, sizes.maxTextChars).map(mrkdwnSection);
  const context = (text: string) => splitText(escapeMrkdwn(text), sizes.maxTextChars).map(contextBlock);
  const plain = (text: string) => splitText(text, sizes.maxTextChars).map(plainSection);
  const listed = (told: Content["changes"]) =>
    told === null ? [] : section([`*${told.heading}*`, ...told.lines.map(renderBullet)].join("\n"));
  const title = chooseTitle(content, sizes);
  const standing = [advice?.origin ?? null, ...content.scope, content.contact].filter(isText);
  const left = facts.items.length - sizes.items;
  const items = facts.items.slice(0, sizes.items);
  const blocks: SlackBlock[] = [
    ...(title.length <= sizes.maxHeaderChars ? [headerBlock(title)] : section(`*${escapeMrkdwn(title)}*`)),
    ...listTop(content, title).flatMap(section),
    { type: "divider" },
    ...(advice === null
      ? []
      : [
          ...section(
            [`*${advice.heading}*`, ...[advice.label, advice.note].filter(isText).map(escapeMrkdwn)].join("\n"),
          ),
          ...plain(advice.paragraphs.join("\n\n")),
        ]),
    ...listed(content.alternatives),
    ...(content.stock === null ? [] : section(escapeMrkdwn(content.stock))),
    ...(standing.length === 0 ? [] : section(standing.map(escapeMrkdwn).join("\n"))),
    ...(advice === null && content.stock === null ? [] : [{ type: "divider" } as const]),
    ...listed(content.changes),
    ...section(`*${escapeMrkdwn(facts.heading)}*`),
    ...(facts.compact
      ? section(items.map(renderCompact).join("\n"))
      : items.flatMap((item) => section(renderItem(item)))),
    ...(left > 0 ? section(renderLink(content.more(left), content.link.url)) : []),
    ...listProducts(content).flatMap(section),
    ...[content.context, ...content.sourceLines].flatMap(context),
    ...section(renderLink(content.link.text, content.link.url)),
  ];
  return { text: writePlainAnswer(content, sizes).map(escapeMrkdwn).join("\n"), blocks };
}

/**
 * Text that mrkdwn shows as it is. `&`, `<` and `>` are escaped as Slack asks; the marks that Slack has no escape for
 * give way to their look-alikes. https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
function escapeMrkdwn(text: string): string {
  return text
    .replace(/[*_~`]/g, (mark) => lookAlikes[mark] ?? "")
    .replace(/:(?=[a-z0-9_+-]+:)/gi, "\uA789")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");
}

const lookAlikes: Record<string, string> = { "*": "\u2217", _: "\u02CD", "~": "\u223C", "`": "\u02CB" };

/** A header is large: the whole title stands in it where it is not nearly full of it, and else a short one. */
function chooseTitle(content: Content, { maxHeaderChars }: SlackSizes): string {
  const title = titleOf(content);
  if (content.extent === null || title.length <= maxHeaderChars * 0.8) return title;
  return titleOf({ ...content, title: content.extent.shortTitle });
}

/** What stands under the title and above the advice. */
function listTop(content: Content, title: string): string[] {
  const { extent, summary, lead, unreviewed } = content;
  const text = title === titleOf(content) ? extent?.rest : extent?.whole;
  const told = [text ?? null, extent?.note ?? null].filter(isText).map(escapeMrkdwn).join("\n");
  return [
    told,
    summary === null ? "" : `*${escapeMrkdwn(summary)}*`,
    escapeMrkdwn(lead ?? ""),
    unreviewed === null ? "" : `:warning: ${escapeMrkdwn(unreviewed)}`,
  ].filter(Boolean);
}

function listProducts({ extent }: Content): string[] {
  if (extent?.details == null) return [];
  const { heading, lines, note, source } = extent.details;
  const told = [note, source].filter(isText).map(escapeMrkdwn);
  return [[`*${escapeMrkdwn(heading)}*`, ...lines.map(renderBullet), ...told].join("\n")];
}

function renderItem({ title, url, lines }: ContentItem): string {
  const name = url === undefined ? escapeMrkdwn(title) : renderLink(title, url);
  return [`*${name}*`, ...lines.map(renderLine)].join("\n");
}

function renderCompact({ title, lines }: ContentItem): string {
  return `• *${escapeMrkdwn(title)}*  ${lines.map(renderLine).join(" · ")}`;
}

function renderBullet(line: ContentLine): string {
  return `• ${renderLine(line)}`;
}

function renderLine({ label, text }: ContentLine): string {
  return label === null ? escapeMrkdwn(text) : `${escapeMrkdwn(label)}: ${escapeMrkdwn(text)}`;
}

function renderLink(text: string, url: string): string {
  return `<${url.replace(/[<>|&]/g, (char) => (char === "&" ? "&amp;" : encodeURIComponent(char)))}|${escapeMrkdwn(text)}>`;
}

function headerBlock(text: string): SlackBlock {
  return { type: "header", text: { type: "plain_text", text, emoji: false } };
}

function plainSection(text: string): SlackBlock {
  return { type: "section", text: { type: "plain_text", text, emoji: false } };
}

function mrkdwnSection(text: string): SlackBlock {
  return { type: "section", text: mrkdwn(text) };
}

function contextBlock(text: string): SlackBlock {
  return { type: "context", elements: [mrkdwn(text)] };
}

function mrkdwn(text: string): Mrkdwn {
  return { type: "mrkdwn", text, verbatim: true };
}

function isText(text: string | null): text is string {
  return text !== null && text !== "";
}
