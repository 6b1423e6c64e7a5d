import type { ExtentCounts, ExtentGrade, OwnProductState, ReportState } from "../../src/domain/extent-fact.ts";
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
  /** Forms that are said in fewer words than elsewhere, where one stands beside a medicine and there is little room. */
  readonly briefForms: Partial<Readonly<Record<FormGroup, string>>>;
  /** `isListed`: the register has them all. */
  readonly whole: (products: ReportedWords & { readonly isListed: boolean }) => string;
  readonly part: (products: ReportedWords & { readonly registered: number }) => string;
  readonly some: (products: ReportedWords) => string;
  readonly own: (products: OwnWords) => string;
  readonly gone: (strengths: GoneWords) => string;
  /** What is reported of how many, where it is not one thing. */
  readonly states: (counts: Readonly<Record<ReportState, number>>, comingFrom: string | null) => string;
  readonly unreported: (count: number) => string;
  readonly noOther: (count: number) => string;
  readonly othersUnknown: string;
  /** Of every product, and of some. */
  readonly allFrom: (count: number, date: string) => string;
  readonly toldFrom: (date: string) => string;
  /** What a count never means: whole sentences, the first for beside a headline. */
  readonly notReported: string;
  readonly notInStock: string;
  /** A few words, after the medicine's name or in a table. */
  readonly briefly: {
    readonly whole: (products: Omit<ReportedWords, "from">) => string;
    readonly part: (products: Omit<ReportedWords, "from"> & { readonly registered: number }) => string;
    readonly some: (products: Omit<ReportedWords, "from">) => string;
    readonly own: (products: Pick<OwnWords, "count" | "state" | "bought">) => string;
    readonly gone: (strengths: Pick<GoneWords, "count" | "strengths">) => string;
  };
  /** As few words as can be, for the beginning of a subject line. */
  readonly tersely: {
    readonly whole: (products: Omit<ReportedWords, "from">) => string;
    readonly part: (products: Omit<ReportedWords, "from"> & { readonly registered: number }) => string;
    readonly some: (products: Omit<ReportedWords, "from">) => string;
    readonly own: (products: Pick<OwnWords, "count" | "state">) => string;
    readonly gone: (strengths: Pick<GoneWords, "count" | "strengths">) => string;
  };
  /** What a message is above its headline, where that says it better than its kind. */
  readonly kickers: Readonly<Record<Exclude<ExtentGrade, "whole" | "unknown">, string>>;
  /** What stood before, after what stands now. */
  readonly marks: {
    readonly before: (counts: ExtentCounts) => string;
    readonly worsened: string;
    readonly eased: string;
    readonly update: string;
  };
  readonly moved: (before: ExtentGrade, counts: ExtentCounts | null, now: string) => string;
  /** Dates, begun in lower case, of what is reported. */
  readonly datesOf: (count: number, dates: string) => string;
  readonly counted: (before: ExtentCounts, now: ExtentCounts) => string;
  readonly details: {
    readonly heading: string;
    readonly own: string;
    /** `from` is a day to come. */
    readonly ownStates: Readonly<Record<OwnProductState, (from: string | null) => string>>;
    readonly gone: string;
    readonly left: string;
    readonly more: (count: number) => string;
    /** The time of the national file; null where the case has nothing from it. */
    readonly source: (catalogueOn: string, fileTime: string | null) => string;
  };
  readonly overview: {
    /** How many lines are of a severe grade, of a milder one, and of an unknown one. */
    readonly subject: (counts: OverviewCounts, region: string) => string;
    readonly summary: Readonly<Record<ExtentGrade, (count: number) => string>>;
  };
}

export interface OverviewCounts {
  readonly severe: number;
  readonly partly: number;
  readonly unknown: number;
}

