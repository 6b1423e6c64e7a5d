import { stockholmDate } from "../src/domain/calendar.ts";
import { EXTENT_GRADES } from "../src/domain/extent-fact.ts";
import type { EntryFact, Language } from "../src/domain/message.ts";
import { OPERATIONS } from "../src/domain/region.ts";
import type { Delivering, QuietHours, Rhythm } from "../src/domain/rhythm.ts";
import { NEWS_TOPICS, type SubscriptionFilter } from "../src/domain/subscription.ts";
import { joinWords, uncapitalize } from "../src/domain/words.ts";
import { nameEntryInLine } from "./entry-name.ts";
import { stringsOf } from "./language.ts";
import type { Strings } from "./strings/sv.ts";
import { cleanLine } from "./text.ts";

/** What a wish is named with. */
export interface WishNames {
  /** `Region Skåne` */
  readonly regionName: string;
  /** What cases are about, by their ids. */
  readonly cases: ReadonlyMap<number, Pick<EntryFact, "substance" | "strength" | "formGroup">>;
  /** Substances, by whole ATC codes. */
  readonly substances: ReadonlyMap<string, string>;
}

export interface WishAsked {
  readonly filter: SubscriptionFilter;
  /** See `Wish`. */
  readonly atOnce: boolean;
  readonly untilResolved: boolean;
}

/**
 * What somebody asked for, begun in lower case and without a full stop: `prioritet 1 på Region Skånes lista, område
 * akutsjukvård`, `meropenem (J01DH02) på Region Skånes lista, tills det är åter`.
 */
export function describeWish(
  { filter, atOnce, untilResolved }: WishAsked,
  names: WishNames,
  language: Language,
): string {
  const t = stringsOf(language);
  const { wish } = t;
  const clauses = [
    sayWhat(filter, names, t),
    ...sayNarrower(filter, names, t),
    ...sayWhom(filter, t),
    ...sayWhen(filter, t),
    untilResolved ? wish.untilResolved : null,
    atOnce ? wish.atOnce : null,
  ];
  return clauses.filter(Boolean).join(", ");
}

/** More than that are counted, so that a line stays one. */
const MAX_NAMED = 8;

function join(words: readonly string[], t: Strings, and = t.and): string {
  const named = words.map(cleanLine).filter(Boolean);
  if (named.length <= MAX_NAMED) return joinWords(named, and);
  return joinWords([...named.slice(0, MAX_NAMED - 1), t.wish.more(named.length - MAX_NAMED + 1)], and);
}

function count(words: readonly string[], t: Strings, and = t.and) {
  return { names: join(words, t, and), count: words.length };
}

/** The narrowest thing asked for, and where. */
function sayWhat({ cases, atc, priorities }: SubscriptionFilter, names: WishNames, t: Strings): string {
  const { wish } = t;
  const region = cleanLine(names.regionName);
  if (region === OPERATIONS.name) return wish.operations;
  if (cases !== undefined) return wish.inRegion(nameCases(cases, names, t), region);
  const ranked = priorities === undefined ? wish.everything : sayPriorities(priorities, t);
  return wish.onList(atc === undefined ? ranked : nameCodes(atc, names, t), region);
}

/** What else of the list's own columns it is narrowed by. */
function sayNarrower({ cases, atc, priorities, categories }: SubscriptionFilter, names: WishNames, t: Strings) {
  const isNamed = cases !== undefined || atc !== undefined;
  return [
    cases === undefined || atc === undefined ? null : nameCodes(atc, names, t),
    isNamed && priorities !== undefined ? sayPriorities(priorities, t) : null,
    categories === undefined ? null : t.wish.categories(count(categories, t)),
  ];
}

function sayPriorities(priorities: readonly number[], t: Strings): string {
  const numbers = priorities.toSorted((a, b) => a - b).map(String);
  return t.wish.priorities(count(numbers, t));
}

