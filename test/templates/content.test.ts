import { describe, expect, test } from "vitest";
import { ADVICE_TYPES, LANGUAGES, type MessageView } from "../../src/domain/message.ts";
import { CHANGE_KINDS } from "../../src/domain/change.ts";
import { describeDigest } from "../../templates/digest.ts";
import { describeMessage } from "../../templates/message-content.ts";
import {
  exampleViews,
  makeAlertView,
  makeEntryFact,
  makeFacts,
  makeNoticeFact,
  makePackageFact,
  makeView,
} from "../support/message-views.ts";

const words = (view: MessageView, language: "sv" | "en" = "sv") => JSON.stringify(describeMessage(view, language));
const withNotice = (over: Parameters<typeof makeNoticeFact>[0], view: Parameters<typeof makeView>[0] = {}) =>
  makeView({ ...view, facts: makeFacts({ notices: [makeNoticeFact(over)] }) });

describe("what a message says of dates", () => {
  test("a shortage tells from when and when it is expected to end", () => {
    expect(describeMessage(withNotice({}), "sv").summary).toBe("Brist sedan 10 augusti, väntas åter 15 oktober");
  });

  test("an end on the last of December is shown as preliminary", () => {
    const view = withNotice({ packages: [makePackageFact({ forecastEnd: "2026-12-31" })] });
    expect(describeMessage(view, "sv").summary).toContain("väntas åter 31 december (preliminärt)");
  });

  test("an end that has passed is told as a delay", () => {
    const view = withNotice({ packages: [makePackageFact({ forecastEnd: "2026-08-15", overdue: true })] });
    expect(describeMessage(view, "sv").summary).toBe(
      "Brist sedan 10 augusti. Skulle ha kommit åter 15 augusti, inget nytt datum",
    );
  });

  test.each([
    ["upcoming", "2026-10-01", "Slutar säljas 1 oktober"],
    ["ongoing", "2025-03-21", "Slutade säljas 21 mars 2025"],
  ] as const)(
    "a cessation that is %s without an end never says that the medicine comes back",
    (status, start, text) => {
      const pack = makePackageFact({ status, start, forecastEnd: null });
      const view = withNotice({ type: "cessation", status, packages: [pack] });
      expect(describeMessage(view, "sv").summary).toBe(text);
      expect(words(view)).not.toMatch(/\båter\b|okänt|inget slutdatum/i);
    },
  );

  test("packages with different dates are told apart, and no single sentence claims to hold for all", () => {
    const packages = [
      makePackageFact(),
      makePackageFact({ description: "Injektionsflaska, 1 x 1 g", forecastEnd: "2026-11-01" }),
    ];
    const content = describeMessage(withNotice({ packages }), "sv");
    expect(content.summary).toBe(
      "Brist sedan 10 augusti. Första förpackningen väntas åter 15 oktober, alla 1 november",
    );
    expect(content.facts.items[0]?.lines.slice(0, 4)).toEqual([
      { label: null, text: "Brist sedan 10 augusti, väntas åter 15 oktober" },
      { label: "Berörda förpackningar", text: "Injektionsflaska, 10 x 1 g" },
      { label: null, text: "Brist sedan 10 augusti, väntas åter 1 november" },
      { label: "Berörda förpackningar", text: "Injektionsflaska, 1 x 1 g" },
    ]);
  });

  test("a package that is back is told to be back", () => {
    expect(words(exampleViews.new)).toContain('"label":"Åter","text":"Injektionsflaska, 1 x 1 g (sedan 19 augusti)"');
  });

  test("a notice the source no longer lists is not said to be over", () => {
    const summary = describeMessage(withNotice({ vanished: true }), "sv").summary;
    expect(summary).toMatch(/^Källan visar inte längre uppgiften\. Senast kända läge: Brist sedan/);
  });
});

describe("what a message says of advice, causes and sources", () => {
  test("a region that gave no advice is said to have given none", () => {
    expect(describeMessage(makeView({ advice: null }), "sv").advice?.paragraphs).toEqual([
      "Region Skåne har inte lämnat något råd ännu.",
    ]);
  });

  test("a message nobody reviewed says so, and does not say that it was reviewed", () => {
    const content = describeMessage(makeView({ advice: null, reviewed: false }), "sv");
    expect(content.unreviewed).toBe(
      "Ej granskat av regionens läkemedelsfunktion: automatiskt utskick av uppgifter från Läkemedelsverket.",
    );
    expect(content.sourceLines.join()).not.toContain("Granskat");
  });

  test("the source stands with the file's time in Stockholm", () => {
    expect(describeMessage(makeView(), "sv").sourceLines[0]).toBe(
      "Källa: Läkemedelsverket, uppgifter per 2026-08-21 02:27",
    );
  });

  test("advice that is written in Swedish only is shown in Swedish to an English reader, and marked as such", () => {
    const { advice } = describeMessage(exampleViews.correction, "en");
    expect(advice).toMatchObject({ language: "sv", note: "The advice is available in Swedish only." });
    expect(advice?.paragraphs[0]).toContain("Dispens gäller");
  });

  test.each([
    ["QUALITY", "kvalitet"],
    ["NEW_WORD", null],
    ["constructor", null],
    [null, null],
  ])("the cause %s is shown as %s", (causeCategory, expected) => {
    const line = describeMessage(withNotice({ causeCategory }), "sv").facts.items[0]?.lines.find(
      ({ label }) => label === "Orsak",
    );
    expect(line?.text ?? null).toBe(expected);
  });
});

