import type { ReportState } from "../../src/domain/extent-fact.ts";
import type { FormGroup } from "../../src/domain/form.ts";
import { joinWords } from "../../src/domain/words.ts";

/** What is reported of some products: one thing of all of them, or not the same of each. */
export type SharedState = ReportState | "mixed";

/** Some products and what is reported of them. */
export interface ReportedWords {
  readonly count: number;
  readonly state: SharedState;
  /** The day, in words, on which the last of them is hit; null when all are. */
  readonly from: string | null;
}

/** Products that the region buys, of which some are reported. */
export interface OwnWords extends ReportedWords {
  /** Those of `count`; none when they are many. */
  readonly names: readonly string[];
  /** How many the region buys of what the line covers. */
  readonly bought: number;
}

/** Strengths of which every product is reported. */
export interface GoneWords {
  readonly count: number;
  /** None when they are many. */
  readonly strengths: readonly string[];
  /** Products of them all. */
  readonly products: number;
  readonly from: string | null;
}

/**
 * The clauses that `extent-sentence.ts` puts together; each begins in lower case and ends without a full stop. Numbers
 * are never 0.
 */
export interface ExtentWords {
  /** Where a form stands beside a medicine and there is little room. */
  readonly forms: Readonly<Record<FormGroup, string>>;
  readonly whole: (products: ReportedWords) => string;
  readonly part: (products: ReportedWords & { readonly registered: number }) => string;
  readonly some: (products: ReportedWords) => string;
  readonly own: (products: OwnWords) => string;
  readonly gone: (strengths: GoneWords) => string;
  /** What is reported of how many, where it is not one thing. */
  readonly states: (counts: Readonly<Record<ReportState, number>>, comingFrom: string | null) => string;
  readonly unreported: (count: number) => string;
  readonly othersUnknown: string;
  /** Of every product, and of some. */
  readonly allFrom: (count: number, date: string) => string;
  readonly toldFrom: (date: string) => string;
  /** What a count never means; a whole sentence. */
  readonly notInStock: string;
  /** A few words, after the medicine's name or in a table. */
  readonly briefly: {
    readonly whole: (products: Omit<ReportedWords, "from">) => string;
    readonly part: (products: Omit<ReportedWords, "from"> & { readonly registered: number }) => string;
    readonly some: (products: Omit<ReportedWords, "from">) => string;
    readonly own: (products: Pick<OwnWords, "count" | "state" | "bought">) => string;
    readonly gone: (strengths: Pick<GoneWords, "count" | "strengths">) => string;
  };
}

export const extentSv: ExtentWords = {
  forms: {
    parenteral: "injektion",
    oral: "peroralt",
    munhåla: "munhåla",
    inhalation: "inhalation",
    nasal: "nasalt",
    ögon: "ögon",
    öron: "öron",
    kutan: "hud",
    transdermal: "transdermalt",
    rektal: "rektalt",
    vaginal: "vaginalt",
    övrig: "övrig form",
  },
  whole: (products) => {
    const { count } = products;
    const all = count === 1 ? "det enda registrerade preparatet" : nameAll(count, "registrerade ");
    return `${all} ${say(products)}`;
  },
  part: (products) => `${products.count} av ${products.registered} preparat ${say(products)}`,
  some: (products) => `${products.count} preparat ${say(products)}`,
  own: (products) => {
    const { count, bought, names } = products;
    if (count === 1 && bought === 1) return `ert upphandlade preparat ${names.join()} ${say(products)}`;
    if (count === bought)
      return names.length === 0
        ? `alla era ${count} upphandlade preparat ${say(products)}`
        : `era upphandlade preparat ${joinWords(names, "och")} ${say(products)}`;
    const named = names.length === 0 ? "" : `, ${joinWords(names, "och")},`;
    return `${count} av era ${bought} upphandlade preparat${named} ${say(products)}`;
  },
  gone: ({ count, strengths, products, from }) => {
    const last = from === null ? "" : products === 1 ? `, från ${from}` : sayFrom(products, from);
    if (count > 1)
      return strengths.length === 0
        ? `alla preparat i ${count} styrkor är anmälda${last}`
        : `alla preparat i styrkorna ${joinWords(strengths, "och")} är anmälda${last}`;
    const strength = `i styrkan ${strengths.join()}`;
    if (products === 1) return `det enda preparatet ${strength} är anmält${last}`;
    return `${nameAll(products)} ${strength} är anmälda${last}`;
  },
  states: ({ short, coming, ceasing }, comingFrom) =>
    [
      short === 0 ? "" : `${short} har brist nu`,
      coming === 0 ? "" : `${coming} väntas få brist${sayFrom(coming, comingFrom)}`,
      ceasing === 0 ? "" : `${ceasing} slutar säljas`,
    ]
      .filter(Boolean)
      .join(", "),
  unreported: (count) => `${count} är inte ${reportedForm(count)} som bristande`,
  othersUnknown: "vi vet inte hur många andra preparat som finns",
  allFrom: (count, date) => `från ${date} är ${count === 2 ? "båda" : `alla ${count}`} drabbade`,
  toldFrom: (date) => `allt detta gäller från ${date}`,
  notInStock: "Att ett preparat är registrerat och inte anmält betyder inte att det finns i lager.",
  briefly: {
    whole: ({ count, state }) => {
      const all = count === 1 ? "det enda preparatet" : count === 2 ? "båda preparaten" : `alla ${count} preparat`;
      return `${all} ${sayBriefly(count, state)}`;
    },
    part: ({ count, state, registered }) => `${count} av ${registered} preparat ${sayBriefly(count, state)}`,
    some: ({ count, state }) => `${count} preparat ${sayBriefly(count, state)}, resten vet vi inte`,
    own: ({ count, state, bought }) =>
      bought === 1
        ? `ert upphandlade preparat ${sayBriefly(count, state)}`
        : count === bought
          ? `era ${count} upphandlade preparat ${sayBriefly(count, state)}`
          : `${count} av era ${bought} upphandlade preparat ${sayBriefly(count, state)}`,
    gone: ({ count, strengths }) =>
      `${strengths.length === 0 ? `${count} styrkor` : joinWords(strengths, "och")} helt ${reportedForm(count)}`,
  },
};

function nameAll(count: number, registered = ""): string {
  return count === 2 ? `båda ${registered}preparaten` : `alla ${count} ${registered}preparat`;
}

function sayFrom(count: number, date: string | null): string {
  if (date === null) return "";
  return count === 1 ? ` från ${date}` : `, det sista från ${date}`;
}

/** What is reported of them, as the end of a clause. */
function say({ count, state, from }: ReportedWords): string {
  switch (state) {
    case "short":
      return `är ${reportedForm(count)} som bristande`;
    case "coming":
      return `väntas få brist${sayFrom(count, from)}`;
    case "ceasing":
      if (from === null) return "slutar säljas";
      return count === 1 ? `slutar säljas ${from}` : `slutar säljas, det sista ${from}`;
    case "mixed":
      return "är anmälda";
  }
}

function sayBriefly(count: number, state: SharedState): string {
  return state === "coming" ? "väntas få brist" : state === "ceasing" ? "slutar säljas" : reportedForm(count);
}

function reportedForm(count: number): string {
  return count === 1 ? "anmält" : "anmälda";
}
