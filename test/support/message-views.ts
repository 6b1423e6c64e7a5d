import { viewMessage } from "../../src/addresses.ts";
import { EVERYBODY } from "../../src/domain/audience.ts";
import {
  type AlertFacts,
  type CaseFacts,
  type EntryFact,
  type Message,
  type MessageView,
  type NoticeFact,
  type OverviewFacts,
  type OverviewLine,
  type PackageFact,
  type ReminderFact,
  type ReminderFacts,
  type ReminderLine,
  type SourceFact,
} from "../../src/domain/message.ts";
import type { AlertCause, AlertFact } from "../../src/domain/source-health.ts";
import { OPERATIONS } from "../../src/domain/region.ts";

/** Makers of messages for tests of what readers see. All is invented, in the shape of real notices. */
export function makePackageFact(over: Partial<PackageFact> = {}): PackageFact {
  return {
    nplPackId: "20010223100012",
    description: "Injektionsflaska, 10 x 1 g",
    status: "ongoing",
    start: "2026-08-10",
    forecastEnd: "2026-10-15",
    actualEnd: null,
    overdue: false,
    ...over,
  };
}

export function makeNoticeFact(over: Partial<NoticeFact> = {}): NoticeFact {
  return {
    reportId: "0f0e0d0c-0000-4000-8000-000000000001",
    nplId: "20010223000015",
    type: "shortage",
    status: "ongoing",
    productName: "Meropenem Exempel 1 g Pulver till injektions-/infusionsvätska, lösning",
    holder: "Exempel Pharma AB",
    atc: "J01DH02",
    causeCategory: "MANUFACTURING",
    firstPublished: "2026-08-04",
    vanished: false,
    packages: [makePackageFact()],
    changes: [{ kind: "started", from: null, to: null }],
    ...over,
  };
}

export function makeEntryFact(over: Partial<EntryFact> = {}): EntryFact {
  return {
    atc: "J01DH02",
    substance: "meropenem",
    formGroup: "parenteral",
    strength: null,
    priority: 1,
    category: "Antibiotika",
    ...over,
  };
}

const SOURCE = {
  name: "lakemedelsverket",
  fileTime: "2026-08-21T02:27:13.4358495+02:00",
  asOf: "2026-08-21",
} as const satisfies SourceFact;

export function makeFacts(over: Partial<CaseFacts> = {}): CaseFacts {
  return {
    kind: "case",
    entry: makeEntryFact(),
    status: "ongoing",
    notices: [makeNoticeFact()],
    stock: null,
    source: SOURCE,
    ...over,
  };
}

export function makeOverviewFacts(overview: readonly OverviewLine[] = []): OverviewFacts {
  return { kind: "overview", overview, source: SOURCE };
}

/** The same messages, each of a case of its own. */
export function ofOwnCases(views: readonly MessageView[]): MessageView[] {
  return views.map((view, index) => ({
    ...view,
    message: { ...view.message, caseId: view.message.caseId === null ? null : 1000 + index },
  }));
}

export function makeView(over: Partial<Message> = {}): MessageView {
  const message: Message = {
    id: 41,
    regionCode: "12",
    caseId: 7,
    version: 1,
    kind: "new",
    purpose: "readers",
    audience: EVERYBODY,
    validUntil: null,
    originRegionCode: null,
    reviewerRole: null,
    contact: null,
    urgency: "normal",
    facts: makeFacts(),
    advice: {
      type: "same-substance",
      text: {
        sv: "Använd i första hand meropenem från annan tillverkare, se regionens lagerlista.\n\nVid brist även där: kontakta infektionskonsult före byte.",
        en: "Use meropenem from another manufacturer first, see the region's stock list.\n\nIf that is short too: ask the infectious diseases consultant before changing.",
      },
    },
    reviewed: true,
    publishedAt: new Date("2026-08-21T07:14:00Z"),
    ...over,
  };
  return viewMessage(message, (path) => `https://restsignal.example.se${path}`);
}

