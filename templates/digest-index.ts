import { clipText } from "../src/domain/clean-text.ts";
import type { Language, MessageView } from "../src/domain/message.ts";
import type { Content } from "./content.ts";
import { sayIndexTitle } from "./digest.ts";
import type { Strings } from "./strings/sv.ts";

/** A message in two lines of a phone: what it is about, then what to do and when it is back; all of it stands below. */
export interface Brief {
  readonly urgent: boolean;
  readonly title: string;
  readonly answer: { readonly text: string; readonly language: Language } | null;
  readonly back: string | null;
}

/** As many characters as a line of a phone holds. */
const TITLE_CHARS = 42;
const LINE_CHARS = 44;
const BETWEEN = " · ";

/** `mark` says what must be known before it is read, such as that a newer message of its case stands above. */
export function briefOf(
  view: MessageView,
  { content, mark, t }: { content: Content; mark: string | null; t: Strings },
): Brief {
  const begin = mark === null ? "" : `${mark}: `;
  const back = content.back === null ? null : t.index.shorten(content.back);
  const taken = [back, t.digest.onTheWeb].reduce(
    (sum, part) => sum + (part === null ? 0 : part.length + BETWEEN.length),
    0,
  );
  return {
    urgent: content.urgent !== null,
    title: `${begin}${sayIndexTitle(view, TITLE_CHARS, t)}`,
    answer: sayAnswer(view, { content, maxChars: LINE_CHARS - taken, t }),
    back,
  };
}

/**
 * The advice where all of it has room, or else of what type it is: words that are cut off could say the opposite. And what to
 * disregard, where that is what there is to do.
 */
function sayAnswer(
  { message }: MessageView,
  { content, maxChars, t }: { content: Content; maxChars: number; t: Strings },
): Brief["answer"] {
  const { advice: told, lead, summary, language } = content;
  const say = (text: string) => ({ text, language });
  if (message.kind === "retraction") return say(t.index.retraction);
  if (message.advice !== null && told !== null) {
    const text = told.paragraphs.join(" ").replace(/\s+/g, " ");
    if (text.length <= maxChars) return { text, language: told.language };
    const type = t.index.advice[message.advice.type];
    const labelled = `${t.index.adviceLabel}${type}`;
    return say(labelled.length <= maxChars ? labelled : type);
  }
  if (message.facts.kind === "case" && told !== null)
    return say(message.facts.review === undefined ? t.index.noAdvice : t.index.review);
  if (message.kind === "resolved" && lead !== null) return say(t.index.resolved);
  const text = lead ?? summary;
  return text === null ? null : say(clipText(text, Math.max(maxChars, LINE_CHARS / 2)));
}

/** What is urgent stands first, under a heading of its own; what came after it under another. */
export function groupBriefs<Item extends { readonly brief: Brief }>(
  items: readonly Item[],
  t: Strings,
): { readonly heading: string | null; readonly items: readonly Item[] }[] {
  const first = items.findIndex(({ brief }) => !brief.urgent);
  const at = first < 0 ? items.length : first;
  return [
    { heading: at === 0 ? null : t.urgent, items: items.slice(0, at) },
    { heading: at === 0 ? null : t.index.others, items: items.slice(at) },
  ].filter((group) => group.items.length > 0);
}
