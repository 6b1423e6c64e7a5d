import { addDays, type IsoDate } from "../../src/domain/calendar.ts";
import type { ChangeKind } from "../../src/domain/change.ts";
import type { Notice } from "../../src/domain/notice.ts";
import { makeNotice, makePackage } from "../support/builders.ts";
import { Chance } from "./chance.ts";

/** How much happens in a year. */
export interface YearSize {
  readonly seed: number;
  readonly from: IsoDate;
  readonly days: number;
  readonly changesADay: number;
  readonly substances: number;
  /** Lines of an ordinary region's list. */
  readonly lines: number;
  readonly subscriptions: number;
  /** Of hundred subscriptions that a message might go to, so many get it. */
  readonly fits: number;
}

export interface YearNotice {
  readonly id: number;
  readonly substance: Substance;
  readonly firstDay: number;
  readonly firstPublished: IsoDate | null;
  readonly type: Notice["type"];
  /** The start as it was told from that day on, in order. */
  readonly starts: { readonly day: number; readonly start: IsoDate | null }[];
  isOpen: boolean;
}

/** What one file of the source changed in one notice. */
export interface YearChange {
  readonly notice: YearNotice;
  readonly kind: ChangeKind;
}

/** What a medicine is, by a code of the right shape that nobody has. */
export interface Substance {
  readonly atc: string;
  readonly name: string;
}

export interface Nation {
  readonly dates: readonly IsoDate[];
  readonly substances: readonly Substance[];
  readonly notices: readonly YearNotice[];
  /** By day, that of the first file left out. */
  readonly changes: readonly (readonly YearChange[])[];
  /** The day whose file is taken back. */
  readonly retractedDay: number;
}

const GROUPS = "ABCDGHJLMNPRSV";

/** What the source tells, day by day: notices begin, move, widen, end and come back. */
export function makeNation(size: YearSize): Nation {
  const chance = new Chance(size.seed);
  const dates = Array.from({ length: size.days }, (_, day) => addDays(size.from, day));
  const substances = Array.from({ length: size.substances }, (_, number) => ({
    atc: `${GROUPS[number % GROUPS.length] ?? "A"}${String(90 + (number % 9)).padStart(2, "0")}XX${String(Math.floor(number / 9) % 100).padStart(2, "0")}`,
    name: `exempelsubstans ${number + 1}`,
  }));
  const retractedDay = Math.floor(size.days * 0.7);
  const notices: YearNotice[] = [];
  const begin = (day: number): YearNotice => {
    const notice = beginNotice({ id: notices.length + 1, day, dates, substance: chance.pick(substances) }, chance);
    notices.push(notice);
    return notice;
  };
  for (let count = 0; count < size.changesADay * 12; count += 1) begin(0);
  const changes = dates.map((_, day) => {
    if (day === 0) return [];
    const touched = new Map<number, YearChange>();
    while (touched.size < size.changesADay) {
      const change = happen({ day, dates, notices, begin, onlyNew: day === retractedDay }, chance);
      if (change !== null && !touched.has(change.notice.id)) touched.set(change.notice.id, change);
    }
    for (const { notice, kind } of touched.values()) {
      if (kind === "ended" || kind === "withdrawn" || day === retractedDay) notice.isOpen = false;
      if (kind === "reopened") notice.isOpen = true;
    }
    return [...touched.values()];
  });
  return { dates, substances, notices, changes, retractedDay };
}

function beginNotice(
  { id, day, dates, substance }: { id: number; day: number; dates: readonly IsoDate[]; substance: Substance },
  chance: Chance,
): YearNotice {
  const on = dates[day] ?? "";
  const start = chance.is(0.04) ? null : addDays(on, day === 0 ? -chance.between(1, 200) : chance.between(-20, 90));
  return {
    id,
    substance,
    firstDay: day,
    firstPublished: chance.is(0.03) ? null : addDays(on, -chance.pick([0, 0, 0, 0, 1, 1, 2, 5])),
    type: chance.is(0.15) ? "cessation" : "shortage",
    starts: [{ day, start }],
    isOpen: true,
  };
}

interface Happening {
  readonly day: number;
  readonly dates: readonly IsoDate[];
  readonly notices: readonly YearNotice[];
  readonly begin: (day: number) => YearNotice;
  readonly onlyNew: boolean;
}

/** One thing that happens; null where it fell on a notice that it cannot happen to. */
function happen({ day, dates, notices, begin, onlyNew }: Happening, chance: Chance): YearChange | null {
  const turn = onlyNew ? 0 : chance.next();
  if (turn < 0.3) {
    const notice = begin(day);
    const start = notice.starts[0]?.start;
    return { notice, kind: start != null && start > (dates[day] ?? "") ? "announced" : "started" };
  }
  const notice = chance.pick(notices);
  if (notice.firstDay === day) return null;
  if (turn < 0.34) return notice.isOpen ? null : { notice, kind: "reopened" };
  if (!notice.isOpen) return null;
  if (turn < 0.58) return { notice, kind: "ended" };
  if (turn < 0.6) return { notice, kind: "withdrawn" };
  if (turn < 0.75) return { notice, kind: "rescheduled-end" };
  if (turn < 0.85) {
    const start = startOn(notice, day);
    notice.starts.push({ day, start: start === null ? (dates[day] ?? "") : addDays(start, chance.between(-30, 45)) });
    return { notice, kind: "rescheduled-start" };
  }
  return { notice, kind: chance.pick(["widened", "narrowed", "overdue"] as const) };
}

/** The start of a notice as it was told on that day. */
export function startOn({ starts }: YearNotice, day: number): IsoDate | null {
  return starts.findLast((one) => one.day <= day)?.start ?? null;
}

/** As the source tells it at the end. */
export function tellNotice({ id, substance, starts, firstPublished, type, isOpen }: YearNotice, end: IsoDate): Notice {
  const start = starts.at(-1)?.start ?? null;
  return makeNotice({
    source: "lakemedelsverket",
    reportId: `year-${id}`,
    nplId: String(20_990_000_000_000 + id),
    productName: `Exemplum ${id} 10 mg Tablett`,
    substances: [substance.name],
    atc: substance.atc,
    atcTerm: substance.name,
    type,
    rawType: type.toUpperCase(),
    firstPublished: { value: firstPublished },
    packages: [
      makePackage({ nplPackId: String(20_990_100_000_000 + id), start, end: null, ended: isOpen ? null : end }),
      makePackage({ nplPackId: String(20_990_200_000_000 + id), start: start === null ? null : addDays(start, 3) }),
    ],
  });
}
