import type { DateWords } from "./dates-sv.ts";

export const datesEn: DateWords = {
  shortage: {
    noun: "Shortage",
    due: "expected back",
    late: "should have been back",
    never: "no date for its return",
    over: (count) => `${countPackages(count)} ${count === 1 ? "is" : "are"} back`,
  },
  unknown: {
    noun: "Sales suspension",
    due: "expected to end",
    late: "should have ended",
    never: "no end date given",
    over: (count) => `it is over for ${countPackages(count)}`,
  },
  since: "since",
  from: "from",
  noStart: "no start date given",
  withoutStart: (packages) => `${packages} with no start date given`,
  without: (packages) => `${packages} with no date given`,
  first: "the first package",
  lastFrom: "the last from",
  allDue: (verb, date) => `all ${verb} ${date}`,
  firstDue: (verb, first, last) => `the first package is ${verb} ${first}, all ${last}`,
  between: (first, last) => `between ${first} and ${last}`,
  by: (last) => `by ${last}`,
  noNewDate: "no new date",
  all: "all",
  packages: countPackages,
  ceasing: ({ count, what }) => {
    if (what === "packages") return countPackages(count);
    if (count === 1) return what === "products" ? "one product" : "another product";
    return `${count} ${what === "products" ? "products" : "other products"}`;
  },
  cessation: (whose, tense) => {
    const verb = { all: "has ceased", some: "ceases", none: "ceases", ceased: "ceased" }[tense];
    return whose === null ? `Sale ${verb}` : `Sale of ${whose} ${verb}`;
  },
  noDate: "no date given",
  firstAndLast: (first, last) => `the first package ${first}, the last ${last}`,
  firstCeased: (first, last) => `the first package ceased ${first}, the last ceases ${last}`,
  ended: { shortage: "The shortage ended", unknown: "The sales suspension ended" },
  endedFirst: (first, last) => `the first package ${first}, all ${last}`,
  cessationGone: (date) =>
    `The notice that sale ceases was taken away ${date}. Whether the medicine is sold again is not said`,
  briefly: {
    back: ({ first, last, all }) =>
      all && first === last ? `back ${first}` : all ? `back between ${first} and ${last}` : `some back ${first}`,
    late: (date) => `should have been back ${date}`,
    never: "no date for its return",
    ceases: (hasCeased, date) =>
      `${hasCeased ? "discontinued" : "to be discontinued"}${date === null ? "" : ` ${date}`}`,
  },
  withdrawn: {
    shortage: "The report was taken back, no shortage",
    unknown: "The report was taken back, no sales suspension",
    cessation: "The report was taken back, sale does not cease",
  },
};

function countPackages(count: number): string {
  return count === 1 ? "one package" : `${count} packages`;
}
