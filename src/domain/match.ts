import { isVeterinaryAtc } from "./atc.ts";
import { formGroupOf, type FormGroup } from "./form.ts";
import type { ListEntry } from "./list.ts";
import type { Notice } from "./notice.ts";
import { doubtStrength, fitStrength } from "./list-strength.ts";
import { createOwnIndex, readNumbers, type NumberedProduct, type OwnHit, type OwnIndex } from "./own-match.ts";
import { parseProductName } from "./product-name.ts";

/** Why a notice hits a list entry: what the entry asks for beside what the notice says. */
export interface Why {
  /** The entry's ATC (or, for a device, EMDN) code beside the notice's. */
  readonly atc: { readonly entry: string; readonly notice: string };
  readonly form: { readonly entry: FormGroup; readonly notice: FormGroup | null; readonly text: string | null } | null;
  readonly strength: { readonly entry: string; readonly notice: string | null } | null;
  /** What a curator has to confirm, or has confirmed; empty when the match is certain by itself. */
  readonly doubts: readonly ("atc-shorter" | "form-unknown" | "strength-unknown" | "list-strength" | "candidate")[];
  /**
   * The number of a product that the region buys, where that is why: then nothing else is asked. `outside`: by its code,
   * form or strength the notice is of something else than the line.
   */
  readonly own?: OwnHit & { readonly outside: boolean };
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
  /** The catalogue's code of the product, where the notice tells none. */
  readonly cataloguedAtc: string | null;
  /** By what a line may name the product itself; null of a product for animals. */
  readonly numbers: NumberedProduct | null;
}

/** `product` is the catalogue's word for the notice's NPL id, which is surer than the name. */
export function readMatchSubject(
  notice: Pick<Notice, "atc" | "productName" | "device" | "atcCodes" | "nplId" | "nplIds" | "holder" | "packages">,
  known: { readonly candidate?: boolean; readonly product?: CataloguedForm } = {},
): MatchSubject {
  const { product, candidate = false } = known;
  const named = parseProductName(notice.productName);
  const form = product?.form ?? named.form;
  const medicine = notice.atcCodes ?? (notice.atc.value === null ? [] : [notice.atc.value]);
  return {
    codes: notice.device === undefined ? medicine.filter((code) => !isVeterinaryAtc(code)) : listEmdn(notice.device),
    form,
    formGroup: form === null ? null : formGroupOf(form),
    strength: product?.strength ?? named.strength,
    candidate,
    cataloguedAtc: medicine.length > 0 ? null : (product?.atc ?? null),
    numbers: medicine.some(isVeterinaryAtc) ? null : readNumbers(notice),
  };
}

function listEmdn({ emdn }: NonNullable<Notice["device"]>): string[] {
  return emdn === null ? [] : [emdnCode(emdn)];
}