describe("what a message says of whom it concerns, how long it holds and who stands behind it", () => {
  const scopeOf = (over: Parameters<typeof makeView>[0]) => describeMessage(makeView(over), "sv").scope;

  test("areas stand before roles, and what is missing leaves no mark", () => {
    expect(scopeOf({ audience: { areas: ["IVA", " "], roles: ["läkare", "sjuksköterska"] } })).toEqual([
      "Gäller: IVA · läkare, sjuksköterska",
    ]);
    expect(scopeOf({ audience: { areas: [], roles: ["läkare"] } })).toEqual(["Gäller: läkare"]);
    expect(scopeOf({ audience: { areas: [""], roles: [] } })).toEqual([]);
  });

  test("a message to the desk does not show its roles, which are words of the code", () => {
    expect(scopeOf({ purpose: "desk", audience: { areas: [], roles: ["approver"] } })).toEqual([]);
  });

  test("the region's own words are not said to build on another's, and nothing does without advice", () => {
    expect(describeMessage(makeView({ originRegionCode: "12" }), "sv").advice?.origin).toBeNull();
    expect(words(makeView({ originRegionCode: "14", advice: null }))).not.toContain("bygger på");
  });

  test("a message that nobody reviewed names no reviewer", () => {
    expect(words(makeView({ reviewed: false, reviewerRole: "approver" }))).not.toContain("Granskat");
  });

  test.each(["", "  ", "\u0000"])("the contact %j is none", (contact) => {
    expect(words(makeView({ contact }))).not.toContain("Frågor");
  });
});

describe("what a message says of changes and kinds", () => {
  test("a moved end shows what was told before; the new date stands among the dates alone", () => {
    expect(describeMessage(exampleViews.update, "sv").changes?.lines[0]).toEqual({
      label: "Meropenem Exempel 1 g Pulver till injektions-/infusionsvätska, lösning",
      text: "Nytt datum åter (tidigare besked: 15 oktober)",
    });
    const { back, ...content } = describeMessage(exampleViews.update, "sv");
    expect(JSON.stringify(content).match(/15 november/g)).toHaveLength(2);
    // Beside the advice in an index it is said once more.
    expect(back).toBe("en del åter 15 november");
  });

  test("a moved end whose date no open package has any more is told in full", () => {
    const moved = { kind: "rescheduled-end", from: "2026-10-15", to: "2026-12-01" } as const;
    const view = withNotice({ changes: [moved] }, { kind: "update", version: 2 });
    expect(describeMessage(view, "sv").changes?.lines[0]?.text).toBe(
      "Nytt datum åter: 1 december (tidigare besked: 15 oktober)",
    );
  });

  test("a date that holds for all stands in the summary and not again among the facts", () => {
    for (const view of [makeView(), makeView({ kind: "correction", version: 2 }), exampleViews.resolved]) {
      const text = words(view);
      const { summary } = describeMessage(view, "sv");
      expect(summary).not.toBeNull();
      expect(text.split(summary ?? "")).toHaveLength(2);
    }
  });

  test("a first message has no list of changes", () => {
    expect(describeMessage(exampleViews.new, "sv").changes).toBeNull();
  });

  test.each([
    ["new", "Ny läkemedelsbrist: meropenem, injektion/infusion"],
    ["cessation", "Slutar säljas: diazepam 5 mg, rektalt"],
    ["update", "Uppdatering om läkemedelsbrist: meropenem, injektion/infusion"],
    ["correction", "Rättelse om läkemedelsbrist: meropenem, injektion/infusion"],
    ["resolved", "Bristen är över: meropenem, injektion/infusion"],
    ["retraction", "Återtaget meddelande om läkemedelsbrist: meropenem, injektion/infusion"],
    ["overview", "Läget nu: 3 läkemedel på listan i Region Skåne"],
  ] as const)("the headline of %s is: %s", (kind, headline) => {
    expect(describeMessage(exampleViews[kind], "sv").headline).toBe(headline);
  });

  test("an overview lists its cases by priority, those without last, and gives no advice", () => {
    const content = describeMessage(exampleViews.overview, "sv");
    expect(content.facts.items.map(({ title }) => title)).toEqual([
      "meropenem, injektion/infusion",
      "heparin, injektion/infusion",
      "diazepam 5 mg, rektalt",
    ]);
    expect(content.advice).toBeNull();
  });

  test.each(LANGUAGES)("every kind, change and type of advice has words in %s, and no hole shows", (language) => {
    const changes = CHANGE_KINDS.flatMap((kind) => [
      { kind, from: "2026-09-01", to: "2026-10-01" },
      { kind, from: null, to: "2026-10-01" },
      { kind, from: "2026-09-01", to: null },
    ]);
    const types = ["shortage", "cessation", "unknown"] as const;
    const packages = (["ongoing", "upcoming", "ended", "withdrawn"] as const).flatMap((status) => [
      makePackageFact({ status }),
      makePackageFact({ status, start: null, forecastEnd: null, actualEnd: null, description: "" }),
    ]);
    const notices = types.flatMap((type) =>
      packages.map((pack) => makeNoticeFact({ type, changes, packages: [pack] })),
    );
    const views = ADVICE_TYPES.map((type) =>
      makeView({ version: 2, kind: "update", facts: makeFacts({ notices }), advice: { type, text: { sv: "Text." } } }),
    );
    for (const view of [...Object.values(exampleViews), ...views])
      expect(words(view, language)).not.toMatch(/undefined|NaN|\[object|"text":""|: ?null\b(?!,|})/);
  });
});

