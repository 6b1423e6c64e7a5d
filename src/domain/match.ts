import { isVeterinaryAtc } from "./atc.ts";
import { formGroupOf, type FormGroup } from "./form.ts";
import type { ListEntry } from "./list.ts";
import type { Notice } from "./notice.ts";
import { doubtStrength, fitStrength } from "./list-strength.ts";
import { parseProductName } from "./product-name.ts";

/** Why a notice hits a list entry: what the entry asks for beside what the notice says. */
export interface Why {
  /** The entry's ATC (or, for a device, EMDN) code beside the notice's. */
  readonly atc: { readonly entry: string; readonly notice: string };
  readonly form: { readonly entry: FormGroup; readonly notice: FormGroup | null; readonly text: string | null } | null;
  readonly strength: { readonly entry: string; readonly notice: string | null } | null;
  /** What a curator has to confirm, or has confirmed; empty when the match is certain by itself. */
  readonly doubts: readonly ("atc-shorter" | "form-unknown" | "strength-unknown" | "list-strength" | "candidate")[];
  /** A curator's word: for a match with doubts, or (`by-hand`) where the codes tell of none. */
  readonly confirmed?: "match" | "by-hand";
}

export interface Match {
  readonly entry: ListEntry;
  /** A `possible` match waits for a curator: the notice says too little to be sure. */
  readonly verdict: "certain" | "possible";
  readonly why: Why;
}

/** What matching needs to know of a notice, read once. */
export interface MatchSubject {
  /** ATC codes, of a free text perhaps several; EMDN for a device. Veterinary codes are left out. */
  readonly codes: readonly string[];
  readonly form: string | null;
  readonly formGroup: FormGroup | null;
  readonly strength: string | null;
  /** The source only hints at it: every match waits for a curator. */
  readonly candidate: boolean;
}

/** `product` is the catalogue's word for the notice's NPL id, which is surer than the name. */
export function readMatchSubject(
  notice: Pick<Notice, "atc" | "productName" | "device" | "atcCodes">,
  known: { readonly candidate?: boolean; readonly product?: CataloguedForm } = {},
): MatchSubject {
  const { product, candidate = false } = known;
  const named = parseProductName(notice.productName);
  const form = product?.form ?? named.form;
  const medicine = notice.atcCodes ?? (notice.atc.value === null ? [] : [notice.atc.value]);
  const { device } = notice;
  return {
    codes:
      device === undefined
        ? medicine.filter((code) => !isVeterinaryAtc(code))
        : device.emdn === null
          ? []
          : [emdnCode(device.emdn)],
    form,
    formGroup: form === null ? null : formGroupOf(form),
    strength: product?.strength ?? named.strength,
    candidate,
  };
}

/** What a product catalogue says of one product. */
export interface CataloguedForm {
  readonly form: string | null;
  readonly strength: string | null;
}

/** EMDN codes look like ATC codes (`A0101`), so they are told apart before they are compared. */
function emdnCode(emdn: string): string {
  return `EMDN ${emdn}`;
}

/** A curator's word on one notice and one line of a region's list. */
export interface MatchVerdict {
  readonly entryKey: string;
  readonly verdict: "confirmed" | "refused";
}

/** What is found, after a curator's word on it: what is confirmed is certain, what is refused is no match. */
export function applyVerdict(match: Match, verdict: MatchVerdict["verdict"]): Match | null {
  if (verdict === "refused") return null;
  return { ...match, verdict: "certain", why: { ...match.why, confirmed: "match" } };
}

/** The match that a curator makes where the codes tell of none. */
export function tieByHand(entry: ListEntry, subject: MatchSubject): Match {
  return {
    entry,
    verdict: "certain",
    why: {
      atc: { entry: entryCode(entry), notice: subject.codes[0] ?? "" },
      form: null,
      strength: null,
      doubts: [],
      confirmed: "by-hand",
    },
  };
}

/** The code an entry is found by. */
function entryCode(entry: ListEntry): string {
  return entry.emdn === null ? entry.atc : emdnCode(entry.emdn);
}

/** Finds the entries that a notice hits. */
export interface EntryIndex {
  find(subject: MatchSubject): Match[];
}

/** Entries by code, so that a notice costs one look-up per prefix whatever the list's length. */
export function createEntryIndex(entries: readonly ListEntry[]): EntryIndex {
  const byCode = new Map<string, ListEntry[]>();
  const byShorterCode = new Map<string, ListEntry[]>();
  for (const entry of entries) {
    const code = entryCode(entry);
    append(byCode, code, entry);
    for (let length = 1; length < code.length; length += 1) append(byShorterCode, code.slice(0, length), entry);
  }
  return {
    find(subject) {
      const found = subject.codes.flatMap((code) => [
        ...prefixesOf(code).flatMap((prefix) => byCode.get(prefix) ?? []),
        ...(byShorterCode.get(code) ?? []),
      ]);
      return [...new Set(found)].map((entry) => matchEntry(entry, subject)).filter((match) => match !== null);
    },
  };
}

/** A region's list in use. */
export interface RegionList {
  readonly regionCode: string;
  readonly entries: readonly ListEntry[];
}

