import type { NoticeType } from "../../src/domain/notice.ts";
import { capitalize } from "../../src/domain/words.ts";

/** Whose sale ceases, where something else is short: of other products, of some products, or of packages of what is short. */
export interface Ceasing {
  readonly count: number;
  readonly what: "otherProducts" | "products" | "packages";
}

/** What is said of the packages that are short, or paused; each begins or follows a clause, without a full stop. */
export interface PeriodWords {
  readonly noun: string;
  readonly due: string;
  readonly late: string;
  readonly never: string;
  readonly over: (count: number) => string;
}

/** The clauses that `dates-sentence.ts` puts together. */
export interface DateWords {
  readonly shortage: PeriodWords;
  readonly unknown: PeriodWords;
  /** Before the day that something began or will begin. */
  readonly since: string;
  readonly from: string;
  readonly noStart: string;
  readonly withoutStart: (packages: string) => string;
  readonly without: (packages: string) => string;
  readonly first: string;
  readonly lastFrom: string;
  readonly allDue: (verb: string, date: string) => string;
  readonly firstDue: (verb: string, first: string, last: string) => string;
  readonly between: (first: string, last: string) => string;
  readonly by: (last: string) => string;
  readonly noNewDate: string;
  readonly all: string;
  readonly packages: (count: number) => string;
  readonly ceasing: (ceasing: Ceasing) => string;
  /** `ceased` stands before a date, the others say how far it has come. */
  readonly cessation: (whose: string | null, tense: "all" | "some" | "none" | "ceased") => string;
  readonly noDate: string;
  readonly firstAndLast: (first: string, last: string) => string;
  /** The first has ceased, and the last has not. */
  readonly firstCeased: (first: string, last: string) => string;
  readonly ended: Readonly<Record<Exclude<NoticeType, "cessation">, string>>;
  readonly endedFirst: (first: string, last: string) => string;
  readonly cessationGone: (date: string) => string;
  /** A few words after others, in an index or a subject line. */
  readonly briefly: {
    /** `all`: every package has such a date. */
    readonly back: (due: { readonly first: string; readonly last: string; readonly all: boolean }) => string;
    readonly late: (date: string) => string;
    readonly never: string;
    readonly ceases: (hasCeased: boolean, date: string | null) => string;
  };
  readonly withdrawn: Readonly<Record<NoticeType, string>>;
}

export const datesSv: DateWords = {
  shortage: {
    noun: "Brist",
    due: "väntas åter",
    late: "skulle ha kommit åter",
    never: "inget datum för när det kommer åter",
    over: (count) => `${countPackages(count)} är åter`,
  },
  unknown: {
    noun: "Uppehåll i försäljningen",
    due: "väntas sluta",
    late: "skulle ha slutat",
    never: "inget slutdatum angivet",
    over: (count) => `det är över för ${countPackages(count)}`,
  },
  since: "sedan",
  from: "från",
  noStart: "startdatum inte angivet",
  withoutStart: (packages) => `${packages} utan angivet startdatum`,
  without: (packages) => `${packages} utan angivet datum`,
  first: "den första förpackningen",
  lastFrom: "den sista från",
  allDue: (verb, date) => `alla ${verb} ${date}`,
  firstDue: (verb, first, last) => `första förpackningen ${verb} ${first}, alla ${last}`,
  between: (first, last) => `mellan ${first} och ${last}`,
  by: (last) => `senast ${last}`,
  noNewDate: "inget nytt datum",
  all: "alla",
  packages: countPackages,
  ceasing: ({ count, what }) => {
    if (what === "packages") return countPackages(count);
    if (count === 1) return what === "products" ? "en produkt" : "en annan produkt";
    return `${count} ${what === "products" ? "produkter" : "andra produkter"}`;
  },
  cessation: (whose, tense) => {
    const verb = { all: "har slutat säljas", some: "slutar säljas", none: "slutar säljas", ceased: "slutade säljas" };
    return capitalize(whose === null ? verb[tense] : `${whose} ${verb[tense]}`);
  },
  noDate: "datum inte angivet",
  firstAndLast: (first, last) => `den första förpackningen ${first}, den sista ${last}`,
  firstCeased: (first, last) => `den första förpackningen slutade ${first}, den sista slutar ${last}`,
  ended: { shortage: "Bristen tog slut", unknown: "Uppehållet i försäljningen tog slut" },
  endedFirst: (first, last) => `första förpackningen ${first}, alla ${last}`,
  cessationGone: (date) => `Uppgiften om att läkemedlet slutar säljas togs bort ${date}. Om det säljs igen anges inte`,
  briefly: {
    back: ({ first, last, all }) =>
      all && first === last ? `åter ${first}` : all ? `åter mellan ${first} och ${last}` : `en del åter ${first}`,
    late: (date) => `skulle ha kommit åter ${date}`,
    never: "inget datum för åter",
    ceases: (hasCeased, date) => `${hasCeased ? "slutade" : "slutar"} säljas${date === null ? "" : ` ${date}`}`,
  },
  withdrawn: {
    shortage: "Anmälan drogs tillbaka, ingen brist",
    unknown: "Anmälan drogs tillbaka, inget uppehåll i försäljningen",
    cessation: "Anmälan drogs tillbaka, läkemedlet slutar inte säljas",
  },
};

function countPackages(count: number): string {
  return count === 1 ? "en förpackning" : `${count} förpackningar`;
}