export const extentSv: ExtentWords = {
  briefForms: { parenteral: "injektion", övrig: "övrig form" },
  whole: (products) => {
    const { count, isListed } = products;
    const what = isListed ? "registrerade" : "kända";
    const all = count === 1 ? `det enda ${what} preparatet` : nameAll(count, `${what} `);
    return `${all} ${say(products)}`;
  },
  part: (products) => `${products.count} av ${products.registered} preparat ${say(products)}`,
  some: (products) => `${products.count} preparat ${say(products)}`,
  own: (products) => {
    const { count, bought, names } = products;
    if (count === 1) {
      const of = bought === 1 ? "" : ` (1 av era ${bought} upphandlade)`;
      return `ert upphandlade preparat ${names.join()} ${say(products)}${of}`;
    }
    if (count === bought)
      return names.length === 0
        ? `${count === 2 ? "båda era" : `alla era ${count}`} upphandlade preparat ${say(products)}`
        : `era upphandlade preparat ${joinWords(names, "och")} ${say(products)}`;
    const named = names.length === 0 ? "" : `, ${joinWords(names, "och")},`;
    return `${count} av era ${bought} upphandlade preparat${named} ${say(products)}`;
  },
  gone: ({ count, strengths, products, from }) => {
    const last = from === null ? "" : ` (gäller ${products === 1 ? "" : "fullt ut "}från ${from})`;
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
  noOther: (count) =>
    `${count === 1 ? "det andra registrerade preparatet är inte" : `inget av de ${count} andra registrerade preparaten är`} anmält`,
  othersUnknown: "vi vet inte hur många andra preparat som finns",
  allFrom: (count, date) => `från ${date} är ${count === 2 ? "båda" : `alla ${count}`} drabbade`,
  toldFrom: (date) => `allt detta gäller från ${date}`,
  notReported: "Inte anmält betyder inte att det finns i lager.",
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
  tersely: {
    whole: ({ count, state }) => {
      const all = count === 1 ? "enda preparatet" : count === 2 ? "båda" : `alla ${count}`;
      return `${all} ${sayBriefly(count, state)}`;
    },
    part: ({ count, state, registered }) => `${count} av ${registered} ${sayBriefly(count, state)}`,
    some: ({ count, state }) => `${count} preparat ${sayBriefly(count, state)}`,
    own: ({ count, state }) => `${count === 1 ? "ert" : "era"} preparat ${sayBriefly(count, state)}`,
    gone: ({ count, strengths }) =>
      `${strengths.length === 1 ? strengths.join() : `${count} styrkor`} helt ${reportedForm(count)}`,
  },
  kickers: {
    own: "Upphandlat preparat drabbat",
    strength: "Alla preparat i någon styrka anmälda",
    part: "En del av preparaten anmälda",
    ceasing: "En del av preparaten slutar säljas",
  },
  marks: {
    before: (counts) => `förut ${sayCounts(counts)}`,
    worsened: "mer är drabbat än förut",
    eased: "mindre är drabbat än förut",
    update: "uppdatering",
  },
  moved: (before, counts, now) => {
    const told = counts === null || counts.reported === counts.registered ? "" : ` (${sayCounts(counts)})`;
    return `Tidigare: ${GRADES[before]}${told}. Nu: ${now}`;
  },
  datesOf: (count, dates) => `${count === 1 ? "Det anmälda preparatet" : "De anmälda preparaten"}: ${dates}`,
  counted: (before, now) => `Anmälda preparat: ${sayCounts(now)}, tidigare ${sayCounts(before)}`,
  details: {
    heading: "Preparat för preparat",
    own: "Upphandlat",
    ownStates: {
      short: () => "anmält som bristande",
      coming: (from) => (from === null ? "väntas få brist" : `väntas få brist från ${from}`),
      ceasing: (from) => (from === null ? "slutar säljas" : `slutar säljas ${from}`),
      unreported: () => "inte anmält som bristande",
      otherPack: () => "er förpackning är inte anmäld, men en annan förpackning av preparatet är det",
      unknown: () => "vi vet inte: det finns varken i produktregistret eller bland anmälningarna",
    },
    gone: "Styrkor där alla preparat är anmälda",
    left: "Inte anmält",
    more: (count) => `och ${count} till som inte är ${count === 1 ? "anmält" : "anmälda"}: se webben`,
    source: (catalogueOn, fileTime) =>
      `Läkemedelsverkets uppgifter, inget råd: produktregistret per ${catalogueOn}${fileTime === null ? "" : `, anmälningar per ${fileTime}`}.`,
  },
  overview: {
    subject: ({ severe, partly, unknown }, region) => {
      const more = [
        partly === 0 ? "" : `${partly} till berörs delvis`,
        unknown === 0 ? "" : `för ${unknown} vet vi inte hur mycket`,
      ].filter(Boolean);
      const list = `på listan i ${region}`;
      if (severe > 0) return [`brist på ${severe} läkemedel ${list}`, ...more].join(", ");
      return partly > 0
        ? [`${partly} läkemedel ${list} berörs delvis`, ...more.slice(1)].join(", ")
        : `${unknown} läkemedel ${list} berörs, vi vet inte hur mycket`;
    },
    summary: {
      whole: (count) => `för ${count} läkemedel är alla registrerade preparat anmälda`,
      own: (count) => `för ${count} är ett upphandlat preparat anmält`,
      strength: (count) => `för ${count} är alla preparat i någon styrka anmälda`,
      part: (count) => `för ${count} är en del av preparaten anmälda`,
      ceasing: (count) => `för ${count} slutar en del av preparaten säljas`,
      unknown: (count) => `för ${count} vet vi inte hur mycket som är drabbat`,
    },
  },
};

/** A grade after `tidigare`. */
const GRADES: Readonly<Record<ExtentGrade, string>> = {
  whole: "alla registrerade preparat anmälda",
  own: "upphandlat preparat anmält",
  strength: "alla preparat i någon styrka anmälda",
  part: "en del av preparaten anmälda",
  ceasing: "en del av preparaten slutar säljas",
  unknown: "vi visste inte hur mycket",
};

function sayCounts({ reported, registered }: ExtentCounts): string {
  return registered === null ? `${reported} preparat` : `${reported} av ${registered}`;
}

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
