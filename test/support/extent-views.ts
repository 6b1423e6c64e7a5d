import type { ExtentFact, ExtentGrade } from "../../src/domain/extent-fact.ts";
import type { CaseFacts, Message, MessageView, OverviewLine } from "../../src/domain/message.ts";
import { makeExtentFact } from "./extent-facts.ts";
import {
  makeEntryFact,
  makeFacts,
  makeNoticeFact,
  makeOverviewFacts,
  makePackageFact,
  makeReminderLine,
  makeReminderView,
  makeView,
} from "./message-views.ts";

/** A message of a case of which so much is hit. */
export function viewExtent(
  extent: Partial<ExtentFact>,
  { facts, ...over }: Partial<Omit<Message, "facts">> & { readonly facts?: Partial<CaseFacts> } = {},
): MessageView {
  return makeView({ ...over, facts: makeFacts({ extent: makeExtentFact(extent), ...facts }) });
}

const LEFT = ["Alfa", "Beta", "Gamma", "Delta", "Epsilon"].map((name) => ({
  name: `Meropenem ${name}`,
  strength: "1 g",
  holder: `${name} Pharma AB`,
}));

const ceasing = makeNoticeFact({
  type: "cessation",
  packages: [makePackageFact({ start: "2026-08-01", forecastEnd: null })],
});

/** A message of each grade, by its name. */
export const gradeViews = {
  whole: viewExtent(
    {
      grade: "whole",
      registered: 3,
      short: 1,
      coming: 1,
      ceasing: 1,
      unreported: 0,
      from: "2026-09-15",
      own: [{ name: "Bensylpenicillin Exempel 1 g", state: "short", from: null }],
    },
    {
      id: 51,
      urgency: "high",
      facts: { entry: makeEntryFact({ atc: "J01CE01", substance: "bensylpenicillin" }) },
    },
  ),
  own: viewExtent(
    {
      grade: "own",
      registered: 9,
      short: 1,
      unreported: 8,
      own: [
        { name: "Remifentanil Exempel 2 mg", state: "short", from: null },
        { name: "Remifentanil Påhittad 5 mg", state: "unreported", from: null },
      ],
      left: LEFT.slice(0, 2),
    },
    { id: 52, urgency: "high", facts: { entry: makeEntryFact({ atc: "N01AH06", substance: "remifentanil" }) } },
  ),
  strength: viewExtent(
    {
      grade: "strength",
      registered: 12,
      short: 4,
      unreported: 8,
      gone: [{ strength: "250 mg/5 ml", products: 1, from: null }],
      left: LEFT,
    },
    { id: 53, facts: { entry: makeEntryFact({ atc: "J01FA09", substance: "klaritromycin", formGroup: "oral" }) } },
  ),
  part: viewExtent(
    {
      grade: "part",
      registered: 5,
      short: 1,
      coming: 1,
      unreported: 3,
      from: "2026-12-14",
      left: LEFT.slice(0, 3),
    },
    { id: 54 },
  ),
  ceasing: viewExtent(
    { grade: "ceasing", registered: 16, short: 0, ceasing: 3, unreported: 13, left: LEFT },
    { id: 55, advice: null, facts: { notices: [ceasing] } },
  ),
  unknown: viewExtent(
    { grade: "unknown", registered: null, short: 2, unreported: null, catalogueOn: null },
    {
      id: 56,
      advice: null,
      reviewed: false,
      facts: { entry: makeEntryFact({ atc: "J01DH", substance: "karbapenemer" }) },
    },
  ),
} satisfies Record<ExtentGrade, MessageView>;

/** Messages of cases of which readers were told another extent before. */
export const movedViews = {
  worsened: viewExtent(
    { grade: "whole", registered: 3, short: 3, unreported: 0 },
    {
      id: 57,
      kind: "update",
      version: 2,
      urgency: "high",
      facts: { extentBefore: "part", countsBefore: { reported: 1, registered: 3 } },
    },
  ),
  eased: viewExtent(
    { grade: "part", left: LEFT.slice(0, 2) },
    {
      id: 58,
      kind: "update",
      version: 3,
      facts: { extentBefore: "whole", countsBefore: { reported: 3, registered: 3 } },
    },
  ),
  corrected: viewExtent({ grade: "part", left: LEFT.slice(0, 2) }, { id: 59, kind: "correction", version: 4 }),
};

/** All that a headline can say at once. */
export const fullExtent = viewExtent(
  {
    grade: "own",
    registered: 42,
    short: 3,
    coming: 2,
    ceasing: 4,
    unreported: 33,
    from: "2027-01-31",
    gone: ["250 mg/5 ml", "500 mg", "1 g"].map((strength) => ({ strength, products: 2, from: "2027-01-31" })),
    own: ["Klaritromycin Påhittad Depot 500 mg", "Klaritromycin Exempel Forte 250 mg/5 ml"].map((name) => ({
      name,
      state: "short" as const,
      from: null,
    })),
    left: LEFT,
  },
  {
    kind: "update",
    version: 4,
    urgency: "high",
    facts: {
      entry: makeEntryFact({ substance: "klaritromycin", formGroup: "oral" }),
      extentBefore: "part",
      countsBefore: { reported: 7, registered: 42 },
    },
  },
);

/** Cases that wait, each with its extent. */
export const extentReminder = makeReminderView({
  lines: [
    makeReminderLine({ extent: makeExtentFact({ grade: "whole", registered: 3, short: 3, unreported: 0 }) }),
    makeReminderLine({
      caseId: 9,
      entry: makeEntryFact({ substance: "heparin", atc: "B01AB01" }),
      extent: makeExtentFact(),
    }),
  ],
});

const GRADES = ["ceasing", "part", "unknown", "whole"] as const;

/** What is open in a region, each line with its extent. */
export const extentOverview = makeView({
  id: 60,
  caseId: null,
  kind: "overview",
  advice: null,
  reviewed: false,
  facts: makeOverviewFacts(
    GRADES.map((grade, index): OverviewLine => {
      const { facts } = gradeViews[grade].message;
      if (facts.kind !== "case" || facts.extent === undefined) throw new Error("the views of grades have extents");
      const { entry, extent } = facts;
      return { caseId: index + 1, entry, status: "ongoing", kind: "short", extent, notices: 1 };
    }),
  ),
});
