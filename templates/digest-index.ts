import { clipText } from "../src/domain/clean-text.ts";
import type { Language } from "../src/domain/message.ts";
import type { Content } from "./content.ts";
import type { Strings } from "./strings/sv.ts";

/** A message in two lines: what it is about, then what to do and when it is back. */
export interface Brief {
  readonly title: string;
  readonly answer: { readonly text: string; readonly language: Language } | null;
  readonly back: string | null;
}

/** As much as a line of a phone holds; all of it stands below. */
const ANSWER_CHARS = 50;

export function briefOf(content: Content, t: Strings): Brief {
  const { urgent, extent, title, kicker, back } = content;
  // What is old is said before anything else, and stands in its title.
  const isMarked = !title.startsWith(kicker) && kicker.includes(" · ");
  const name = extent === null || isMarked ? title : extent.shortTitle;
  return { title: urgent === null ? name : `${urgent} · ${name}`, answer: sayAnswer(content, t), back };
}

/** The advice as far as it goes, and what to disregard where that is what there is to do. */
function sayAnswer({ advice, lead, summary, language }: Content, t: Strings): Brief["answer"] {
  if (advice !== null && advice.heading !== t.retractionHeading) {
    const text = advice.paragraphs.join(" ").replace(/\s+/g, " ");
    return { text: clipText(text, ANSWER_CHARS), language: advice.language };
  }
  const text = lead ?? summary;
  return text === null ? null : { text, language };
}
