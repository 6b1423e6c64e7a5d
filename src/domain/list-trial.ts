import { addDays, daysBetween, type IsoDate } from "./calendar.ts";
import type { ListEntry } from "./list.ts";
import { createEntryIndex, type MatchSubject } from "./match.ts";
import { pickOwner } from "./match-owner.ts";

/** How far back a list is tried out. */
export const LIST_TRIAL_DAYS = 90;
/** How many products are named of each substance, and it says how many more there are. */
const TRIAL_EXAMPLES = 3;

/** A notice that changed in the period or is open now. */
export interface TrialNotice {
  readonly id: number;
  readonly productName: string;
  readonly subject: MatchSubject;
  readonly isOpen: boolean;
}

/** A change of a notice; the changes of one file on one day that fall on one case are one update. */
export interface TrialChange {
  readonly noticeId: number;
  readonly snapshotId: number;
  readonly onDate: IsoDate;
}

/** A curator's word on a match, which holds for the trial too. */
export interface TrialDecision {
  readonly noticeId: number;
  readonly entryKey: string;
  readonly verdict: "confirmed" | "refused";
}

export interface TrialInput {
  /** The list that is tried out, and the one in use. */
  readonly staged: readonly ListEntry[];
  readonly inUse: readonly ListEntry[];
  readonly notices: readonly TrialNotice[];
  readonly changes: readonly TrialChange[];
  readonly decisions: readonly TrialDecision[];
  readonly until: IsoDate;
  /** The first day that there are data of; null when there are none. */
  readonly dataFrom: IsoDate | null;
}

export interface ListTrialWeek {
  /** Its Monday. */
  readonly week: IsoDate;
  /** Updates that would have waited in the inbox, and the lines of the list that they fall on. */
  readonly staged: { readonly updates: number; readonly cases: number };
  readonly inUse: { readonly updates: number; readonly cases: number };
}

/** A line that catches what the other list does not. */
export interface TrialCatch {
  readonly key: string;
  readonly substance: string;
  readonly notices: number;
  /** Different products among them, and the first few by name. */
  readonly products: number;
  readonly examples: readonly string[];
}

/** What a list would have caught. A possible match waits for a curator, and is not counted as caught. */
export interface ListTrial {
  readonly from: IsoDate;
  readonly until: IsoDate;
  /** Later than `from` when the data begin later; null when there are none. */
  readonly dataFrom: IsoDate | null;
  /** The days of the period that there are data of. */
  readonly dataDays: number;
  readonly notices: number;
  readonly weeks: readonly ListTrialWeek[];
  readonly staged: TrialTotal;
  readonly inUse: TrialTotal;
  readonly newlyCaught: readonly TrialCatch[];
  readonly noLongerCaught: readonly TrialCatch[];
  /** Keys of the lines that nothing hit, not even possibly. */
  readonly neverHit: readonly string[];
}

export interface TrialTotal {
  readonly updates: number;
  readonly cases: number;
  /** Notices caught, and those that only perhaps are. */
  readonly caught: number;
  readonly possible: number;
  /** Cases that are open now. */
  readonly openCases: number;
}

/** Tries a list on what was reported in the last 90 days, beside the list in use. */
export function tryList(input: TrialInput): ListTrial {
  const { until, dataFrom, notices } = input;
  const from = addDays(until, 1 - LIST_TRIAL_DAYS);
  const [staged, inUse] = [matchAll(input.staged, input), matchAll(input.inUse, input)];
  const begin = dataFrom !== null && dataFrom > from ? dataFrom : from;
  const changes = input.changes.filter(({ onDate }) => onDate >= from && onDate <= until);
  return {
    from,
    until,
    dataFrom,
    dataDays: dataFrom === null ? 0 : Math.max(0, daysBetween(begin, until) + 1),
    notices: notices.length,
    weeks: dataFrom === null ? [] : countWeeks({ changes, begin, until, staged, inUse }),
    staged: countTotal(staged, { notices, changes }),
    inUse: countTotal(inUse, { notices, changes }),
    newlyCaught: listCatches(staged, inUse, notices),
    noLongerCaught: listCatches(inUse, staged, notices),
    neverHit: input.staged.filter(({ key }) => !staged.hit.has(key)).map(({ key }) => key),
  };
}

