import type { Survivor } from "./judge.ts";

/**
 * Changes that the tests of `test/domain` do not notice, each with the reason why that is accepted. A name that no longer
 * holds is reported by `npm run mutate`.
 */
export const survivors: readonly Survivor[] = [
  {
    file: "case-dates.ts",
    was: "end !== null && start !== null",
    now: "true",
    why: "null is never less than a date, so the comparison says no by itself",
  },
  {
    file: "case-dates.ts",
    was: 'notice.type === "cessation"',
    now: "true",
    why: "what is short is taken from those that cease at last, so it may be among them before",
  },
  { file: "change.ts", was: "b < a", now: "b <= a", why: "of two equal dates either is the same" },
  { file: "change.ts", was: "b > a", now: "b >= a", why: "of two equal dates either is the same" },
  {
    file: "list-trial.ts",
    was: "dataFrom > from",
    now: "dataFrom >= from",
    why: "of two equal dates either is the same",
  },
  {
    file: "list-columns.ts",
    was: "title === undefined",
    now: "false",
    why: "a title that is undefined is not among the free ones, which is asked next",
  },
  {
    file: "list-row.ts",
    was: "first === undefined",
    now: "false",
    why: "a row without a fault is never rejected: it is a guard against our own mistake",
  },
  {
    file: "match.ts",
    was: "[...holdersOf.keys()].filter((entry) => entry !== undefined)",
    now: "[...holdersOf.keys()]",
    why: "every line has a first holder; the types cannot say so",
  },
  {
    file: "reminder.ts",
    was: "count !== undefined",
    now: "true",
    why: "an undefined number of hours makes an invalid date, which is never before now",
  },
  {
    file: "reminder.ts",
    was: 'rule.action !== "review"',
    now: "false",
    why: "no other rule has hours, so nothing of it is ever due",
  },
  {
    file: "search.ts",
    was: "rest.length > 0",
    now: "rest.length >= 0",
    why: "a name of no words finds nothing",
  },
  {
    file: "search-parts.ts",
    was: "Math.min(LONGEST_PART, words.length - from)",
    now: "Math.max(LONGEST_PART, words.length - from)",
    why: "a run beyond the last word is the run that ends with it",
  },
  {
    file: "search-suggestions.ts",
    was: "words.length > 1",
    now: "true",
    why: "a name's only word weighs more than the name, which is kept",
  },
  {
    file: "search-suggestions.ts",
    was: "a.candidate.folded < b.candidate.folded",
    now: "a.candidate.folded <= b.candidate.folded",
    why: "no two candidates of one book are folded alike",
  },
  {
    file: "strength-components.ts",
    was: "close < 0",
    now: "close <= 0",
    why: "a bracket that closes stands behind one that opens, never first",
  },
  {
    file: "strength-components.ts",
    was: "only === undefined",
    now: "false",
    why: "what cannot be read has no length of one, which is asked next",
  },
  {
    file: "strength-components.ts",
    was: "only.also !== null || only.alsoWhole !== null",
    now: "only.also !== null && only.alsoWhole !== null",
    why: "brackets within brackets are not read at all: the first that closes ends both",
  },
  {
    file: "strength-components.ts",
    was: "reading.sharing.some((component) => component.per.length > 0)",
    now: "reading.sharing.every(component => component.per.length > 0)",
    why: "a per is said of all that share it or of none",
  },
  {
    file: "strength-components.ts",
    was: 'token.kind === "word"',
    now: "true",
    why: "no number and no sign is a word of a series",
  },
  {
    file: "strength.ts",
    was: "bounds === undefined",
    now: "false",
    why: "a strength that was read has a component; the types cannot say so",
  },
  {
    file: "swedish-text.ts",
    was: "false",
    now: "true",
    at: "if (!isLower(sign)) return false;",
    why: "the letters that get here are all small or capital",
  },
  {
    file: "written-time.ts",
    was: "date === null",
    now: "false",
    why: "a date that is none makes no instant, which is caught where it is made",
  },
];