test.each([
  [["reopened", "ended"], "Bristen är över"],
  [["ended", "reopened"], "Bristen gäller igen"],
  [["vanished", "reopened"], "Bristen gäller igen"],
  [["vanished", "overdue", "withdrawn"], "Anmälan drogs tillbaka, ingen brist"],
  [["ended", "reopened", "ended", "reopened"], "Bristen gäller igen"],
] as const)("of changes that undid each other only the last is new: %j", (kinds, told) => {
  const changes = kinds.map((kind) => ({ kind, from: null, to: null }));
  const content = describeMessage(withNotice({ changes }, { kind: "update", version: 2 }), "sv");
  expect(content.changes?.lines.map(({ text }) => text)).toEqual([told]);
});

describe("the subject of a digest", () => {
  const about = (substance: string, id: number) =>
    makeView({ id, caseId: 100 + id, facts: makeFacts({ entry: makeEntryFact({ substance }) }) });

  test("it names the medicine, what happened and when it is back, and how many more there are", () => {
    expect(describeDigest([about("meropenem", 1), about("heparin", 2)], "sv")).toBe(
      "Meropenem, injektion: ny läkemedelsbrist och 1 till",
    );
    expect(describeDigest([about("meropenem", 1)], "en")).toBe(
      "Meropenem, injection: new medicine shortage, back 15 October",
    );
  });

  test.each([
    ["correction", "Meropenem, injektion: rättelse om läkemedelsbrist, åter 15 oktober"],
    ["retraction", "Meropenem: återtaget meddelande om läkemedelsbrist (injektion)"],
    ["resolved", "Meropenem, injektion: bristen är över"],
    ["cessation", "Diazepam 5 mg, rektalt: slutar säljas"],
  ] as const)("of a %s says so", (kind, subject) => {
    expect(describeDigest([exampleViews[kind]], "sv")).toBe(subject);
  });

  test.each(["MEROPENEM", "Meropenem 🚨", "mero\u202Epenem", "meropenem\r\nBcc: x@y.se"])(
    "a list that shouts, cries or cheats (%j) does not make the subject do so",
    (substance) => {
      const subject = describeDigest([about(substance, 1)], "sv");
      expect(subject).toMatch(/^Meropenem( Bcc: x@y.se)?, injektion: ny läkemedelsbrist/);
      expect(subject).not.toMatch(/[\r\n\u202E]|\p{Emoji_Presentation}/u);
    },
  );

  test("names it has no room for are counted", () => {
    const views = Array.from({ length: 12 }, (_, index) => about(`läkemedelssubstans${index}`, index));
    const subject = describeDigest(views, "sv");
    expect(subject).toMatch(/^Läkemedelssubstans\d+: ny läkemedelsbrist .* och 11 till$/);
  });

  test("several regions are counted, since one name would be wrong", () => {
    const other = { ...makeAlertView(), regionName: "Region Halland" };
    expect(describeDigest([makeAlertView(), other], "sv")).toContain("i 2 regioner");
  });
});