interface Caught {
  /** The line whose case tells the notice's news, by notice. */
  readonly owners: ReadonlyMap<number, ListEntry>;
  readonly possible: number;
  readonly hit: ReadonlySet<string>;
}

function matchAll(
  entries: readonly ListEntry[],
  { notices, decisions }: Pick<TrialInput, "notices" | "decisions">,
): Caught {
  const index = createEntryIndex(entries);
  const words = new Map(decisions.map(({ noticeId, entryKey, verdict }) => [`${noticeId} ${entryKey}`, verdict]));
  const owners = new Map<number, ListEntry>();
  const hit = new Set<string>();
  let possible = 0;
  for (const { id, subject } of notices) {
    const matches = index.find(subject).flatMap((match) => {
      const word = words.get(`${id} ${match.entry.key}`);
      if (word === "refused") return [];
      return [word === "confirmed" ? { ...match, verdict: "certain" as const } : match];
    });
    for (const { entry } of matches) hit.add(entry.key);
    const owner = pickOwner(matches);
    if (owner !== null) owners.set(id, owner.entry);
    else if (matches.length > 0) possible += 1;
  }
  return { owners, possible, hit };
}

function countUpdates({ owners }: Caught, changes: readonly TrialChange[]) {
  const updates = new Set<string>();
  const cases = new Set<string>();
  for (const { noticeId, snapshotId, onDate } of changes) {
    const owner = owners.get(noticeId);
    if (owner === undefined) continue;
    updates.add(JSON.stringify([owner.key, snapshotId, onDate]));
    cases.add(owner.key);
  }
  return { updates: updates.size, cases: cases.size };
}

function countTotal(
  caught: Caught,
  { notices, changes }: { notices: readonly TrialNotice[]; changes: readonly TrialChange[] },
): TrialTotal {
  const open = notices.flatMap(({ id, isOpen }) => (isOpen ? [caught.owners.get(id)?.key] : []));
  const { owners, possible } = caught;
  const openCases = new Set(open.filter((key) => key !== undefined)).size;
  return { ...countUpdates(caught, changes), caught: owners.size, possible, openCases };
}

function countWeeks(input: {
  changes: readonly TrialChange[];
  begin: IsoDate;
  until: IsoDate;
  staged: Caught;
  inUse: Caught;
}): ListTrialWeek[] {
  const byWeek = Map.groupBy(input.changes, ({ onDate }) => mondayOf(onDate));
  const weeks: ListTrialWeek[] = [];
  for (let week = mondayOf(input.begin); week <= input.until; week = addDays(week, 7)) {
    const changes = byWeek.get(week) ?? [];
    weeks.push({ week, staged: countUpdates(input.staged, changes), inUse: countUpdates(input.inUse, changes) });
  }
  return weeks;
}

/** 5 January 1970 was a Monday. */
function mondayOf(date: IsoDate): IsoDate {
  return addDays(date, -(((daysBetween("1970-01-05", date) % 7) + 7) % 7));
}

/** What one list catches and the other does not, by line, the most first. */
function listCatches(one: Caught, other: Caught, notices: readonly TrialNotice[]): TrialCatch[] {
  const byKey = new Map<string, { substance: string; products: string[] }>();
  for (const { id, productName } of notices) {
    const owner = one.owners.get(id);
    if (owner === undefined || other.owners.has(id)) continue;
    const found = byKey.get(owner.key) ?? { substance: owner.substance, products: [] };
    found.products.push(productName);
    byKey.set(owner.key, found);
  }
  return Array.from(byKey, ([key, { substance, products: all }]) => {
    const products = [...new Set(all)].toSorted();
    const examples = products.slice(0, TRIAL_EXAMPLES);
    return { key, substance, notices: all.length, products: products.length, examples };
  }).toSorted((a, b) => b.notices - a.notices || (a.key < b.key ? -1 : 1));
}