/** A hit on a line that several lists may have: `match` is the first list's word for it. */
export interface RegionMatch {
  readonly match: Match;
  readonly holders: readonly { readonly regionCode: string; readonly entry: ListEntry }[];
}

/** Finds the entries of all regions that a notice hits. */
export interface RegionIndex {
  find(subject: MatchSubject): RegionMatch[];
  /** The line of a region's list with that key. */
  findEntry(regionCode: string, key: string): ListEntry | undefined;
}

/** The lists of all regions as one: what several ask for in the same words is compared once. */
export function createRegionIndex(lists: readonly RegionList[]): RegionIndex {
  const lines = new Map<string, { regionCode: string; entry: ListEntry }[]>();
  for (const { regionCode, entries } of lists) {
    for (const entry of entries)
      append(lines, JSON.stringify([entryCode(entry), entry.formGroup, entry.strength]), { regionCode, entry });
  }
  const holdersOf = new Map(Array.from(lines.values(), (holders) => [holders[0]?.entry, holders]));
  const index = createEntryIndex([...holdersOf.keys()].filter((entry) => entry !== undefined));
  return {
    find: (subject) => index.find(subject).map((match) => ({ match, holders: holdersOf.get(match.entry) ?? [] })),
    findEntry: (regionCode, key) =>
      lists.find((list) => list.regionCode === regionCode)?.entries.find((entry) => entry.key === key),
  };
}

/** Matches one notice against one entry; null when the entry asks for something the notice is not. */
export function matchEntry(entry: ListEntry, subject: MatchSubject): Match | null {
  const asked = entryCode(entry);
  const within = subject.codes.find((code) => code.startsWith(asked));
  const code = within ?? subject.codes.find((shorter) => asked.startsWith(shorter));
  if (code === undefined) return null;
  const doubts: Why["doubts"][number][] = subject.candidate ? ["candidate"] : [];
  if (within === undefined) doubts.push("atc-shorter");
  if (entry.formGroup !== null && entry.formGroup !== subject.formGroup) {
    if (subject.formGroup !== null) return null;
    doubts.push("form-unknown");
  }
  if (entry.strength !== null) {
    const fit = fitStrength(entry.strength, subject.strength);
    if (fit === "other") return null;
    if (doubtStrength(entry.strength) !== null) doubts.push("list-strength");
    else if (fit === "unsure") doubts.push("strength-unknown");
  }
  return {
    entry,
    verdict: doubts.length === 0 ? "certain" : "possible",
    why: {
      atc: { entry: asked, notice: code },
      form: entry.formGroup === null ? null : { entry: entry.formGroup, notice: subject.formGroup, text: subject.form },
      strength: entry.strength === null ? null : { entry: entry.strength, notice: subject.strength },
      doubts,
    },
  };
}

/**
 * The one match whose case tells the notice's news: the longest ATC; then with strength, then with form; then the
 * higher priority; then the key, so that the choice never depends on order. Null when no match is certain.
 */
export function pickOwner(matches: readonly Match[]): Match | null {
  const certain = matches.filter((match) => match.verdict === "certain");
  return certain.toSorted((a, b) => compareSpecificity(a.entry, b.entry))[0] ?? null;
}

function compareSpecificity(a: ListEntry, b: ListEntry): number {
  return (
    entryCode(b).length - entryCode(a).length ||
    Number(b.strength !== null) - Number(a.strength !== null) ||
    Number(b.formGroup !== null) - Number(a.formGroup !== null) ||
    (a.priority ?? Number.MAX_SAFE_INTEGER) - (b.priority ?? Number.MAX_SAFE_INTEGER) ||
    (a.key < b.key ? -1 : 1)
  );
}

/** The reason in one Swedish line, for lists and the command line. */
export function describeWhy(why: Why): string {
  if (why.confirmed === "by-hand") return `kopplad för hand till listans ${why.atc.entry}`;
  const relation = why.doubts.includes("atc-shorter") ? "är kortare än" : "ryms i";
  const parts = [`${nameCode(why.atc.notice)} ${relation} listans ${why.atc.entry}`];
  if (why.form !== null)
    parts.push(why.form.notice === null ? "formen kunde inte läsas" : `${why.form.entry} (${why.form.text ?? ""})`);
  if (why.strength !== null) parts.push(describeStrength(why.strength, why.doubts));
  if (why.doubts.includes("candidate")) parts.push("källan är ingen officiell anmälan");
  if (why.confirmed === "match") parts.push("bekräftad av handläggare");
  return parts.join("; ");
}

function describeStrength(strength: NonNullable<Why["strength"]>, doubts: Why["doubts"]): string {
  if (doubts.includes("list-strength")) return `listans styrka ”${strength.entry}” kunde inte läsas`;
  if (strength.notice === null) return "styrkan kunde inte läsas";
  return doubts.includes("strength-unknown")
    ? `osäkert om styrka ${strength.notice} är listans ${strength.entry}`
    : `styrka ${strength.notice}`;
}

function nameCode(code: string): string {
  return code.startsWith("EMDN ") ? code : `ATC ${code}`;
}

function prefixesOf(atc: string): string[] {
  return Array.from({ length: atc.length }, (_, index) => atc.slice(0, index + 1));
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
