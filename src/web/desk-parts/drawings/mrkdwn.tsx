import type { Child } from "hono/jsx";

/** What Slack makes bold, italic or struck: marks that touch their text and stand at the edge of a word, on one line. */
const STYLED = String.raw`(?<=^|[\s(•])([*_~])(?=\S)(.+?)(?<=\S)\3(?=$|[\s.,;:!?)])`;
const TOKENS = new RegExp(
  String.raw`<([^<>|\n]+)(?:\|([^<>\n]*))?>|${STYLED}|\`([^\`\n]+)\`|:([a-z0-9_+-]+):|\n`,
  "gm",
);

const EMOJI: Readonly<Record<string, string>> = { warning: "\u26A0\uFE0F" };

/** Slack's mrkdwn drawn as Slack would: https://docs.slack.dev/messaging/formatting-message-text */
export function Mrkdwn({ text }: { readonly text: string }) {
  return <>{drawMrkdwn(text)}</>;
}

function drawMrkdwn(text: string): Child[] {
  const drawn: Child[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    drawn.push(unescape(text.slice(end, match.index)), drawToken(match));
    end = match.index + match[0].length;
  }
  return [...drawn, unescape(text.slice(end))];
}

function drawToken(match: RegExpExecArray): Child {
  const [whole, address, words, mark, styled, code, emoji] = match;
  if (address !== undefined) return drawLink(address, words);
  if (mark === "*") return <strong>{drawMrkdwn(styled ?? "")}</strong>;
  if (mark === "_") return <em>{drawMrkdwn(styled ?? "")}</em>;
  if (mark === "~") return <s>{drawMrkdwn(styled ?? "")}</s>;
  if (code !== undefined) return <code>{unescape(code)}</code>;
  if (emoji !== undefined) return EMOJI[emoji] ?? whole;
  return <br />;
}

/** A link, or a mention, which would notify somebody and is marked so that it is seen. */
function drawLink(address: string, words: string | undefined): Child {
  const shown = unescape(words ?? address);
  if (/^[!@#]/.test(address)) return <mark>{shown}</mark>;
  const url = unescape(address);
  return isWebAddress(url) ? <a href={url}>{shown}</a> : shown;
}

/** Whether an address may be a link on our page: one that runs nothing. */
export function isWebAddress(address: string): boolean {
  const protocol = URL.parse(address)?.protocol;
  return protocol === "https:" || protocol === "http:";
}

function unescape(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