/** A message of every kind a reader meets, by the name its golden files carry. */
export const exampleViews = {
  new: makeView({
    urgency: "high",
    facts: makeFacts({
      notices: [
        makeNoticeFact({
          packages: [
            makePackageFact(),
            makePackageFact({
              nplPackId: "20010223100029",
              description: "Injektionsflaska, 1 x 1 g",
              status: "ended",
              actualEnd: "2026-08-19",
            }),
          ],
        }),
        makeNoticeFact({
          reportId: "0f0e0d0c-0000-4000-8000-000000000002",
          nplId: "20060112000044",
          productName: "Meropenem Påhittad  Pulver till injektions-/infusionsvätska, lösning",
          holder: "Påhittad Läkemedel AB",
          causeCategory: null,
          packages: [makePackageFact({ description: "Injektionsflaska, 10 x 500 mg", forecastEnd: "2026-12-31" })],
        }),
      ],
      stock: { days: 20, endsOn: "2026-09-10" },
    }),
  }),
  cessation: makeView({
    id: 42,
    caseId: 8,
    facts: makeFacts({
      entry: makeEntryFact({
        atc: "N05BA01",
        substance: "diazepam",
        formGroup: "rektal",
        strength: "5 mg",
        priority: 2,
        category: null,
      }),
      status: "upcoming",
      notices: [
        makeNoticeFact({
          type: "cessation",
          status: "upcoming",
          productName: "Diazepam Exempel 5 mg Rektallösning",
          atc: "N05BA01",
          causeCategory: "COMMERCIAL",
          packages: [
            makePackageFact({
              description: "Rektaltub, 5 x 5 mg",
              status: "upcoming",
              start: "2026-10-01",
              forecastEnd: null,
            }),
          ],
          changes: [{ kind: "announced", from: null, to: null }],
        }),
      ],
    }),
    advice: null,
    reviewed: false,
  }),
  update: makeView({
    id: 43,
    version: 2,
    kind: "update",
    facts: makeFacts({
      notices: [
        makeNoticeFact({
          packages: [makePackageFact({ forecastEnd: "2026-11-15" })],
          changes: [{ kind: "rescheduled-end", from: "2026-10-15", to: "2026-11-15" }],
        }),
        makeNoticeFact({
          productName: "Meropenem Påhittad 500 mg Pulver till injektions-/infusionsvätska, lösning",
          holder: "Påhittad Läkemedel AB",
          causeCategory: null,
          packages: [
            makePackageFact({ description: "Injektionsflaska, 10 x 500 mg", forecastEnd: "2026-08-15", overdue: true }),
          ],
          changes: [{ kind: "overdue", from: null, to: null }],
        }),
      ],
    }),
  }),
  correction: makeView({
    id: 44,
    version: 3,
    kind: "correction",
    facts: makeFacts({ notices: [makeNoticeFact({ changes: [] })] }),
    advice: {
      type: "exemption",
      text: { sv: "Dispens gäller för polsk förpackning. Förra meddelandet angav fel styrka." },
    },
  }),
  resolved: makeView({
    id: 45,
    version: 4,
    kind: "resolved",
    facts: makeFacts({
      status: "ended",
      notices: [
        makeNoticeFact({
          status: "ended",
          packages: [makePackageFact({ status: "ended", actualEnd: "2026-08-20" })],
          changes: [{ kind: "ended", from: null, to: null }],
        }),
      ],
    }),
    advice: null,
  }),
  retraction: makeView({
    id: 46,
    version: 5,
    kind: "retraction",
    facts: makeFacts({ notices: [makeNoticeFact({ changes: [] })] }),
    advice: null,
  }),
  overview: makeView({
    id: 40,
    caseId: null,
    kind: "overview",
    advice: null,
    reviewed: false,
    facts: makeOverviewFacts([
      {
        caseId: 9,
        entry: makeEntryFact({ substance: "heparin", atc: "B01AB01", priority: 2 }),
        status: "upcoming",
        kind: "coming",
        notices: 1,
      },
      { caseId: 7, entry: makeEntryFact(), status: "ongoing", kind: "short", notices: 2 },
      {
        caseId: 8,
        entry: makeEntryFact({ substance: "diazepam", formGroup: "rektal", strength: "5 mg", priority: null }),
        status: "ongoing",
        kind: "ceasing",
        notices: 1,
      },
    ]),
  }),
} satisfies Record<string, MessageView>;

/** A message to some readers, for some time, on another region's words. */
export const tailoredView = makeView({
  id: 48,
  audience: { areas: ["Akutsjukvård", "IVA"], roles: ["läkare"] },
  validUntil: "2026-09-30",
  originRegionCode: "14",
  reviewerRole: "approver",
  contact: "lakemedel@skane.example, 040-12 34 56",
});

