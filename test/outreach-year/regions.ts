import type { IsoDate } from "../../src/domain/calendar.ts";
import type { UpdateDecision, UpdateKind } from "../../src/domain/case.ts";
import { EXTENT_GRADES, type ExtentGrade } from "../../src/domain/extent-fact.ts";
import { ADVICE_TYPES, type AdviceType, type MessageKind, type Urgency } from "../../src/domain/message.ts";
import { Chance } from "./chance.ts";
import type { Habit } from "./habits.ts";
import { startOn, type Nation, type Substance, type YearChange, type YearNotice, type YearSize } from "./nation.ts";

export interface YearLine {
  readonly key: string;
  readonly substance: Substance;
  readonly priority: number | null;
  readonly category: string | null;
}

export interface YearList {
  readonly regionCode: string;
  readonly takenAt: Date;
  readonly lines: readonly YearLine[];
}

export interface YearUpdate {
  readonly day: number;
  readonly at: Date;
  readonly kind: UpdateKind;
  readonly changes: readonly YearChange[];
  readonly extent: ExtentGrade | null;
  decision: UpdateDecision;
  decidedAt: Date | null;
  decidedBy: string | null;
  message: YearMessage | null;
}

export interface YearMessage {
  readonly of: YearCase;
  readonly version: number;
  readonly kind: MessageKind;
  readonly urgency: Urgency;
  readonly at: Date;
  readonly by: string;
  readonly reviewed: boolean;
  readonly advice: AdviceType | null;
  readonly origin: YearMessage | null;
  readonly areas: readonly string[];
  readonly roles: readonly string[];
  readonly grade: ExtentGrade | null;
  readonly told: readonly { readonly notice: YearNotice; readonly start: IsoDate | null; readonly isOpen: boolean }[];
  /** What each person who worked on it says that it took. */
  readonly minutes: readonly number[];
}

export interface YearDismissal {
  readonly of: YearCase;
  readonly at: Date;
  readonly minutes: number;
}

export interface YearFall {
  readonly message: YearMessage;
  readonly at: Date;
  readonly mended: { readonly kind: "returned" | "kept" | "message"; readonly at: Date } | null;
}

export interface YearCase {
  readonly regionCode: string;
  line: YearLine;
  readonly open: Set<YearNotice>;
  readonly owned: Set<YearNotice>;
  readonly spells: { readonly openedAt: Date; closedAt: Date | null }[];
  readonly updates: YearUpdate[];
  readonly messages: YearMessage[];
  isTold: boolean;
  dueAt: Date | null;
}

/** What a region did in a year. */
export interface RegionYear {
  readonly habit: Habit;
  readonly lists: readonly YearList[];
  readonly cases: readonly YearCase[];
  readonly dismissals: readonly YearDismissal[];
  readonly falls: readonly YearFall[];
}

export const AREAS = ["Akutmottagning", "Primärvård", "Kirurgi", "Psykiatri"] as const;
export const ROLES = ["läkare", "sjuksköterska", "farmaceut"] as const;
const CATEGORIES = ["Antibiotika", "Akut", "Intensivvård", null] as const;
const HOUR_MS = 3_600_000;

/** When the day's file is taken in. */
export function fileTime(nation: Nation, day: number): Date {
  return new Date(`${nation.dates[day] ?? ""}T03:15:00Z`);
}

/** Plays a region's year: what its list covers opens cases, and its people and rules see to them as is their habit. */
export class RegionPlay {
  readonly #cases = new Map<string, YearCase>();
  readonly #lists: YearList[] = [];
  readonly #dismissals: YearDismissal[] = [];
  readonly #falls: YearFall[] = [];
  readonly #chance: Chance;
  readonly #habit: Habit;
  readonly #nation: Nation;
  readonly #size: YearSize;
  /** What other regions have told of the same substance, the newest last. */
  readonly #library: Map<string, YearMessage[]>;
  #lines = new Map<string, YearLine>();

  constructor(input: { habit: Habit; nation: Nation; size: YearSize; library: Map<string, YearMessage[]> }) {
    const { habit, nation, size, library } = input;
    this.#habit = habit;
    this.#nation = nation;
    this.#size = size;
    this.#library = library;
    this.#chance = new Chance(size.seed + Number(habit.regionCode) * 7_919);
  }

