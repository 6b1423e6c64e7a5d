import type { AdviceType } from "../../src/domain/message.ts";
import type { MessageSort } from "./sv.ts";

/** The words of a digest's index, whose items are to be a line each of a phone; all stands in full below. */
export interface IndexWords {
  /** Over what is not urgent, where something is. */
  readonly others: string;
  /** What happened, where it can be said in fewer words than a headline does. */
  readonly sorts: Readonly<Partial<Record<MessageSort, string>>>;
  readonly noAdvice: string;
  /** Before its type, where there is room. */
  readonly adviceLabel: string;
  readonly advice: Readonly<Record<AdviceType, string>>;
  readonly review: string;
  readonly retraction: string;
  readonly resolved: string;
  /** What moved since the last message. */
  readonly marks: {
    readonly before: (reported: number) => string;
    readonly worsened: string;
    readonly eased: string;
    readonly update: string;
  };
  /** Dates as short as they can be: `åter 15 okt–31 dec (prel.)`. */
  readonly shorten: (text: string) => string;
}

export const indexSv: IndexWords = {
  others: "Övrigt",
  sorts: {
    newShortage: "ny brist",
    shortage: "brist",
    upcomingShortage: "kommande brist",
    suspension: "säljs inte just nu",
    retraction: "återtaget",
  },
  noAdvice: "inget råd än",
  adviceLabel: "råd: ",
  advice: {
    interchangeable: "utbytbart läkemedel",
    "other-package": "annan förpackning",
    "other-strength": "annan styrka",
    "other-form": "annan beredning",
    "same-substance": "annat preparat",
    "other-substance": "annan substans",
    exemption: "dispens",
    licence: "licens",
    extempore: "extempore",
    "local-stock": "lager, ransonering",
    "no-new-patients": "inga nya patienter",
    "ask-specialist": "fråga specialist",
    "no-action": "avvakta",
    ceases: "läkemedlet utgår",
    recall: "indragning",
  },
  review: "rådet ses över, fråga först",
  retraction: "bortse från det tidigare",
  resolved: "osäker på tidigare råd? fråga",
  marks: {
    before: (reported) => `förut ${reported}`,
    worsened: "mer än förut",
    eased: "mindre än förut",
    update: "ändrat",
  },
  shorten: (text) =>
    text
      .replaceAll(/\b(jan|feb|apr|aug|sep|okt|nov|dec)[a-zå-ö]+/g, "$1")
      .replace(/ mellan (.+?) och /, " $1–")
      .replaceAll("(preliminärt)", "(prel.)"),
};
