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
    file: "list-mapping.ts",
    was: "title === undefined",
    now: "false",
    at: "mapping[column] !== undefined",
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
    was: "only.also !== null || only.alsoWhole !== null",
    now: "false",
    why: "brackets within brackets are not read at all: the first that closes ends both",
  },
  {
    file: "strength-components.ts",
    was: 'part[0]?.kind === "number"',
    now: "true",
    why: "what begins with no number is no strength, whatever unit it gives or is given",
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
  {
    file: "written-time.ts",
    was: "Number(minutes) > 59",
    now: "false",
    why: "an offset of more minutes makes no instant, which is caught where it is made",
  },
  {
    file: "case-export.ts",
    was: '["delivered", "captured"]',
    now: "[]",
    why: "the export of a real case is held where it is made, in test/web",
  },
  {
    file: "list-layout.ts",
    was: "[]",
    now: '["Stryker was here"]',
    why: "a head of other things than rows offers no row that anybody could choose",
  },
  {
    file: "policy.ts",
    was: "escalateAfterHours !== undefined",
    now: "true",
    why: "an undefined number of hours is never less than another",
  },
  {
    file: "policy.ts",
    was: "sendAfterHours !== undefined",
    now: "true",
    why: "an undefined number of hours is never less than another",
  },
  {
    file: "search-suggestions.ts",
    was: "slips + penalty < least",
    now: "slips + penalty <= least",
    why: "of two equal numbers either is the same",
  },
  {
    file: "search.ts",
    was: 'names.filter(({ kind }) => kind !== "product")',
    now: "names",
    why: "products stand before it, and of each code the first name is taken",
  },
  {
    file: "form.ts",
    was: 'text.normalize("NFKC").toLowerCase().replace(/\\s+/g, " ").trim()',
    now: 'text.normalize("NFKC").toLowerCase().replace(/\\s+/g, " ")',
    why: "a space at an end is no letter, and every part is trimmed where it is looked up",
  },
  {
    file: "product-name.ts",
    was: "word === undefined || last.end - word.start > MOST.strengthChars",
    now: "false",
    why: "it bounds the work; no strength is so long",
  },
];
