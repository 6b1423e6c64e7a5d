import type { IsoDate } from "../src/domain/calendar.ts";
import { clipText } from "../src/domain/clean-text.ts";
import { REPORT_STATES, type ExtentFact, type OwnProductFact, type ReportState } from "../src/domain/extent-fact.ts";
import type { EntryFact } from "../src/domain/message.ts";
import { capitalize } from "../src/domain/words.ts";
import { nameFormBriefly } from "./entry-name.ts";
import { joinSentences } from "./plain-answer.ts";
import type { GoneWords, OwnWords, ReportedWords, SharedState } from "./strings/extent-sv.ts";
import type { Strings } from "./strings/sv.ts";
import { cleanLine } from "./text.ts";

/** What an extent is said of: what is kept with a case, or what was measured. */
type SaidExtent = Omit<ExtentFact, "left" | "catalogueOn">;

/** The whole headline: `Meropenem, injektion: 3 av 16 preparat slutar säljas. 13 är inte anmälda som bristande.` */
export function sayExtent(extent: SaidExtent, entry: EntryFact, { on, t }: { on: IsoDate; t: Strings }): string {
  const [lead = "", ...rest] = listExtentSentences(extent, on, t);
  return `${joinSentences([`${nameBriefly(entry, t)}: ${lead}`, ...rest])}.`;
}

/**
 * The same without the medicine's name, a clause each without a full stop; the first is what matters most, and begins in
 * lower case. None says that anything is in stock: show `t.extent.notInStock` beside them.
 */
export function listExtentSentences(extent: SaidExtent, on: IsoDate, t: Strings): string[] {
  const { extent: words } = t;
  const { grade, registered, unreported } = extent;
  const say = (day: IsoDate | null) => (day === null ? null : t.date(day, on));
  // Only what the region buys is reported, and it is of something else than what the line covers.
  const isElsewhere = grade === "own" && extent.short + extent.coming + extent.ceasing === 0;
  const others = registered === null || registered === 0 ? [] : [words.noOther(registered)];
  const isGone = extent.gone.length > 0 && (grade === "own" || grade === "strength");
  const [lead = "", ...rest] = [
    ...(grade === "own" ? [words.own(readOwn(extent.own, on, say))] : []),
    ...(isGone ? [words.gone(readGone(extent, on, say))] : []),
    ...(isElsewhere ? others : listCounts(extent, on, t)),
    ...(isElsewhere || unreported === null || unreported === 0 ? [] : [words.unreported(unreported)]),
    ...(registered === null ? [words.othersUnknown] : []),
  ];
  return [lead, ...rest.map(capitalize)];
}

/** How many are reported of how many, and as what. */
function listCounts(extent: SaidExtent, on: IsoDate, t: Strings): string[] {
  const { extent: words } = t;
  const { grade, registered } = extent;
  const { counts, reported: count, state, from } = readOn(extent, on);
  const products: ReportedWords = { count, state, from: from === null ? null : t.date(from, on) };
  const told =
    registered === null
      ? words.some(products)
      : grade === "whole"
        ? words.whole({ ...products, isListed: (extent.unlisted ?? 0) === 0 })
        : words.part({ ...products, registered });
  if (state !== "mixed") return [told];
  if (products.from === null || counts.coming === 0) return [told, words.states(counts, null)];
  if (grade === "whole") return [told, words.states(counts, null), words.allFrom(count, products.from)];
  // Where some cease, it is not known whether the last day is theirs.
  if (counts.ceasing === 0) return [told, words.states(counts, products.from)];
  return [told, words.states(counts, null), words.toldFrom(products.from)];
}

/** What matters most of it, in a few words and without the name: `3 av 16 preparat slutar säljas`. */
export function sayExtentBriefly(extent: SaidExtent, on: IsoDate, t: Strings): string {
  const { briefly } = t.extent;
  const { reported: count, state } = readOn(extent, on);
  const { registered } = extent;
  if (extent.grade === "own") return briefly.own(readOwn(extent.own, on, String));
  if (registered === null) return briefly.some({ count, state });
  if (extent.grade === "whole") return briefly.whole({ count, state });
  const part = briefly.part({ count, state, registered });
  return extent.grade === "strength" ? `${briefly.gone(readGone(extent, on, String))}, ${part}` : part;
}

/** The same for a subject line: `3 av 16 slutar säljas`. */
export function sayExtentTersely(extent: SaidExtent, on: IsoDate, t: Strings): string {
  const { tersely } = t.extent;
  const { reported: count, state } = readOn(extent, on);
  const { registered } = extent;
  if (extent.grade === "own") return tersely.own(readOwn(extent.own, on, String));
  if (registered === null) return tersely.some({ count, state });
  if (extent.grade === "whole") return tersely.whole({ count, state });
  if (extent.grade === "strength") return tersely.gone(readGone(extent, on, String));
  return tersely.part({ count, state, registered });
}