  playDay(day: number, openNotices: readonly YearNotice[]): void {
    const { listFrom, listChanged } = this.#habit;
    const at = fileTime(this.#nation, day);
    this.#decideUntil(at);
    if (day === Math.floor(listFrom * this.#size.days)) this.#takeList(day, openNotices);
    this.#takeFile(day, at);
    if (listChanged !== null && day === Math.floor(listChanged * this.#size.days)) this.#takeList(day, openNotices);
  }

  end(): RegionYear {
    this.#decideUntil(new Date(fileTime(this.#nation, this.#size.days - 1).getTime() + 12 * HOUR_MS));
    const habit = this.#habit;
    const cases = [...this.#cases.values()].filter(({ spells }) => spells.length > 0);
    return { habit, lists: this.#lists, cases, dismissals: this.#dismissals, falls: this.#falls };
  }

  /** The first list meets what is open as the source's first file does; a later one brings lines and drops others. */
  #takeList(day: number, openNotices: readonly YearNotice[]): void {
    const lines = this.#makeLines();
    if (lines.length === 0) return;
    const at = new Date(fileTime(this.#nation, day).getTime() + (day === 0 ? -1 : 1) * 2.5 * HOUR_MS);
    this.#lists.push({ regionCode: this.#habit.regionCode, takenAt: at, lines });
    this.#lines = new Map(lines.map((line) => [line.substance.atc, line]));
    for (const found of this.#cases.values()) {
      const line = this.#lines.get(found.line.substance.atc);
      if (line !== undefined) found.line = line;
      else if (isOpen(found)) this.#close(found, at);
    }
    if (day === 0) return;
    for (const notice of openNotices) {
      const found = this.#caseOf(notice);
      if (found === null || found.open.has(notice)) continue;
      const opens = found.open.size === 0;
      found.open.add(notice);
      if (!opens) continue;
      found.spells.push({ openedAt: at, closedAt: null });
      this.#note(found, { day, at, kind: "list", changes: [] });
    }
  }

  #makeLines(): YearLine[] {
    const { list } = this.#habit;
    const { substances, notices } = this.#nation;
    if (list === "one line") {
      const first = notices.find(({ firstDay }) => firstDay > 0) ?? notices[0];
      return first === undefined ? [] : [this.#makeLine(first.substance)];
    }
    const count = Math.min(substances.length, Math.round(list * this.#size.lines));
    const earlier = [...this.#lines.values()].filter(() => this.#chance.is(0.8));
    const chosen = new Map(earlier.map(({ substance }) => [substance.atc, substance]));
    while (chosen.size < count) {
      const substance = this.#chance.pick(substances);
      chosen.set(substance.atc, substance);
    }
    return [...chosen.values()].map((substance) => this.#makeLine(substance));
  }

  #makeLine(substance: Substance): YearLine {
    const priority = this.#chance.pick([1, 1, 2, 3, null]);
    return { key: `${substance.atc}|tablett`, substance, priority, category: this.#chance.pick(CATEGORIES) };
  }

  #caseOf(notice: YearNotice): YearCase | null {
    const line = this.#lines.get(notice.substance.atc);
    if (line === undefined) return null;
    const found = this.#cases.get(line.key) ?? {
      regionCode: this.#habit.regionCode,
      line,
      open: new Set<YearNotice>(),
      owned: new Set<YearNotice>(),
      spells: [],
      updates: [],
      messages: [],
      isTold: false,
      dueAt: null,
    };
    this.#cases.set(line.key, found);
    found.owned.add(notice);
    return found;
  }

  #takeFile(day: number, at: Date): void {
    const { retractedDay, notices, changes } = this.#nation;
    if (day === 0) {
      for (const notice of notices.filter(({ firstDay }) => firstDay === 0)) {
        const found = this.#caseOf(notice);
        if (found === null) continue;
        if (found.open.size === 0) {
          found.spells.push({ openedAt: at, closedAt: null });
          this.#note(found, { day, at, kind: "baseline", changes: [] });
        }
        found.open.add(notice);
      }
      return;
    }
    const byCase = Map.groupBy(changes[day] ?? [], ({ notice }) => this.#caseOf(notice));
    for (const [found, own] of byCase) if (found !== null) this.#change(found, { day, at, changes: own });
    if (day !== retractedDay) return;
    // The file is taken back some hours later: what it alone had told of is withdrawn.
    const later = new Date(at.getTime() + 9 * HOUR_MS);
    for (const [found, own] of byCase) {
      if (found === null) continue;
      this.#change(found, { day, at: later, changes: own.map(({ notice }) => ({ notice, kind: "withdrawn" })) });
    }
  }

  #change(found: YearCase, { day, at, changes }: { day: number; at: Date; changes: readonly YearChange[] }): void {
    const wasOpen = found.open.size > 0;
    for (const { notice, kind } of changes)
      if (kind === "ended" || kind === "withdrawn") found.open.delete(notice);
      else found.open.add(notice);
    if (!wasOpen && found.open.size === 0) return;
    if (!wasOpen) found.spells.push({ openedAt: at, closedAt: null });
    this.#note(found, { day, at, kind: "change", changes });
    if (wasOpen && found.open.size === 0) this.#close(found, at);
  }

  #close(found: YearCase, at: Date): void {
    found.open.clear();
    const spell = found.spells.at(-1);
    if (spell !== undefined) spell.closedAt = at;
  }

  #note(found: YearCase, update: Pick<YearUpdate, "day" | "at" | "kind" | "changes">): void {
    const decision = update.kind === "baseline" ? "baseline" : "pending";
    const extent = found.open.size === 0 || this.#chance.is(0.1) ? null : this.#chance.pick(EXTENT_GRADES);
    const written: YearUpdate = { ...update, extent, decision, decidedAt: null, decidedBy: null, message: null };
    found.updates.push(written);
    if (decision === "baseline") return;
    if (this.#chance.is(this.#habit.byRule)) {
      const at = new Date(update.at.getTime() + 1_000);
      if (this.#chance.is(this.#habit.aside)) this.#putAside(found, { at, by: "rule 1", decision: "ignored" });
      else this.#tell(found, { at, by: "rule 1" });
      return;
    }
    found.dueAt ??= this.#nextDecision(update.at);
  }

  #nextDecision(from: Date): Date | null {
    const { hours, restsInJuly } = this.#habit;
    if (hours === null || this.#chance.is(0.08)) return null;
    const at = new Date(from.getTime() + this.#chance.between(hours[0] * 60, hours[1] * 60) * 60_000);
    if (!restsInJuly || at.getUTCMonth() !== 6) return at;
    return new Date(Date.UTC(at.getUTCFullYear(), 7, 3, 6, this.#chance.between(0, 600)));
  }

  #decideUntil(until: Date): void {
    const due = [...this.#cases.values()].flatMap((found) => {
      const at = found.dueAt;
      return at !== null && at < until ? [{ found, at }] : [];
    });
    for (const { found, at } of due) {
      found.dueAt = null;
      if (!found.updates.some(({ decision }) => decision === "pending")) continue;
      const by = `curator@region-${this.#habit.regionCode}.example`;
      if (this.#chance.is(this.#habit.aside)) this.#putAside(found, { at, by, decision: "dismissed" });
      else this.#tell(found, { at, by });
    }
  }

  #putAside(found: YearCase, { at, by, decision }: { at: Date; by: string; decision: "dismissed" | "ignored" }): void {
    for (const update of found.updates.filter((one) => one.decision === "pending"))
      Object.assign(update, { decision, decidedAt: at, decidedBy: by });
    if (decision === "dismissed" && this.#chance.is(this.#habit.timed))
      this.#dismissals.push({ of: found, at, minutes: this.#chance.between(1, 25) });
  }

  #tell(found: YearCase, { at, by }: { at: Date; by: string }): void {
    const [chance, byRule] = [this.#chance, by.startsWith("rule")];
    const kind = this.#nameKind(found);
    const advises = kind !== "resolved" && kind !== "retraction" && chance.is(byRule ? 0.3 : 0.85);
    const origin = advises && chance.is(this.#habit.reuses) ? this.#findOrigin(found, at) : null;
    const timed = !byRule && chance.is(this.#habit.timed);
    const message: YearMessage = {
      of: found,
      version: found.messages.length + 1,
      kind,
      urgency: chance.is(0.15) ? "high" : "normal",
      at,
      by,
      reviewed: !byRule,
      advice: advises ? (origin?.advice ?? chance.pick(ADVICE_TYPES)) : null,
      origin,
      areas: chance.is(0.3) ? AREAS.filter(() => chance.is(0.4)) : [],
      roles: chance.is(0.2) ? ROLES.filter(() => chance.is(0.5)) : [],
      grade: found.updates.findLast(({ extent }) => extent !== null)?.extent ?? null,
      told: tellNotices(found),
      minutes: timed ? [chance.between(3, 90), ...(chance.is(0.1) ? [chance.between(1, 20)] : [])] : [],
    };
    found.messages.push(message);
    found.isTold = kind !== "resolved" && kind !== "retraction";
    for (const update of found.updates.filter((one) => one.decision === "pending"))
      Object.assign(update, { decision: "published", decidedAt: at, decidedBy: by, message });
    if (message.advice === null) return;
    this.#library.set(found.line.key, [...(this.#library.get(found.line.key) ?? []), message]);
    if (chance.is(0.06)) this.#falls.push(this.#letFall(message));
  }

  #nameKind(found: YearCase): MessageKind {
    if (found.open.size === 0 && found.isTold) return "resolved";
    if (!found.isTold) return "new";
    if (this.#chance.is(this.#habit.retracts)) return "retraction";
    return this.#chance.is(this.#habit.corrects) ? "correction" : "update";
  }

  #findOrigin(found: YearCase, at: Date): YearMessage | null {
    const told = this.#library.get(found.line.key) ?? [];
    // Told by then, whatever order the regions are played in.
    return told.findLast((one) => one.of.regionCode !== found.regionCode && one.at < at) ?? null;
  }

  #letFall(message: YearMessage): YearFall {
    const chance = this.#chance;
    const at = new Date(message.at.getTime() + chance.between(1, 40 * 24) * HOUR_MS);
    const kind = chance.pick(["returned", "kept", "message", null] as const);
    return {
      message,
      at,
      mended: kind === null ? null : { kind, at: new Date(at.getTime() + chance.between(1, 30 * 24) * HOUR_MS) },
    };
  }
}

function isOpen({ spells }: YearCase): boolean {
  const last = spells.at(-1);
  return last !== undefined && last.closedAt === null;
}

function tellNotices({ open, updates }: YearCase): YearMessage["told"] {
  const changed = updates.findLast(({ changes }) => changes.length > 0);
  const gone = (changed?.changes ?? []).filter(({ notice }) => !open.has(notice)).map(({ notice }) => notice);
  const day = updates.at(-1)?.day ?? 0;
  return [...open, ...gone].map((notice) => ({ notice, start: startOn(notice, day), isOpen: open.has(notice) }));
}
