import { describe, expect, test } from "vitest";
import type { ExtentFact, OwnProductFact } from "../../src/domain/extent-fact.ts";
import { listExtentSentences, sayExtent, sayExtentBriefly } from "../../templates/extent-sentence.ts";
import { stringsOf } from "../../templates/language.ts";
import { makeExtentFact } from "../support/extent-facts.ts";
import { makeEntryFact } from "../support/message-views.ts";

const ON = "2026-11-27";
const own = (name: string, state: OwnProductFact["state"], from: string | null = null) => ({ name, state, from });
const counts = (registered: number | null, short: number, coming: number, ceasing: number) => ({
  registered,
  short,
  coming,
  ceasing,
  unreported: registered === null ? null : registered - short - coming - ceasing,
});
const gone = (strength: string, products = 1, from: string | null = null) => ({ strength, products, from });

interface Edge {
  readonly what: string;
  readonly extent: Partial<ExtentFact>;
  readonly sv: string;
  readonly en: string;
  readonly brief: string;
}

/** Every edge with its words, as they follow the medicine's name: read them aloud. */
const EDGES: readonly Edge[] = [
  {
    what: "the only product is short",
    extent: { grade: "whole", ...counts(1, 1, 0, 0) },
    sv: "det enda registrerade preparatet är anmält som bristande.",
    en: "the only registered product is reported short.",
    brief: "det enda preparatet anmält",
  },
  {
    what: "the only product will be short",
    extent: { grade: "whole", ...counts(1, 0, 1, 0), from: "2026-12-14" },
    sv: "det enda registrerade preparatet väntas få brist från 14 december.",
    en: "the only registered product is expected to become short from 14 December.",
    brief: "det enda preparatet väntas få brist",
  },
  {
    what: "the only product ceases next year",
    extent: { grade: "whole", ...counts(1, 0, 0, 1), from: "2027-01-31" },
    sv: "det enda registrerade preparatet slutar säljas 31 januari 2027.",
    en: "the only registered product ceases to be sold on 31 January 2027.",
    brief: "det enda preparatet slutar säljas",
  },
  {
    what: "the only product is short and has left the register",
    extent: { grade: "whole", ...counts(1, 1, 0, 0), unlisted: 1 },
    sv: "det enda kända preparatet är anmält som bristande.",
    en: "the only known product is reported short.",
    brief: "det enda preparatet anmält",
  },
  {
    what: "all are short, and some have left the register",
    extent: { grade: "whole", ...counts(3, 3, 0, 0), unlisted: 2 },
    sv: "alla 3 kända preparat är anmälda som bristande.",
    en: "all 3 known products are reported short.",
    brief: "alla 3 preparat anmälda",
  },
  {
    what: "both are short",
    extent: { grade: "whole", ...counts(2, 2, 0, 0) },
    sv: "båda registrerade preparaten är anmälda som bristande.",
    en: "both registered products are reported short.",
    brief: "båda preparaten anmälda",
  },
  {
    what: "all are short",
    extent: { grade: "whole", ...counts(3, 3, 0, 0) },
    sv: "alla 3 registrerade preparat är anmälda som bristande.",
    en: "all 3 registered products are reported short.",
    brief: "alla 3 preparat anmälda",
  },
  {
    what: "all are hit from a day to come",
    extent: { grade: "whole", ...counts(3, 1, 2, 0), from: "2026-12-14" },
    sv: "alla 3 registrerade preparat är anmälda. 1 har brist nu, 2 väntas få brist. Från 14 december är alla 3 drabbade.",
    en: "all 3 registered products are reported. 1 is short now, 2 are expected to become short. From 14 December all 3 are affected.",
    brief: "alla 3 preparat anmälda",
  },
  {
    what: "all are hit in three ways",
    extent: { grade: "whole", ...counts(3, 1, 1, 1), from: "2026-12-14" },
    sv: "alla 3 registrerade preparat är anmälda. 1 har brist nu, 1 väntas få brist, 1 slutar säljas. Från 14 december är alla 3 drabbade.",
    en: "all 3 registered products are reported. 1 is short now, 1 is expected to become short, 1 ceases to be sold. From 14 December all 3 are affected.",
    brief: "alla 3 preparat anmälda",
  },
  {
    what: "the day on which all are hit has passed since",
    extent: { grade: "whole", ...counts(2, 1, 1, 0), from: "2026-11-20" },
    sv: "båda registrerade preparaten är anmälda som bristande.",
    en: "both registered products are reported short.",
    brief: "båda preparaten anmälda",
  },
  {
    what: "the region's product is short",
    extent: { grade: "own", ...counts(9, 1, 0, 0), own: [own("Remifentanil Alfa", "short")] },
    sv: "ert upphandlade preparat Remifentanil Alfa är anmält som bristande. 1 av 9 preparat är anmält som bristande. 8 är inte anmälda som bristande.",
    en: "the product you purchase, Remifentanil Alfa, is reported short. 1 of 9 products is reported short. 8 are not reported short.",
    brief: "ert upphandlade preparat anmält",
  },
  {
    what: "the region's product will be short, and its name ends in a full stop",
    extent: {
      grade: "own",
      ...counts(2, 0, 1, 0),
      from: "2026-12-14",
      own: [own("Alfa comp.", "coming", "2026-12-14")],
    },
    sv: "ert upphandlade preparat Alfa comp. väntas få brist från 14 december. 1 av 2 preparat väntas få brist från 14 december. 1 är inte anmält som bristande.",
    en: "the product you purchase, Alfa comp., is expected to become short from 14 December. 1 of 2 products is expected to become short from 14 December. 1 is not reported short.",
    brief: "ert upphandlade preparat väntas få brist",
  },
  {
    what: "one of the region's products is short, and a strength is gone",
    extent: {
      grade: "own",
      ...counts(9, 2, 0, 0),
      own: [own("Alfa", "short"), own("Beta", "unreported"), own("000123", "unknown")],
      gone: [gone("5 mg/ml", 2)],
    },
    sv: "ert upphandlade preparat Alfa är anmält som bristande (1 av era 3 upphandlade). Båda preparaten i styrkan 5 mg/ml är anmälda. 2 av 9 preparat är anmälda som bristande. 7 är inte anmälda som bristande.",
    en: "the product you purchase, Alfa, is reported short (1 of the 3 you purchase). Both products of the strength 5 mg/ml are reported. 2 of 9 products are reported short. 7 are not reported short.",
    brief: "1 av era 3 upphandlade preparat anmält",
  },
  {
    what: "both of the region's products are hit, unlike each other",
    extent: { grade: "own", ...counts(9, 1, 0, 1), own: [own("Alfa", "short"), own("Beta", "ceasing")] },
    sv: "era upphandlade preparat Alfa och Beta är anmälda. 2 av 9 preparat är anmälda. 1 har brist nu, 1 slutar säljas. 7 är inte anmälda som bristande.",
    en: "the products you purchase, Alfa and Beta, are reported. 2 of 9 products are reported. 1 is short now, 1 ceases to be sold. 7 are not reported short.",
    brief: "era 2 upphandlade preparat anmälda",
  },
  {
    what: "the region's product is short, and is of something else than what is counted",
    extent: { grade: "own", ...counts(3, 0, 0, 0), own: [own("Alfa", "short")] },
    sv: "ert upphandlade preparat Alfa är anmält som bristande. Inget av de 3 andra registrerade preparaten är anmält.",
    en: "the product you purchase, Alfa, is reported short. None of the 3 other registered products is reported.",
    brief: "ert upphandlade preparat anmält",
  },
  {
    what: "the same, beside one other product",
    extent: { grade: "own", ...counts(1, 0, 0, 0), own: [own("Alfa", "short")] },
    sv: "ert upphandlade preparat Alfa är anmält som bristande. Det andra registrerade preparatet är inte anmält.",
    en: "the product you purchase, Alfa, is reported short. The other registered product is not reported.",
    brief: "ert upphandlade preparat anmält",
  },
  {
    what: "the same, beside none, and where nobody knows",
    extent: { grade: "own", ...counts(0, 0, 0, 0), own: [own("Alfa", "short")] },
    sv: "ert upphandlade preparat Alfa är anmält som bristande.",
    en: "the product you purchase, Alfa, is reported short.",
    brief: "ert upphandlade preparat anmält",
  },
  {
    what: "both of the region's products are hit, and their names are long",
    extent: {
      grade: "own",
      ...counts(9, 2, 0, 0),
      own: [own("Klaritromycin Exempel Forte", "short"), own("Klaritromycin Påhittad Depot", "short")],
    },
    sv: "båda era upphandlade preparat är anmälda som bristande. 2 av 9 preparat är anmälda som bristande. 7 är inte anmälda som bristande.",
    en: "both products you purchase are reported short. 2 of 9 products are reported short. 7 are not reported short.",
    brief: "era 2 upphandlade preparat anmälda",
  },
  {
    what: "the region's product is short, and nobody knows of others",
    extent: { grade: "own", ...counts(null, 1, 0, 0), own: [own("Alfa", "short")] },
    sv: "ert upphandlade preparat Alfa är anmält som bristande. 1 preparat är anmält som bristande. Vi vet inte hur många andra preparat som finns.",
    en: "the product you purchase, Alfa, is reported short. 1 product is reported short. We do not know how many other products there are.",
    brief: "ert upphandlade preparat anmält",
  },
  {
    what: "of a strength nothing is left",
    extent: { grade: "strength", ...counts(12, 4, 0, 0), gone: [gone("250 mg/5 ml")] },
    sv: "det enda preparatet i styrkan 250 mg/5 ml är anmält. 4 av 12 preparat är anmälda som bristande. 8 är inte anmälda som bristande.",
    en: "the only product of the strength 250 mg/5 ml is reported. 4 of 12 products are reported short. 8 are not reported short.",
    brief: "250 mg/5 ml helt anmält, 4 av 12 preparat anmälda",
  },
  {
    what: "of a strength nothing is left from a day to come",
    extent: { grade: "strength", ...counts(39, 6, 1, 0), from: "2026-12-14", gone: [gone("1 mg", 2, "2026-12-14")] },
    sv: "båda preparaten i styrkan 1 mg är anmälda (gäller fullt ut från 14 december). 7 av 39 preparat är anmälda. 6 har brist nu, 1 väntas få brist från 14 december. 32 är inte anmälda som bristande.",
    en: "both products of the strength 1 mg are reported (in full from 14 December). 7 of 39 products are reported. 6 are short now, 1 is expected to become short from 14 December. 32 are not reported short.",
    brief: "1 mg helt anmält, 7 av 39 preparat anmälda",
  },
  {
    what: "of two strengths nothing is left",
    extent: { grade: "strength", ...counts(9, 0, 0, 4), gone: [gone("4 mg"), gone("8 mg", 3)] },
    sv: "alla preparat i styrkorna 4 mg och 8 mg är anmälda. 4 av 9 preparat slutar säljas. 5 är inte anmälda som bristande.",
    en: "all products of the strengths 4 mg and 8 mg are reported. 4 of 9 products cease to be sold. 5 are not reported short.",
    brief: "4 mg och 8 mg helt anmälda, 4 av 9 preparat slutar säljas",
  },
  {
    what: "of many strengths nothing is left",
    extent: { grade: "strength", ...counts(9, 4, 0, 0), gone: ["1", "2", "3", "4"].map((one) => gone(`${one} mg`)) },
    sv: "alla preparat i 4 styrkor är anmälda. 4 av 9 preparat är anmälda som bristande. 5 är inte anmälda som bristande.",
    en: "all products of 4 strengths are reported. 4 of 9 products are reported short. 5 are not reported short.",
    brief: "4 styrkor helt anmälda, 4 av 9 preparat anmälda",
  },
  {
    what: "one is short, and one is left",
    extent: { grade: "part", ...counts(2, 1, 0, 0) },
    sv: "1 av 2 preparat är anmält som bristande. 1 är inte anmält som bristande.",
    en: "1 of 2 products is reported short. 1 is not reported short.",
    brief: "1 av 2 preparat anmält",
  },
  {
    what: "some will be short",
    extent: { grade: "part", ...counts(9, 0, 2, 0), from: "2026-12-14" },
    sv: "2 av 9 preparat väntas få brist, det sista från 14 december. 7 är inte anmälda som bristande.",
    en: "2 of 9 products are expected to become short, the last from 14 December. 7 are not reported short.",
    brief: "2 av 9 preparat väntas få brist",
  },
  {
    what: "some are short, some will be, some cease",
    extent: { grade: "part", ...counts(16, 1, 2, 3), from: "2027-02-01" },
    sv: "6 av 16 preparat är anmälda. 1 har brist nu, 2 väntas få brist, 3 slutar säljas. Allt detta gäller från 1 februari 2027. 10 är inte anmälda som bristande.",
    en: "6 of 16 products are reported. 1 is short now, 2 are expected to become short, 3 cease to be sold. All of this holds from 1 February 2027. 10 are not reported short.",
    brief: "6 av 16 preparat anmälda",
  },
  {
    what: "some cease, no more",
    extent: { grade: "ceasing", ...counts(16, 0, 0, 3) },
    sv: "3 av 16 preparat slutar säljas. 13 är inte anmälda som bristande.",
    en: "3 of 16 products cease to be sold. 13 are not reported short.",
    brief: "3 av 16 preparat slutar säljas",
  },
  {
    what: "some cease, the last on a day to come",
    extent: { grade: "ceasing", ...counts(9, 0, 0, 3), from: "2026-12-31" },
    sv: "3 av 9 preparat slutar säljas, det sista 31 december. 6 är inte anmälda som bristande.",
    en: "3 of 9 products cease to be sold, the last on 31 December. 6 are not reported short.",
    brief: "3 av 9 preparat slutar säljas",
  },
  {
    what: "nobody knows of others",
    extent: { grade: "unknown", ...counts(null, 2, 0, 1) },
    sv: "3 preparat är anmälda. 2 har brist nu, 1 slutar säljas. Vi vet inte hur många andra preparat som finns.",
    en: "3 products are reported. 2 are short now, 1 ceases to be sold. We do not know how many other products there are.",
    brief: "3 preparat anmälda, resten vet vi inte",
  },
];

describe("how much is hit, in words", () => {
  test.each(EDGES)("$what", ({ extent, sv, en, brief }) => {
    const fact = makeExtentFact(extent);
    expect(sayExtent(fact, makeEntryFact(), { on: ON, t: stringsOf("sv") })).toBe(`Meropenem, injektion: ${sv}`);
    expect(sayExtent(fact, makeEntryFact(), { on: ON, t: stringsOf("en") })).toBe(`Meropenem, injection: ${en}`);
    expect(`${listExtentSentences(fact, ON, stringsOf("sv")).join(". ")}.`).toBe(sv);
    expect(sayExtentBriefly(fact, ON, stringsOf("sv"))).toBe(brief);
  });
});
