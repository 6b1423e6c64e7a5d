import type { Language } from "../src/domain/message.ts";

/** Words that are in another language than the message, and stand so in the text that they belong to. */
export interface Quoted {
  readonly language: Language;
  readonly texts: readonly string[];
}

/** `label` says what `text` is and stands before it; both are clean single lines. */
export interface ContentLine {
  readonly label: string | null;
  readonly text: string;
  readonly quoted?: Quoted;
}

/** A notice, or one case of an overview or a reminder. */
export interface ContentItem {
  readonly title: string;
  /** Where the title leads; left out where the message's own link is enough. */
  readonly url?: string;
  readonly lines: readonly ContentLine[];
}

export interface ContentAdvice {
  readonly heading: string;
  /** Who gives it and of what type, or null when there is none. */
  readonly label: string | null;
  /** Paragraphs may hold single newlines. */
  readonly paragraphs: readonly string[];
  /** The language of the paragraphs, which may differ from the rest. */
  readonly language: Language;
  readonly note: string | null;
  /** The region whose words it builds on, where that is another one. */
  readonly origin: string | null;
}

/** How much is hit. Nothing in it means that anything is on a shelf, and its notes say so. */
export interface ContentExtent {
  /** A title of few words, for where the whole one has no room; all of it stands below then. */
  readonly shortTitle: string;
  /** All of it, where no headline stands above. */
  readonly whole: string;
  /** What the headline has not said. */
  readonly rest: string | null;
  readonly note: string | null;
  readonly details: {
    readonly heading: string;
    readonly lines: readonly ContentLine[];
    readonly note: string | null;
    /** Whose words it is, and of when. */
    readonly source: string | null;
  } | null;
}

/**
 * A message in one language, as words without a format: every channel writes these and no others. All text is clean
 * (see `text.ts`) but not escaped: each format escapes for itself.
 *
 * Every channel keeps one order, the reader's: what it is about (headline, extent, summary), what to disregard (lead) or trust
 * less (unreviewed), what to do (advice, alternatives, stock), for whom and how long (scope), whom to ask (contact); only then what
 * changed, the facts, the products by name (extent), and where they come from (context, sourceLines).
 */
export interface Content {
  readonly language: Language;
  /** Pieces of its texts that are Swedish while the rest is not. */
  readonly swedish: ReadonlySet<string>;
  readonly urgent: string | null;
  /** What kind of message: `Ny läkemedelsbrist`. */
  readonly kicker: string;
  /** What it is about: `meropenem, injektion/infusion`. */
  readonly subject: string;
  /** The subject with what must be known with it, such as that it corrects another. */
  readonly title: string;
  /** The title with all that stands in one line of its own: `… 13 är inte anmälda som bristande.` */
  readonly headline: string;
  readonly extent: ContentExtent | null;
  /** From–to in one sentence, when one sentence is true of it all. */
  readonly summary: string | null;
  /** When it is back, in a few words: `väntas åter 15 oktober`; null of what is over, or has no dates. */
  readonly back: string | null;
  /** Region, ATC code and priority. */
  readonly context: string;
  /** Whom it concerns and until when it holds; none for a message to everybody until the next one. */
  readonly scope: readonly string[];
  readonly lead: string | null;
  /** Where questions are asked. */
  readonly contact: string | null;
  readonly changes: { readonly heading: string; readonly lines: readonly ContentLine[] } | null;
  readonly advice: ContentAdvice | null;
  /** What the authority says of the alternatives that the advice names. */
  readonly alternatives: { readonly heading: string; readonly lines: readonly ContentLine[] } | null;
  readonly stock: string | null;
  readonly facts: {
    readonly heading: string;
    readonly items: readonly ContentItem[];
    readonly compact: boolean;
    /** Where the list goes on, when the rest of it stands in another part of a digest. */
    readonly goesOn?: string;
  };
  /** True when nobody reviewed it: shown so that it is seen. */
  readonly unreviewed: string | null;
  readonly sourceLines: readonly string[];
  readonly link: { readonly text: string; readonly url: string };
  /** What stands where items had to be left out. */
  readonly more: (count: number) => string;
}

/** What only a message about one case has to say. */
export const CASELESS = {
  extent: null,
  back: null,
  scope: [],
  lead: null,
  contact: null,
  changes: null,
  advice: null,
  alternatives: null,
  stock: null,
  unreviewed: null,
} satisfies Partial<Content>;