/** What it tells beside its facts and advice. */
export const tailoredLines = {
  sv: [
    "Gäller: Akutsjukvård, IVA · läkare",
    "Gäller till och med 30 september",
    "Rådet bygger på Västra Götalandsregionens text",
    "Granskat 2026-08-21 09:14 av regionens granskare",
    "Frågor: lakemedel@skane.example, 040-12 34 56",
  ],
  en: [
    "Concerns: Akutsjukvård, IVA · läkare",
    "Valid up to and including 30 September",
    "The advice builds on the text of Västra Götalandsregionen",
    "Reviewed 2026-08-21 09:14 by the region's approver",
    "Questions: lakemedel@skane.example, 040-12 34 56",
  ],
} as const;
const HELD: AlertCause = { kind: "held", snapshot: 7, doubt: { kind: "dropped", reports: 1_200, lastReports: 2_340 } };

/** Trouble with a source, told to those who run Restsignal and to no reader. */
export function makeAlertView(over: Partial<AlertFact> = {}): MessageView {
  const alert: AlertFact = {
    kind: "held",
    reason:
      "the file has 1200 reports, 49 % fewer than the last one's 2340. Accept it with: ingest accept 7 --reason …",
    sourceTitle: "Läkemedelsverket, anmälda försäljningsuppehåll",
    ...(over.kind === undefined && over.reason === undefined ? { cause: HELD } : {}),
    ...over,
  };
  const facts: AlertFacts = { kind: "alert", alert, source: SOURCE };
  const about = { id: 47, regionCode: OPERATIONS.code, caseId: null, kind: "alert", urgency: "high" } as const;
  return makeView({ ...about, facts, advice: null, reviewed: false });
}

export function makeReminderLine(over: Partial<ReminderLine> = {}): ReminderLine {
  return {
    caseId: 7,
    entry: makeEntryFact(),
    changes: ["rescheduled-end", "narrowed"],
    waitingSince: "2026-08-20T05:14:00.000Z",
    waitedHours: 26,
    dueAt: "2026-08-20T15:14:00.000Z",
    drafting: false,
    ...over,
  };
}

/** Cases that wait, told to those at the desk and to no reader. */
export function makeReminderView(over: Partial<ReminderFact> = {}): MessageView {
  const heparin = makeEntryFact({ substance: "heparin", atc: "B01AB01", priority: 2 });
  const waiting = { caseId: 9, entry: heparin, changes: [], dueAt: null, drafting: true, waitedHours: 75 };
  const reminder = { kind: "escalate" as const, lines: [makeReminderLine(), makeReminderLine(waiting)], ...over };
  const facts: ReminderFacts = { kind: "reminder", reminder, source: SOURCE };
  const about = { id: 48, caseId: null, kind: "reminder", purpose: "desk", urgency: "high", reviewed: false } as const;
  return makeView({ ...about, facts, advice: null, audience: { areas: [], roles: ["approver"] } });
}

/** Text that means something to one format or another, and should mean nothing in any. */
export const HOSTILE =
  "<!channel> @everyone *fet* _kursiv_ ~struken~ `kod` [x](http://evil.example) <script>alert(1)</script> & ]]> \u0000\u0007\u202Eomvänd\u202C \uD800 :fire: {{DATE(2026-01-01)}}\r\nBcc: b@evil.example";

/** A message whose every foreign text is hostile. */
export function makeHostileView(text = HOSTILE): MessageView {
  const view = makeView({
    facts: makeFacts({
      entry: makeEntryFact({ substance: text, category: text, strength: text }),
      notices: [
        makeNoticeFact({
          productName: text,
          holder: text,
          causeCategory: text,
          packages: [makePackageFact({ description: text })],
        }),
        makeNoticeFact({
          productName: text,
          packages: [
            makePackageFact({ description: text, status: "ended", actualEnd: "2026-08-01" }),
            makePackageFact(),
          ],
        }),
      ],
      source: { name: text, fileTime: "trasig", asOf: "2026-08-21" },
    }),
    version: 2,
    audience: { areas: [text], roles: [text] },
    contact: text,
    advice: { type: "interchangeable", text: { sv: text, en: text } },
  });
  return { ...view, regionName: text };
}

/** A message with so many notices that no channel has room for them all. */
export function makeHugeView(notices = 400): MessageView {
  return makeView({
    facts: makeFacts({
      notices: Array.from({ length: notices }, (_, index) =>
        makeNoticeFact({
          reportId: `rapport-${index}`,
          productName: `Meropenem Exempel ${index + 1} mg Pulver till injektionsvätska`,
        }),
      ),
    }),
  });
}

/** As a feed shows a message that waited for no date. */
export function asPublished(view: MessageView) {
  return { view, at: view.message.publishedAt };
}
