import type { NoticeType } from "../../src/domain/notice.ts";

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

/** Whose sale ceases, where something else is short: of other products, of some products, or of packages of what is short. */
export interface Ceasing {
  readonly count: number;
  readonly what: "otherProducts" | "products" | "packages";
}

/** From when to when, in one sentence or two without a full stop at the end. */
export const datesSv = {
  shortage: (group: GroupWords) =>
    sayPeriod("Brist", group, {
      due: "väntas åter",
      late: "skulle ha kommit åter",
      never: "inget datum för när det kommer åter",
      over: (count) => (count === 1 ? "en förpackning är åter" : `${count} förpackningar är åter`),
    }),
  unknown: (group: GroupWords) =>
    sayPeriod("Uppehåll i försäljningen", group, {
      due: "väntas sluta",
      late: "skulle ha slutat",
      never: "inget slutdatum angivet",
      over: (count) => (count === 1 ? "det är över för en förpackning" : `det är över för ${count} förpackningar`),
    }),
  cessation: ({ packages, begun, starts }: GroupWords, ceasing: Ceasing | null) => {
    const who = ceasing === null ? "" : `${nameCeasing(ceasing)} `;
    const verb = { all: "har slutat säljas", some: "slutar säljas", none: "slutar säljas" }[begun];
    if (starts === null) return `${capitalise(`${who}${verb}`)}, datum inte angivet`;
    const undated = packages - starts.count;
    const note = undated === 0 ? "" : `, ${countPackages(undated)} utan angivet datum`;
    if (starts.first === starts.last && begun !== "some")
      return `${capitalise(`${who}${begun === "all" ? "slutade säljas" : verb}`)} ${starts.first}${note}`;
    const ends = {
      all: `den första förpackningen ${starts.first}, den sista ${starts.last}`,
      none: `den första förpackningen ${starts.first}, den sista ${starts.last}`,
      some: `den första förpackningen slutade ${starts.first}, den sista slutar ${starts.last}`,
    }[begun];
    if (starts.first === starts.last)
      return `${capitalise(`${who}${verb}`)}, ${countPackages(starts.count)} ${starts.first}${note}`;
    return `${capitalise(`${who}${verb}`)}: ${ends}${note}`;
  },
  /** When nothing is open. */
  ended: {
    shortage: (ends: SpreadWords) => `Bristen tog slut${sayEnds(ends)}`,
    unknown: (ends: SpreadWords) => `Uppehållet i försäljningen tog slut${sayEnds(ends)}`,
    cessation: ({ last }: SpreadWords) =>
      `Uppgiften om att läkemedlet slutar säljas togs bort ${last}. Om det säljs igen anges inte`,
  },
  withdrawn: {
    shortage: "Anmälan drogs tillbaka, ingen brist",
    unknown: "Anmälan drogs tillbaka, inget uppehåll i försäljningen",
    cessation: "Anmälan drogs tillbaka, läkemedlet slutar inte säljas",
  } satisfies Record<NoticeType, string>,
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
    undated === 0 ? "" : `${countPackages(undated)} utan angivet datum`,
  ];
  return `${begin}. ${capitalise(clauses.filter(Boolean).join(", "))}`;
}

function sayBegin(noun: string, { packages, begun, starts }: GroupWords): string {
  if (starts === null) return `${noun}, startdatum inte angivet`;
  const from = begun === "none" ? "från" : "sedan";
  const undated = packages - starts.count;
  if (undated === 0 && starts.first === starts.last) return `${noun} ${from} ${starts.first}`;
  const first = `${noun}, den första förpackningen ${from} ${starts.first}`;
  if (undated > 0) return `${first}, ${countPackages(undated)} utan angivet startdatum`;
  return begun === "all" ? first : `${first}, den sista från ${starts.last}`;
}

function sayDue({ count, first, last }: SpreadWords, all: number, verb: string): string {
  if (count === all)
    return first === last ? `alla ${verb} ${first}` : `första förpackningen ${verb} ${first}, alla ${last}`;
  return `${countPackages(count)} ${verb} ${first === last ? first : `mellan ${first} och ${last}`}`;
}

function sayLate({ count, first, last }: SpreadWords, all: number, verb: string): string {
  const until = `${verb} ${first === last ? last : `senast ${last}`}, inget nytt datum`;
  if (count < all) return `${countPackages(count)} ${until}`;
  return first === last ? until : `alla ${until}`;
}

function sayEnds({ first, last }: SpreadWords): string {
  return first === last ? ` ${last}` : `: första förpackningen ${first}, alla ${last}`;
}

function nameCeasing({ count, what }: Ceasing): string {
  if (what === "packages") return countPackages(count);
  if (count === 1) return what === "products" ? "en produkt" : "en annan produkt";
  return `${count} ${what === "products" ? "produkter" : "andra produkter"}`;
}

function countPackages(count: number): string {
  return count === 1 ? "en förpackning" : `${count} förpackningar`;
}

function capitalise(text: string): string {
  return `${text.charAt(0).toLocaleUpperCase("sv")}${text.slice(1)}`;
}