/** What a product catalogue says of one product. */
export interface CataloguedForm {
  readonly form: string | null;
  readonly strength: string | null;
  readonly atc?: string | null;
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

export function createEntryIndex(entries: readonly ListEntry[]): EntryIndex {
  const byCode = createCodeIndex(entries);
  const byNumber = createOwnIndex(entries, ({ own }) => own);
  return {
    find(subject) {
      const named = findNamed(byNumber, subject);
      const found = [...byCode.find(subject)].filter((entry) => !named.has(entry));
      return [
        ...found.map((entry) => matchEntry(entry, subject)).filter((match) => match !== null),
        ...Array.from(named, ([entry, hit]) => matchNamed(entry, subject, hit)),
      ];
    },
  };
}

function findNamed<Line>(index: OwnIndex<Line>, { numbers }: MatchSubject): Map<Line, OwnHit> {
  return numbers === null ? new Map<Line, OwnHit>() : index.find(numbers);
}

/** Entries by code, so that a notice costs one look-up per prefix whatever the list's length. */
function createCodeIndex(entries: readonly ListEntry[]): { find(subject: MatchSubject): Set<ListEntry> } {
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
      return new Set(found);
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
  readonly holders: readonly Holder[];
}

interface Holder {
  readonly regionCode: string;
  readonly entry: ListEntry;
}

/** Finds the entries of all regions that a notice hits. */
export interface RegionIndex {
  find(subject: MatchSubject): RegionMatch[];
  /** The line of a region's list with that key. */
  findEntry(regionCode: string, key: string): ListEntry | undefined;
}

/** The lists of all regions as one: what several ask for in the same words is compared once. */
export function createRegionIndex(lists: readonly RegionList[]): RegionIndex {
  const lines = new Map<string, Holder[]>();
  for (const { regionCode, entries } of lists) {
    for (const entry of entries)
      append(lines, JSON.stringify([entryCode(entry), entry.formGroup, entry.strength]), { regionCode, entry });
  }
  const holdersOf = new Map(Array.from(lines.values(), (holders) => [holders[0]?.entry, holders]));
  const byCode = createCodeIndex([...holdersOf.keys()].filter((entry) => entry !== undefined));
  const byNumber = createOwnIndex([...lines.values()].flat(), ({ entry }) => entry.own);
  return {
    find(subject) {
      const named = findNamed(byNumber, subject);
      const found: RegionMatch[] = [];
      for (const entry of byCode.find(subject)) {
        const match = matchEntry(entry, subject);
        const holders = holdersOf.get(entry) ?? [];
        if (match !== null)
          found.push({ match, holders: named.size === 0 ? holders : holders.filter((holder) => !named.has(holder)) });
      }
      // What a region buys is its own: its line is hit by another reason than those of the same words.
      for (const [holder, hit] of named)
        found.push({ match: matchNamed(holder.entry, subject, hit), holders: [holder] });
      return found;
    },
    findEntry: (regionCode, key) =>
      lists.find((list) => list.regionCode === regionCode)?.entries.find((entry) => entry.key === key),
  };
}

/** Matches one notice against one entry by its codes; null when the entry asks for something the notice is not. */
export function matchEntry(entry: ListEntry, subject: MatchSubject): Match | null {
  const asked = entryCode(entry);
  const within = subject.codes.find((code) => code.startsWith(asked));
  const code = within ?? subject.codes.find((shorter) => asked.startsWith(shorter));
  const vague = findVague(entry, subject);
  if (code === undefined || vague === null) return null;
  const doubts = [
    ...(subject.candidate ? ["candidate" as const] : []),
    ...(within === undefined ? ["atc-shorter" as const] : []),
    ...vague,
  ];
  return {
    entry,
    verdict: doubts.length === 0 ? "certain" : "possible",
    why: { ...compareAsked(entry, { subject, code }), doubts },
  };
}

/** The match of an entry that names the notice's product by number: certain, whatever else the notice says. */
function matchNamed(entry: ListEntry, subject: MatchSubject, hit: OwnHit): Match {
  const byCode = matchEntry(entry, subject);
  const outside = findVague(entry, subject) === null || isElsewhere(entryCode(entry), subject);
  return {
    entry,
    verdict: subject.candidate ? "possible" : "certain",
    why: {
      ...compareAsked(entry, { subject, code: byCode?.why.atc.notice ?? subject.codes[0] ?? "" }),
      doubts: subject.candidate ? ["candidate"] : [],
      own: { ...hit, outside },
    },
  };
}

function compareAsked(
  entry: ListEntry,
  { subject, code }: { subject: MatchSubject; code: string },
): Pick<Why, "atc" | "form" | "strength"> {
  const { formGroup, strength } = entry;
  return {
    atc: { entry: entryCode(entry), notice: code },
    form: formGroup === null ? null : { entry: formGroup, notice: subject.formGroup, text: subject.form },
    strength: strength === null ? null : { entry: strength, notice: subject.strength },
  };
}

/** Whether the notice's codes, or the catalogue's where it has none, are of something else. */
function isElsewhere(asked: string, { codes, cataloguedAtc }: MatchSubject): boolean {
  if (codes.length === 0) return cataloguedAtc !== null && !cataloguedAtc.startsWith(asked);
  return !codes.some((code) => code.startsWith(asked) || asked.startsWith(code));
}

/** In what the notice says too little of form and strength to be sure; null when it says that it is another. */
function findVague(entry: ListEntry, subject: MatchSubject): Why["doubts"] | null {
  const doubts: Why["doubts"][number][] = [];
  if (entry.formGroup !== null && entry.formGroup !== subject.formGroup) {
    if (subject.formGroup !== null) return null;
    doubts.push("form-unknown");
  }
  if (entry.strength === null) return doubts;
  const fit = fitStrength(entry.strength, subject.strength);
  if (fit === "other") return null;
  if (doubtStrength(entry.strength) !== null) doubts.push("list-strength");
  else if (fit === "unsure") doubts.push("strength-unknown");
  return doubts;
}

function prefixesOf(atc: string): string[] {
  return Array.from({ length: atc.length }, (_, index) => atc.slice(0, index + 1));
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
