import type { Ceasing, datesSv, GroupWords, SpreadWords } from "./dates-sv.ts";

export const datesEn: typeof datesSv = {
  shortage: (group) =>
    sayPeriod("Shortage", group, {
      due: "expected back",
      late: "should have been back",
      never: "no date for its return",
      over: (count) => (count === 1 ? "one package is back" : `${count} packages are back`),
    }),
  unknown: (group) =>
    sayPeriod("Sales suspension", group, {
      due: "expected to end",
      late: "should have ended",
      never: "no end date given",
      over: (count) => (count === 1 ? "it is over for one package" : `it is over for ${count} packages`),
    }),
  cessation: ({ packages, begun, starts }, ceasing) => {
    const whose = ceasing === null ? "Sale" : `Sale of ${nameCeasing(ceasing)}`;
    const verb = { all: "has ceased", some: "ceases", none: "ceases" }[begun];
    if (starts === null) return `${whose} ${verb}, no date given`;
    const undated = packages - starts.count;
    const note = undated === 0 ? "" : `, ${countPackages(undated)} with no date given`;
    if (starts.first === starts.last && begun !== "some")
      return `${whose} ${begun === "all" ? "ceased" : verb} ${starts.first}${note}`;
    const ends = {
      all: `the first package ${starts.first}, the last ${starts.last}`,
      none: `the first package ${starts.first}, the last ${starts.last}`,
      some: `the first package ceased ${starts.first}, the last ceases ${starts.last}`,
    }[begun];
    if (starts.first === starts.last) return `${whose} ${verb}, ${countPackages(starts.count)} ${starts.first}${note}`;
    return `${whose} ${verb}: ${ends}${note}`;
  },
  ended: {
    shortage: (ends) => `The shortage ended${sayEnds(ends)}`,
    unknown: (ends) => `The sales suspension ended${sayEnds(ends)}`,
    cessation: ({ last }) =>
      `The notice that sale ceases was taken away ${last}. Whether the medicine is sold again is not said`,
  },
  withdrawn: {
    shortage: "The report was taken back, no shortage",
    unknown: "The report was taken back, no sales suspension",
    cessation: "The report was taken back, sale does not cease",
  },
};

interface PeriodVerbs {
  readonly due: string;
  readonly late: string;
  readonly never: string;
  readonly over: (count: number) => string;
}

function sayPeriod(noun: string, group: GroupWords, verbs: PeriodVerbs): string {
  const begin = sayBegin(noun, group);
  const { packages, starts, due, late, over } = group;
  const alike = starts === null || (starts.count === packages && starts.first === starts.last);
  const undated = packages - (due?.count ?? 0) - (late?.count ?? 0);
  // One end for all of them stands in the same sentence as the start.
  if (alike && over === 0 && due?.count === packages && due.first === due.last)
    return `${begin}, ${verbs.due} ${due.first}`;
  if (over === 0 && undated === packages)
    return alike ? `${begin}, ${verbs.never}` : `${begin}. ${capitalise(verbs.never)}`;
  const all = packages + over;
  const clauses = [
    over === 0 ? "" : verbs.over(over),
    due === null ? "" : sayDue(due, all, verbs.due),
    late === null ? "" : sayLate(late, all, verbs.late),
    undated === 0 ? "" : `${countPackages(undated)} with no date given`,
  ];
  return `${begin}. ${capitalise(clauses.filter(Boolean).join(", "))}`;
}

function sayBegin(noun: string, { packages, begun, starts }: GroupWords): string {
  if (starts === null) return `${noun}, no start date given`;
  const from = begun === "none" ? "from" : "since";
  const undated = packages - starts.count;
  if (undated === 0 && starts.first === starts.last) return `${noun} ${from} ${starts.first}`;
  const first = `${noun}, the first package ${from} ${starts.first}`;
  if (undated > 0) return `${first}, ${countPackages(undated)} with no start date given`;
  return begun === "all" ? first : `${first}, the last from ${starts.last}`;
}

function sayDue({ count, first, last }: SpreadWords, all: number, verb: string): string {
  if (count === all)
    return first === last ? `all ${verb} ${first}` : `the first package is ${verb} ${first}, all ${last}`;
  return `${countPackages(count)} ${verb} ${first === last ? first : `between ${first} and ${last}`}`;
}

function sayLate({ count, first, last }: SpreadWords, all: number, verb: string): string {
  const until = `${verb} ${first === last ? last : `by ${last}`}, no new date`;
  if (count < all) return `${countPackages(count)} ${until}`;
  return first === last ? until : `all ${until}`;
}

function sayEnds({ first, last }: SpreadWords): string {
  return first === last ? ` ${last}` : `: the first package ${first}, all ${last}`;
}

function nameCeasing({ count, what }: Ceasing): string {
  if (what === "packages") return countPackages(count);
  if (count === 1) return what === "products" ? "one product" : "another product";
  return `${count} ${what === "products" ? "products" : "other products"}`;
}

function countPackages(count: number): string {
  return count === 1 ? "one package" : `${count} packages`;
}

function capitalise(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
