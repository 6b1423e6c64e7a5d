import { formGroupOf, type FormGroup } from "./form.ts";
import type { ListEntry } from "./list.ts";
import { isVeterinary, type Notice } from "./notice.ts";
import { parseProductName } from "./product-name.ts";
import { sameStrength } from "./strength.ts";

/** Why a notice hits a list entry: what the entry asks for beside what the notice says. */
export interface Why {
  readonly atc: { readonly entry: string; readonly notice: string };
  readonly form: { readonly entry: FormGroup; readonly notice: FormGroup | null; readonly text: string | null } | null;
  readonly strength: { readonly entry: string; readonly notice: string | null } | null;
  /** What a curator has to confirm; empty when the match is certain. */
  readonly doubts: readonly ("atc-shorter" | "form-unknown" | "strength-unknown")[];
}

export interface Match {
  readonly entry: ListEntry;
  /** A `possible` match waits for a curator: the notice says too little to be sure. */
  readonly verdict: "certain" | "possible";
  readonly why: Why;
}

/** What matching needs to know of a notice, read once. */
export interface MatchSubject {
  readonly atc: string | null;
  readonly veterinary: boolean;
  readonly form: string | null;
  readonly formGroup: FormGroup | null;
  readonly strength: string | null;
}

export function readMatchSubject(notice: Pick<Notice, "atc" | "productName">): MatchSubject {
  const { form, strength } = parseProductName(notice.productName);
  return {
    atc: notice.atc.value,
    veterinary: isVeterinary(notice),
    form,
    formGroup: form === null ? null : formGroupOf(form),
    strength,
  };
}

/** Finds the entries that a notice hits. */
export interface EntryIndex {
  find(subject: MatchSubject): Match[];
}

/** Entries by ATC, so that a notice costs one look-up per prefix whatever the list's length. */
export function createEntryIndex(entries: readonly ListEntry[]): EntryIndex {
  const byAtc = new Map<string, ListEntry[]>();
  const byShorterAtc = new Map<string, ListEntry[]>();
  for (const entry of entries) {
    append(byAtc, entry.atc, entry);
    for (let length = 1; length < entry.atc.length; length += 1)
      append(byShorterAtc, entry.atc.slice(0, length), entry);
  }
  return {
    find(subject) {
      const { atc } = subject;
      // A veterinary medicine is never on a list of medicines for people.
      if (atc === null || subject.veterinary) return [];
      const certain = prefixesOf(atc).flatMap((prefix) => byAtc.get(prefix) ?? []);
      const possible = byShorterAtc.get(atc) ?? [];
      return [...certain, ...possible].map((entry) => matchEntry(entry, subject)).filter((match) => match !== null);
    },
  };
}

/** Matches one notice against one entry; null when the entry asks for something the notice is not. */
export function matchEntry(entry: ListEntry, subject: MatchSubject): Match | null {
  const { atc } = subject;
  if (atc === null || subject.veterinary) return null;
  const doubts: Why["doubts"][number][] = [];
  if (!atc.startsWith(entry.atc)) {
    if (!entry.atc.startsWith(atc)) return null;
    doubts.push("atc-shorter");
  }
  if (entry.formGroup !== null && entry.formGroup !== subject.formGroup) {
    if (subject.formGroup !== null) return null;
    doubts.push("form-unknown");
  }
  if (entry.strength !== null) {
    if (subject.strength === null) doubts.push("strength-unknown");
    else if (!sameStrength(entry.strength, subject.strength)) return null;
  }
  return {
    entry,
    verdict: doubts.length === 0 ? "certain" : "possible",
    why: {
      atc: { entry: entry.atc, notice: atc },
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
    b.atc.length - a.atc.length ||
    Number(b.strength !== null) - Number(a.strength !== null) ||
    Number(b.formGroup !== null) - Number(a.formGroup !== null) ||
    (a.priority ?? Number.MAX_SAFE_INTEGER) - (b.priority ?? Number.MAX_SAFE_INTEGER) ||
    (a.key < b.key ? -1 : 1)
  );
}

/** The reason in one Swedish line, for lists and the command line. */
export function describeWhy(why: Why): string {
  const parts = [`ATC ${why.atc.notice} ryms i listans ${why.atc.entry}`];
  if (why.doubts.includes("atc-shorter")) parts[0] = `ATC ${why.atc.notice} är kortare än listans ${why.atc.entry}`;
  if (why.form !== null)
    parts.push(why.form.notice === null ? "formen kunde inte läsas" : `${why.form.entry} (${why.form.text ?? ""})`);
  if (why.strength !== null)
    parts.push(why.strength.notice === null ? "styrkan kunde inte läsas" : `styrka ${why.strength.notice}`);
  return parts.join("; ");
}

function prefixesOf(atc: string): string[] {
  return Array.from({ length: atc.length }, (_, index) => atc.slice(0, index + 1));
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