function nameCases(ids: readonly number[], { cases }: WishNames, t: Strings): string {
  const named = ids.map((id) => {
    const entry = cases.get(id);
    return entry === undefined ? t.wish.unknownCase(id) : nameEntryInLine(entry, t);
  });
  return join(named, t);
}

/** The length of a code that names a substance. */
const WHOLE_CODE_CHARS = 7;

function nameCodes(codes: readonly string[], { substances }: WishNames, t: Strings): string {
  const named = codes.map((code) => {
    const substance = cleanLine(substances.get(code) ?? "");
    if (substance !== "") return `${substance} (${code})`;
    return code.length < WHOLE_CODE_CHARS ? t.wish.atcGroup(code) : t.wish.atcCode(code);
  });
  return join(named, t);
}

function sayWhom({ areas, roles }: SubscriptionFilter, t: Strings) {
  const named = roles?.map((role) => t.wish.roleNames[role] ?? role);
  return [
    areas === undefined ? null : t.wish.areas(count(areas.map(nameArea), t)),
    named === undefined ? null : t.wish.roles(join(named, t)),
  ];
}

/** `Akutsjukvård` inside a sentence; `IVA` stays as it is. */
function nameArea(area: string): string {
  return /^\p{Lu}\p{Ll}/u.test(area) ? uncapitalize(area) : area;
}

/** In the order of what they mean, whatever the order that they were chosen in; all of them are no choice. */
function sayWhen({ extents, news }: SubscriptionFilter, t: Strings) {
  const { wish } = t;
  const grades = EXTENT_GRADES.filter((grade) => extents?.includes(grade)).map((grade) => wish.extents[grade]);
  const topics = NEWS_TOPICS.filter((topic) => news?.includes(topic)).map((topic) => wish.news[topic]);
  return [
    grades.length % EXTENT_GRADES.length === 0 ? null : wish.when(join(grades, t, wish.or)),
    topics.length % NEWS_TOPICS.length === 0 ? null : wish.onlyNews(join(topics, t, wish.or)),
  ];
}

/** `direkt`, `varje dag 07:00`, `måndagar 07:00`. */
export function describeRhythm(rhythm: Rhythm, language: Language): string {
  const { wish } = stringsOf(language);
  switch (rhythm.kind) {
    case "at-once":
      return wish.atOnce;
    case "daily":
      return wish.daily(rhythm.time);
    case "weekly":
      return wish.weekly(rhythm.weekday, rhythm.time);
  }
}

/** All of how what comes is to come: `varje dag 07:00, det brådskande direkt, men inte mellan 22:00 och 07:00`. */
export function describeDelivering(
  { rhythm, urgent, quiet, snoozedUntil }: Delivering,
  { language, now }: { readonly language: Language; readonly now: Date },
): string {
  const t = stringsOf(language);
  const { wish } = t;
  const rushed = urgent === "digest" ? wish.urgentToo : wish.urgentAtOnce;
  const clauses = [
    describeRhythm(rhythm, language),
    rhythm.kind === "at-once" ? null : rushed,
    quiet === null ? null : sayQuiet({ rhythm, urgent }, quiet, t),
    snoozedUntil === null || snoozedUntil <= now
      ? null
      : wish.snoozed(t.date(stockholmDate(snoozedUntil), stockholmDate(now))),
  ];
  return clauses.filter(Boolean).join(", ");
}

/** What is gathered comes at its time, quiet or not. */
function sayQuiet(
  { rhythm, urgent }: Pick<Delivering, "rhythm" | "urgent">,
  { from, to }: QuietHours,
  { wish }: Strings,
): string | null {
  const gathers = rhythm.kind !== "at-once";
  if (gathers && urgent === "digest") return null;
  if (urgent !== "always") return wish.notDuring(from, to);
  return gathers ? wish.evenDuring(from, to) : wish.onlyUrgentDuring(from, to);
}