/** The medicine as a headline begins with it: `Meropenem, injektion`. */
export function nameBriefly(entry: EntryFact, t: Strings): string {
  return [nameMedicine(entry, t), ...nameForm(entry, t)].join(", ");
}

/**
 * The medicine and what happened in a line of which so many characters are seen: what does not fit before its end stands
 * after it, and a long name is shortened.
 */
export function sayTersely(entry: EntryFact, what: string, { t, maxChars }: { t: Strings; maxChars: number }): string {
  const line = `${nameBriefly(entry, t)}: ${what}`;
  if (line.length <= maxChars) return line;
  const form = nameForm(entry, t).map((name) => ` (${name})`);
  return `${nameMedicine(entry, t, maxChars - what.length - 2)}: ${what}${form.join("")}`;
}

function nameForm({ formGroup }: EntryFact, t: Strings): string[] {
  return formGroup === null ? [] : [nameFormBriefly(formGroup, t)];
}

function nameMedicine(entry: EntryFact, t: Strings, maxChars = Number.POSITIVE_INFINITY): string {
  const strength = cleanLine(entry.strength ?? "");
  // Its own colon would be read as the headline's.
  const substance = capitalize(calm(cleanLine(entry.substance).replace(/[\s:;,]+$/, "")) || t.unknownMedicine);
  const rest = strength === "" ? "" : ` ${strength}`;
  return `${clipText(substance, Math.max(MIN_NAME_CHARS, maxChars - rest.length))}${rest}`;
}

/** Lists that shout, `MEROPENEM`, and signs that cry out: neither belongs in a headline. Short names may be abbreviations. */
function calm(name: string): string {
  const plain = name.replace(/\p{Emoji_Presentation}\p{Emoji_Modifier}?\uFE0F?/gu, "").trim();
  return plain.replace(/(?<!\p{L})\p{Lu}{6,}(?!\p{L})/gu, (word) => word.toLocaleLowerCase("sv"));
}

/** Fewer would be any medicine's. */
const MIN_NAME_CHARS = 12;

interface ReadCounts {
  readonly counts: Readonly<Record<ReportState, number>>;
  readonly reported: number;
  readonly state: SharedState;
  /** Null when it lies not ahead. */
  readonly from: IsoDate | null;
}

/** The counts as a day sees them: what was to come by a day that has passed has come. */
function readOn({ short, coming, ceasing, from }: SaidExtent, on: IsoDate): ReadCounts {
  const day = from !== null && from > on ? from : null;
  const hasCome = from !== null && day === null;
  const counts = { short: hasCome ? short + coming : short, coming: hasCome ? 0 : coming, ceasing };
  const state = shareState(REPORT_STATES.filter((one) => counts[one] > 0));
  return { counts, reported: short + coming + ceasing, state, from: day };
}

function shareState(states: readonly ReportState[]): SharedState {
  const [first, ...others] = [...new Set(states)];
  return first === undefined || others.length > 0 ? "mixed" : first;
}

/** Longer names than that, of several products, make a sentence of names; they stand by name further down. */
const MAX_NAMES_CHARS = 40;
export const MAX_STRENGTHS_NAMED = 3;

export function readOwnState({ state, from }: OwnProductFact, on: IsoDate): OwnState {
  const day = from !== null && from > on ? from : null;
  return { state: state === "coming" && from !== null && day === null ? "short" : state, day };
}

interface OwnState {
  readonly state: OwnProductFact["state"];
  /** A day to come. */
  readonly day: IsoDate | null;
}

function readOwn(own: readonly OwnProductFact[], on: IsoDate, say: (day: IsoDate | null) => string | null): OwnWords {
  const hit = own.flatMap((product) => {
    const { state, day } = readOwnState(product, on);
    return state === "unreported" || state === "unknown" ? [] : [{ name: cleanLine(product.name), state, day }];
  });
  return {
    count: hit.length,
    bought: own.length,
    names:
      hit.length > 1 && hit.map(({ name }) => name).join().length > MAX_NAMES_CHARS ? [] : hit.map(({ name }) => name),
    state: shareState(hit.map(({ state }) => state)),
    from: say(findLast(hit.map(({ day }) => day))),
  };
}

function readGone({ gone }: SaidExtent, on: IsoDate, say: (day: IsoDate | null) => string | null): GoneWords {
  const days = gone.map(({ from }) => (from !== null && from > on ? from : null));
  return {
    count: gone.length,
    strengths: gone.length > MAX_STRENGTHS_NAMED ? [] : gone.map(({ strength }) => cleanLine(strength)),
    products: gone.reduce((sum, { products }) => sum + products, 0),
    from: say(findLast(days)),
  };
}

function findLast(days: readonly (IsoDate | null)[]): IsoDate | null {
  return days.reduce((last, day) => (day !== null && (last === null || day > last) ? day : last), null);
}
