import type { NoticeType } from "../src/domain/notice.ts";
import { capitalize } from "../src/domain/words.ts";
import type { Ceasing, DateWords } from "./strings/dates-sv.ts";

/** Dates as words; `first` and `last` are equal when there is one. */
export interface SpreadWords {
  /** How many packages have such a date. */
  readonly count: number;
  readonly first: string;
  readonly last: string;
}

/** The open packages of one type, their dates as words; a spread is null where no package has such a date. */
export interface GroupWords {
  readonly packages: number;
  readonly begun: "all" | "some" | "none";
  readonly starts: SpreadWords | null;
  /** Ends that lie ahead. */
  readonly due: SpreadWords | null;
  /** Ends that have passed. */
  readonly late: SpreadWords | null;
  /** Packages of the same products that are over. */
  readonly over: number;
}

/** From when to when something is short or paused, in one sentence or two without a full stop at the end. */
export function sayPeriod(type: Exclude<NoticeType, "cessation">, group: GroupWords, words: DateWords): string {
  const { due: verb, never } = words[type];
  const { packages, starts, due, late, over } = group;
  const begin = sayBegin(words[type].noun, group, words);
  const isOneStart = starts === null || (starts.count === packages && isOneDay(starts));
  // One end for all of them stands in the same sentence as the start.
  if (isOneStart && over === 0 && due?.count === packages && isOneDay(due)) return `${begin}, ${verb} ${due.first}`;
  if (over === 0 && due === null && late === null)
    return isOneStart ? `${begin}, ${never}` : `${begin}. ${capitalize(never)}`;
  return `${begin}. ${capitalize(listEnds(type, group, words).join(", "))}`;
}

function sayBegin(noun: string, { packages, begun, starts }: GroupWords, words: DateWords): string {
  if (starts === null) return `${noun}, ${words.noStart}`;
  const from = begun === "none" ? words.from : words.since;
  const undated = packages - starts.count;
  if (undated === 0 && isOneDay(starts)) return `${noun} ${from} ${starts.first}`;
  const first = `${noun}, ${words.first} ${from} ${starts.first}`;
  if (undated > 0) return `${first}, ${words.withoutStart(words.packages(undated))}`;
  return begun === "all" ? first : `${first}, ${words.lastFrom} ${starts.last}`;
}

/** What is over, what ends, what should have ended, and what has no date. */
function listEnds(type: Exclude<NoticeType, "cessation">, group: GroupWords, words: DateWords): string[] {
  const { packages, due, late, over } = group;
  const all = packages + over;
  const undated = packages - (due?.count ?? 0) - (late?.count ?? 0);
  return [
    ...(over === 0 ? [] : [words[type].over(over)]),
    ...(due === null ? [] : [sayDue(due, { all, verb: words[type].due, words })]),
    ...(late === null ? [] : [sayLate(late, { all, verb: words[type].late, words })]),
    ...(undated === 0 ? [] : [words.without(words.packages(undated))]),
  ];
}

interface EndOf {
  /** How many packages there are, those that are over as well. */
  readonly all: number;
  readonly verb: string;
  readonly words: DateWords;
}

function sayDue(due: SpreadWords, { all, verb, words }: EndOf): string {
  const { count, first, last } = due;
  if (count === all) return isOneDay(due) ? words.allDue(verb, first) : words.firstDue(verb, first, last);
  return `${words.packages(count)} ${verb} ${isOneDay(due) ? first : words.between(first, last)}`;
}

function sayLate(late: SpreadWords, { all, verb, words }: EndOf): string {
  const until = `${verb} ${isOneDay(late) ? late.last : words.by(late.last)}, ${words.noNewDate}`;
  if (late.count < all) return `${words.packages(late.count)} ${until}`;
  return isOneDay(late) ? until : `${words.all} ${until}`;
}

/** When sale ceases, or has ceased; whose sale is said only beside something else. */
export function sayCessation(group: GroupWords, ceasing: Ceasing | null, words: DateWords): string {
  const { packages, begun, starts } = group;
  const whose = ceasing === null ? null : words.ceasing(ceasing);
  const what = words.cessation(whose, begun);
  if (starts === null) return `${what}, ${words.noDate}`;
  const { count, first, last } = starts;
  const undated = packages - count;
  const note = undated === 0 ? "" : `, ${words.without(words.packages(undated))}`;
  if (!isOneDay(starts))
    return `${what}: ${begun === "some" ? words.firstCeased(first, last) : words.firstAndLast(first, last)}${note}`;
  if (begun === "some") return `${what}, ${words.packages(count)} ${first}${note}`;
  return `${begun === "all" ? words.cessation(whose, "ceased") : what} ${first}${note}`;
}

/** When nothing is open any more. */
export function sayEnded(type: NoticeType, ended: SpreadWords, words: DateWords): string {
  if (type === "cessation") return words.cessationGone(ended.last);
  return isOneDay(ended)
    ? `${words.ended[type]} ${ended.last}`
    : `${words.ended[type]}: ${words.endedFirst(ended.first, ended.last)}`;
}

function isOneDay({ first, last }: SpreadWords): boolean {
  return first === last;
}
