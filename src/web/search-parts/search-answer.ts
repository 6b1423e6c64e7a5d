import {
  readClosedCaseIds,
  readEntryNotices,
  readNoticePage,
  readOpenCaseGrades,
  type EntryNotice,
  type FoundNotice,
} from "../../db/search.ts";
import type { Db } from "../../db/schema.ts";
import { readSituations } from "../../db/situation.ts";
import type { IsoDate } from "../../domain/calendar.ts";
import { GRADES_BY_CONCERN, type ExtentGrade } from "../../domain/extent-fact.ts";
import type { Found, FoundEntry, SearchBook, SearchEntry } from "../../domain/search.ts";
import { sameStrength } from "../../domain/strength.ts";
import { summarizeCase, type CaseLine } from "../case-parts/case-line.ts";

/** What is known of a line of the region's list: each of these is another truth. */
export type EntryState =
  /** It has an open case. */
  | { readonly kind: "reported"; readonly line: CaseLine }
  /** What is reported for it is told by the cases of more specific lines. */
  | { readonly kind: "elsewhere"; readonly lines: readonly CaseLine[] }
  /** Open notices that may be about it, which nobody has decided on. */
  | { readonly kind: "unsure"; readonly notices: readonly FoundNotice[] }
  /** Nothing open is about it. */
  | { readonly kind: "quiet" };

export interface AnsweredEntry extends FoundEntry {
  /** Whether it is what the reader wrote of form and strength. */
  readonly fits: boolean;
  readonly state: EntryState;
  /** What was reported for it and is over; only where nothing open is. */
  readonly past: readonly FoundNotice[];
  /** Where the messages about what is over are. */
  readonly closedCaseId: number | null;
}

/** Notices of the nation, beside what the lines of a list tell. */
export interface NationAnswer {
  /** Open, of what was asked for; `total` counts those that are not shown too. */
  readonly own: { readonly notices: readonly FoundNotice[]; readonly total: number };
  /** Open, of other products with its code. */
  readonly related: { readonly notices: readonly FoundNotice[]; readonly total: number };
  /** Over; only where none is open. */
  readonly ended: readonly FoundNotice[];
}

export interface RegionAnswer {
  readonly found: Found;
  readonly entries: readonly AnsweredEntry[];
  /** How many lines fit that are not among `entries`. */
  readonly hiddenEntries: number;
  readonly nation: NationAnswer;
}

const MAX_ENTRIES = 50;
const MAX_NOTICES = 50;
const MAX_ENDED = 5;

interface RegionQuestion {
  readonly regionCode: string;
  readonly today: IsoDate;
  readonly book: SearchBook;
  readonly found: Found;
}

/** Tells of each line that was found what is known of it now, and of the nation's notices those that no line tells. */
export async function readRegionAnswer(db: Db, question: RegionQuestion): Promise<RegionAnswer> {
  const { regionCode, found } = question;
  const noticeIds = [...found.notices, ...found.related];
  const hits = await readEntryNotices(db, { regionCode, entryKeys: [], noticeIds });
  const all = addLines(question, hits);
  const chosen = all.slice(0, MAX_ENTRIES);
  const entryKeys = chosen.map(({ entry }) => entry.key);
  const notices = await readEntryNotices(db, { regionCode, entryKeys, noticeIds: [] });
  const cases = (await readSituations(db, regionCode)).map((situation) => summarizeCase(situation, question.today));
  const states = chosen.map(({ entry }) => chooseState(entry.key, { notices, cases }));
  const unsure = await readByIds(
    db,
    regionCode,
    states.flatMap((state) => (state.kind === "unsure" ? state.ids : [])),
  );
  const past = await readByIds(
    db,
    regionCode,
    states.flatMap(({ pastIds }) => pastIds),
  );
  const closed = await readClosedCaseIds(db, { regionCode, entryKeys });
  const told = new Set([
    ...hits.filter(({ open, verdict }) => open && verdict === "certain").map(({ noticeId }) => noticeId),
    ...unsure.keys(),
  ]);
  return {
    found,
    entries: chosen.map((line, place) => ({
      ...line,
      fits: fitsWish(line.entry, found),
      state: showState(states[place], unsure),
      past: pick(past, states[place]?.pastIds ?? []),
      closedCaseId: closed.get(line.entry.key) ?? null,
    })),
    hiddenEntries: all.length - chosen.length,
    nation: await readNationAnswer(db, { regionCode, found, without: told }),
  };
}

