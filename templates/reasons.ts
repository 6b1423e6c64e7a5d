import type { Language } from "../src/domain/message.ts";
import type { Rhythm } from "../src/domain/rhythm.ts";
import { stringsOf } from "./language.ts";
import { cleanLine } from "./text.ts";
import { describeRhythm, describeWish, type WishAsked, type WishNames } from "./wish-words.ts";

/** Why a reader gets a sending: what they asked for that it fits, and when they want it. */
export interface Reasons {
  readonly names: WishNames;
  /** At least one; `hasEnded` of what is followed until it is over, and is so with this sending. */
  readonly wishes: readonly (WishAsked & { readonly hasEnded: boolean })[];
  /** When what is gathered comes; `at-once` and `urgent` of what is not. */
  readonly comes: Rhythm | { readonly kind: "urgent" };
}

export interface ReasonWords {
  /** A line for each wish: `prioritet 1 på Region Skånes lista, varje dag 07:00`. */
  readonly lines: readonly string[];
  /** Whole sentences. */
  readonly ended: readonly string[];
}

/** Stands for the reasons in a mail that is written once for all who get the same messages; as long as a short one is. */
export const REASONS_PLACEHOLDER = `reasons-${"x".repeat(60)}`;

/** Puts a reader's own reasons into a mail: in HTML a line each, escaped. */
export function putReasons<Mail extends { readonly html: string; readonly text: string }>(
  mail: Mail,
  reasons: Reasons,
  language: Language,
): Mail {
  const { digest } = stringsOf(language);
  const { lines, ended } = describeReasons(reasons, language);
  const told = [...ended, `${digest.whyHeading} ${digest.because}:`, ...lines.map((line) => `• ${line}`)];
  const swedish = language === "sv" ? [] : reasons.wishes.flatMap((wish) => listSwedish(wish, reasons.names));
  const html = told.map((line) => markSwedish(escapeText(line), swedish.map(escapeText))).join("<br>");
  return {
    ...mail,
    html: mail.html.replaceAll(REASONS_PLACEHOLDER, () => html),
    text: mail.text.replaceAll(REASONS_PLACEHOLDER, () => told.join("\n")),
  };
}

/** The list's own names, which are Swedish whatever the reader's language. */
function listSwedish({ filter: { areas = [], categories = [] } }: WishAsked, { cases, substances }: WishNames) {
  return [...areas, ...categories, ...[...cases.values()].map(({ substance }) => substance), ...substances.values()];
}

/** Both are escaped; a word counts only where it stands by itself. */
function markSwedish(html: string, words: readonly string[]): string {
  const named = words
    .map(cleanLine)
    .filter(Boolean)
    .toSorted((one, other) => other.length - one.length);
  if (named.length === 0) return html;
  const escaped = named.map((word) => word.replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&"));
  const pattern = new RegExp(`(?<![\\p{L}\\d])(?:${escaped.join("|")})(?![\\p{L}\\d])`, "giu");
  return html.replaceAll(pattern, (word) => `<span lang="sv">${word}</span>`);
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** Each reason is told once, whatever number of wishes say the same. */
export function describeReasons({ names, wishes, comes }: Reasons, language: Language): ReasonWords {
  const { wish: words } = stringsOf(language);
  const when = (atOnce: boolean): string | null => {
    if (comes.kind === "urgent") return words.comesUrgently;
    // A wish says by itself that it comes at once.
    return atOnce ? null : describeRhythm(comes, language);
  };
  const lines = wishes.map((wish) => {
    const asked = comes.kind === "urgent" ? { ...wish, atOnce: false } : wish;
    return [describeWish(asked, names, language), when(wish.atOnce)].filter(Boolean).join(", ");
  });
  const ended = wishes
    .filter(({ hasEnded }) => hasEnded)
    .map((wish) => words.followEnded(describeWish({ ...wish, atOnce: false, untilResolved: false }, names, language)));
  return { lines: [...new Set(lines)], ended: [...new Set(ended)] };
}
