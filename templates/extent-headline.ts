import { stockholmDate } from "../src/domain/calendar.ts";
import { countReported, newsOfMove, readOwnProductState, type ExtentFact } from "../src/domain/extent-fact.ts";
import { sourcesOf, type CaseFacts, type Message } from "../src/domain/message.ts";
import { NATIONAL_SOURCE } from "../src/domain/source-health.ts";
import { capitalize } from "../src/domain/words.ts";
import type { ContentExtent, ContentLine } from "./content.ts";
import {
  listExtentSentences,
  MAX_STRENGTHS_NAMED,
  nameBriefly,
  readOwnState,
  sayExtentBriefly,
  sayExtentTersely,
  sayTersely,
} from "./extent-sentence.ts";
import { joinSentences } from "./plain-answer.ts";
import { describeFileTime } from "./source-content.ts";
import type { Strings } from "./strings/sv.ts";
import { cleanLine } from "./text.ts";

type CaseMessage = Pick<Message, "kind" | "version" | "publishedAt">;

/** The extent that a message tells: none in old ones, and none of what is over or was wrong. */
export function extentOf({ kind, facts }: Pick<Message, "kind" | "facts">): ExtentFact | null {
  if (facts.kind !== "case" || kind === "resolved" || kind === "retraction") return null;
  return facts.extent ?? null;
}

export interface ExtentHeadline {
  /** The medicine and what matters most: `Meropenem, injektion: 3 av 16 preparat slutar säljas`. */
  readonly subject: string;
  /** All that is said of how much is hit. */
  readonly headline: string;
  readonly extent: ContentExtent;
}

/** What a message says of how much is hit, above all else; null where it says nothing of that. */
export function describeExtent(message: CaseMessage, facts: CaseFacts, t: Strings): ExtentHeadline | null {
  const extent = extentOf({ kind: message.kind, facts });
  if (extent === null) return null;
  const on = stockholmDate(message.publishedAt);
  const [first = "", ...rest] = listExtentSentences(extent, on, t);
  const lead = `${first}${markMove(message, facts, t.extent.marks)}`;
  const subject = `${nameBriefly(facts.entry, t)}: ${lead}`;
  return {
    subject,
    headline: endSentences([subject, ...rest]),
    extent: {
      shortTitle: sayShortTitle(message, facts, { t, maxChars: SHORT_TITLE_CHARS }),
      whole: endSentences([capitalize(lead), ...rest]),
      rest: rest.length === 0 ? null : endSentences(rest),
      // Where nobody knows of others, nothing is said of them that could be misread.
      note: extent.unreported === null || extent.unreported === 0 ? null : t.extent.notReported,
      details: describeDetails(extent, facts, { on, t }),
    },
  };
}

/** The medicine and what matters most in at most `maxChars`, if the medicine's name can be shortened to that. */
export function sayHeadlineTersely(message: Message, { t, maxChars, marks = t.extent.marks }: Terse): string | null {
  const { facts } = message;
  return facts.kind !== "case" || extentOf(message) === null
    ? null
    : sayShortTitle(message, facts, { t, maxChars, marks });
}

interface Terse {
  readonly t: Strings;
  readonly maxChars: number;
  /** How it is said what moved since the last message. */
  readonly marks?: Marks;
}
type Marks = Strings["extent"]["marks"];

const SHORT_TITLE_CHARS = 80;

function sayShortTitle(message: CaseMessage, facts: CaseFacts, { t, maxChars, marks = t.extent.marks }: Terse): string {
  const extent = extentOf({ kind: message.kind, facts });
  const what = extent === null ? "" : sayExtentTersely(extent, stockholmDate(message.publishedAt), t);
  return `${sayTersely(facts.entry, what, { t, maxChars })}${markMove(message, facts, marks)}`;
}

/** What moved since the last message, beside what changed in the notices. */
export function describeMove(message: CaseMessage, facts: CaseFacts, t: Strings): ContentLine[] {
  const { extentBefore: from, countsBefore } = facts;
  const extent = extentOf({ kind: message.kind, facts });
  if (extent === null) return [];
  const news = from === undefined ? null : newsOfMove({ from, to: extent.grade });
  const now = sayExtentBriefly(extent, stockholmDate(message.publishedAt), t);
  if (news !== null && from !== undefined)
    return [{ label: t.changeNames[news], text: t.extent.moved(from, countsBefore ?? null, now) }];
  if (countsBefore === undefined) return [];
  return [{ label: null, text: t.extent.counted(countsBefore, countReported(extent)) }];
}

/** That a headline is not the first of its case, and what stood before. */
function markMove(
  { kind, version }: CaseMessage,
  { extent, extentBefore: from, countsBefore }: CaseFacts,
  marks: Marks,
) {
  if (kind !== "update" || extent === undefined) return "";
  if (countsBefore !== undefined) return ` (${marks.before(countsBefore)})`;
  const news = from === undefined ? null : newsOfMove({ from, to: extent.grade });
  if (news !== null) return ` (${news === "extent-worsened" ? marks.worsened : marks.eased})`;
  return version === 1 ? "" : ` (${marks.update})`;
}

/** The products by name: those that the region buys, and some that nobody has reported. */
function describeDetails(
  { own, gone, left, unreported, catalogueOn }: ExtentFact,
  facts: CaseFacts,
  { on, t }: { readonly on: string; readonly t: Strings },
): ContentExtent["details"] {
  const { details } = t.extent;
  const more = unreported === null ? 0 : unreported - left.length;
  const lines: ContentLine[] = [
    ...own.map((product) => {
      const { state, day } = readOwnState(product, on);
      const said = details.ownStates[readOwnProductState({ ...product, state })](day === null ? null : t.date(day, on));
      return { label: details.own, text: `${cleanLine(product.name)}: ${said}` };
    }),
    ...(gone.length > MAX_STRENGTHS_NAMED
      ? [{ label: details.gone, text: gone.map(({ strength }) => cleanLine(strength)).join(", ") }]
      : []),
    ...left.map(({ name, strength, holder }) => {
      const product = [name, strength ?? ""].map(cleanLine).filter(Boolean).join(" ");
      return { label: details.left, text: [product, cleanLine(holder)].filter(Boolean).join(" – ") };
    }),
    ...(left.length > 0 && more > 0 ? [{ label: null, text: details.more(more) }] : []),
  ];
  if (lines.length === 0) return null;
  const national = sourcesOf(facts).find(({ name }) => name === NATIONAL_SOURCE);
  return {
    heading: details.heading,
    lines,
    note: left.length === 0 ? null : t.extent.notInStock,
    source:
      catalogueOn === null
        ? null
        : details.source(t.date(catalogueOn, on), national === undefined ? null : describeFileTime(national)),
  };
}

function endSentences(sentences: readonly string[]): string {
  return `${joinSentences(sentences)}.`;
}