/** Lines that a found notice hits are found too, whatever they are called: a curator may have tied it to them. */
function addLines({ regionCode, book, found }: RegionQuestion, hits: readonly EntryNotice[]): FoundEntry[] {
  const lines = found.entries.get(regionCode) ?? [];
  const known = new Set(lines.map(({ entry }) => entry.key));
  const hit = new Set(hits.filter(({ open }) => open).map(({ entryKey }) => entryKey));
  const list = book.lists.find((one) => one.regionCode === regionCode)?.lines ?? [];
  const others = list.filter(({ entry }) => hit.has(entry.key) && !known.has(entry.key));
  return [...lines, ...others.map(({ entry }) => ({ entry, via: null }))];
}

type ChosenState =
  | { readonly kind: "reported"; readonly line: CaseLine; readonly pastIds: readonly number[] }
  | { readonly kind: "elsewhere"; readonly lines: readonly CaseLine[]; readonly pastIds: readonly number[] }
  | { readonly kind: "unsure"; readonly ids: readonly number[]; readonly pastIds: readonly number[] }
  | { readonly kind: "quiet"; readonly pastIds: readonly number[] };

function chooseState(
  key: string,
  { notices, cases }: { notices: readonly EntryNotice[]; cases: readonly CaseLine[] },
): ChosenState {
  const line = cases.find(({ entry }) => entry.key === key);
  if (line !== undefined) return { kind: "reported", line, pastIds: [] };
  const own = notices.filter(({ entryKey }) => entryKey === key);
  const open = own.filter((notice) => notice.open);
  const certain = open.filter(({ verdict }) => verdict === "certain");
  const owners = new Set(certain.map(({ ownerKey }) => ownerKey));
  const lines = cases.filter(({ entry }) => owners.has(entry.key));
  if (lines.length > 0) return { kind: "elsewhere", lines, pastIds: [] };
  if (open.length > 0) return { kind: "unsure", ids: open.map(({ noticeId }) => noticeId), pastIds: [] };
  return { kind: "quiet", pastIds: own.filter(({ owns }) => owns).map(({ noticeId }) => noticeId) };
}

function showState(state: ChosenState | undefined, unsure: ReadonlyMap<number, FoundNotice>): EntryState {
  if (state === undefined || state.kind === "quiet") return { kind: "quiet" };
  if (state.kind === "unsure") return { kind: "unsure", notices: pick(unsure, state.ids) };
  return state;
}

function pick(notices: ReadonlyMap<number, FoundNotice>, ids: readonly number[]): FoundNotice[] {
  return ids.map((id) => notices.get(id)).filter((notice) => notice !== undefined);
}

async function readByIds(db: Db, regionCode: string, ids: readonly number[]): Promise<Map<number, FoundNotice>> {
  if (ids.length === 0) return new Map();
  const { notices } = await readNoticePage(db, { regionCode, ids, open: null, limit: MAX_ENTRIES * 10, offset: 0 });
  return new Map(notices.map((notice) => [notice.id, notice]));
}

function fitsWish({ formGroup, strength }: SearchEntry, { asked }: Found): boolean {
  if (asked.kind !== "name") return true;
  const hasForm = asked.formGroup === null || formGroup === null || formGroup === asked.formGroup;
  return hasForm && (asked.strength === null || strength === null || sameStrength(strength, asked.strength));
}

/** What the nation's file says of what was found, but for what is told already. */
export async function readNationAnswer(
  db: Db,
  input: { regionCode: string | null; found: Found; without: ReadonlySet<number> },
): Promise<NationAnswer> {
  const { regionCode, found, without } = input;
  const read = (ids: readonly number[], open: boolean, limit: number) =>
    readNoticePage(db, { regionCode, ids: ids.filter((id) => !without.has(id)), open, limit, offset: 0 });
  const own = await read(found.notices, true, MAX_NOTICES);
  const related = await read(found.related, true, MAX_NOTICES);
  const ended = own.total > 0 ? [] : (await read(found.notices, false, MAX_ENDED)).notices;
  return { own, related, ended };
}

/** How a region's list and cases stand to what was found. */
export interface RegionHits {
  readonly regionCode: string;
  readonly listed: number;
  readonly reported: number;
  /** The grade of what is reported of, the first to be looked at; null where nothing is. */
  readonly worst: ExtentGrade | null;
}

/** The regions that have it on their list, in the lists' order. */
export async function countRegions(db: Db, found: Found): Promise<RegionHits[]> {
  const open = await readOpenCaseGrades(db);
  return Array.from(found.entries, ([regionCode, lines]) => {
    const keys = lines.map(({ entry }) => `${regionCode} ${entry.key}`).filter((key) => open.has(key));
    const grades = new Set(keys.map((key) => open.get(key) ?? "unknown"));
    const worst = GRADES_BY_CONCERN.find((grade) => grades.has(grade)) ?? null;
    return { regionCode, listed: lines.length, reported: keys.length, worst };
  });
}
