import { describe, expect, test } from "vitest";
import type { MessageView } from "../../src/domain/message.ts";
import { describeDigest } from "../../templates/digest.ts";
import { describeMessage } from "../../templates/message-content.ts";
import { makeFacts, makeNoticeFact, makePackageFact, makeView } from "../support/message-views.ts";

/** Sentences that were seen on the running product and were not true. Messages are written on 21 August 2026. */
const textOf = (view: MessageView) => JSON.stringify(describeMessage(view, "sv"));
const since = (start: string, over: Parameters<typeof makeView>[0] = {}) =>
  makeView({ facts: makeFacts({ notices: [makeNoticeFact({ packages: [makePackageFact({ start })] })] }), ...over });

describe("a shortage is called new", () => {
  test.each([
    ["2023-05-01", "Läkemedelsbrist"],
    ["2026-07-21", "Läkemedelsbrist"],
    ["2026-07-22", "Ny läkemedelsbrist"],
    ["2026-08-21", "Ny läkemedelsbrist"],
    ["2026-08-22", "Kommande läkemedelsbrist"],
  ])("only when it began lately: since %s it is %s", (start, kicker) => {
    expect(describeMessage(since(start), "sv").kicker).toBe(kicker);
    const named = `Meropenem, injektion: ${kicker.toLocaleLowerCase("sv")}, `;
    expect(describeDigest([since(start)], "sv").startsWith(named)).toBe(true);
  });

  test("not when one of its packages has been away for years", () => {
    const packages = [makePackageFact({ start: "2026-08-20" }), makePackageFact({ start: "2023-01-01" })];
    const view = makeView({ facts: makeFacts({ notices: [makeNoticeFact({ packages })] }) });
    expect(describeMessage(view, "sv").kicker).toBe("Läkemedelsbrist");
  });
});

describe("an update", () => {
  const moved = makeNoticeFact({ changes: [{ kind: "rescheduled-end", from: "2026-09-01", to: "2026-10-15" }] });
  const facts = makeFacts({ notices: [moved] });

  test("that is the first message of a case is not called an update to readers who had none", () => {
    const first = describeMessage(makeView({ kind: "update", version: 1, facts }), "sv");
    expect(first.kicker).toBe("Ny läkemedelsbrist");
    expect(JSON.stringify(first)).not.toMatch(/Uppdatering|förra meddelandet/);
  });

  test("speaks of no earlier message, which a new subscriber never had", () => {
    for (const kind of ["update", "correction", "retraction"] as const)
      expect(textOf(makeView({ kind, version: 4, facts }))).not.toContain("förra meddelandet");
  });

  test("says in its headline whether it is about a shortage or an end of sale", () => {
    const ceases = makeNoticeFact({ type: "cessation", packages: [makePackageFact({ start: "2026-10-01" })] });
    const about = (notice: typeof ceases) =>
      describeMessage(makeView({ kind: "update", version: 2, facts: makeFacts({ notices: [notice] }) }), "sv").headline;
    expect(about(moved)).toBe("Uppdatering om läkemedelsbrist: meropenem, injektion/infusion");
    expect(about(ceases)).toBe("Uppdatering om läkemedel som slutar säljas: meropenem, injektion/infusion");
  });
});

describe("what is over", () => {
  const over = (type: "shortage" | "cessation", start: string, actualEnd: string) => {
    const status = actualEnd < start ? ("withdrawn" as const) : ("ended" as const);
    const kind = actualEnd < start ? ("withdrawn" as const) : ("ended" as const);
    const notice = makeNoticeFact({
      type,
      status,
      packages: [makePackageFact({ start, actualEnd, status })],
      changes: [{ kind, from: null, to: null }],
    });
    return makeView({ kind: "resolved", version: 2, facts: makeFacts({ status, notices: [notice] }), advice: null });
  };

  test("is said once", () => {
    const content = describeMessage(over("shortage", "2026-08-01", "2026-08-20"), "sv");
    expect([content.headline, content.summary, content.changes]).toEqual([
      "Bristen är över: meropenem, injektion/infusion",
      "Bristen tog slut 20 augusti",
      null,
    ]);
    expect(JSON.stringify(content)).not.toContain("Avslutad");
  });

  test("is no recall when the report was taken back", () => {
    const text = textOf(over("shortage", "2026-09-01", "2026-08-20"));
    expect(text).toContain("Anmälan drogs tillbaka, ingen brist");
    expect(text).not.toMatch(/återkallad|blev inte av/i);
  });

  test("is not said to be back when it was an end of sale", () => {
    const text = textOf(over("cessation", "2026-05-01", "2026-08-20"));
    expect(text).toContain("Om det säljs igen anges inte");
    expect(text).not.toMatch(/\båter\b|Bristen/i);
  });
});

describe("two packages", () => {
  test("of which the same is said stand in one line", () => {
    const packages = ["Ampull, 10 x 4 ml", "Ampull, 5 x 10 ml", "Ampull, 5 x 10 ml"].map((description, place) =>
      makePackageFact({ description, nplPackId: String(place) }),
    );
    const view = makeView({ facts: makeFacts({ notices: [makeNoticeFact({ packages })] }) });
    expect(describeMessage(view, "sv").facts.items[0]?.lines[0]).toEqual({
      label: "Berörda förpackningar",
      text: "Ampull, 10 x 4 ml; Ampull, 5 x 10 ml (2 förpackningar)",
    });
  });

  test("whose change is the same make one piece of news", () => {
    const started = [{ kind: "started", from: null, to: null }] as const;
    const notices = [makeNoticeFact({ changes: started }), makeNoticeFact({ reportId: "2", changes: started })];
    const content = describeMessage(makeView({ kind: "update", version: 2, facts: makeFacts({ notices }) }), "sv");
    expect(content.changes?.lines).toEqual([{ label: null, text: "Bristen har börjat" }]);
    expect(content.facts.items).toHaveLength(1);
  });

  test("of several reports never stand under the date of another", () => {
    const pack = (description: string, forecastEnd: string) => makePackageFact({ description, forecastEnd });
    const notices = [
      makeNoticeFact({ packages: [pack("Ampull, 1 ml", "2026-10-15"), pack("Ampull, 5 ml", "2026-12-01")] }),
      makeNoticeFact({ reportId: "2", packages: [pack("Ampull, 10 ml", "2026-10-15")] }),
    ];
    const [item] = describeMessage(makeView({ facts: makeFacts({ notices }) }), "sv").facts.items;
    expect(item?.lines.map(({ text }) => text)).toEqual([
      "Brist sedan 10 augusti, väntas åter 15 oktober",
      "Ampull, 1 ml; Ampull, 10 ml",
      "Brist sedan 10 augusti, väntas åter 1 december",
      "Ampull, 5 ml",
      "tillverkning",
    ]);
  });

  test("of one product with unlike causes keep their own dates", () => {
    const packages = [makePackageFact(), makePackageFact({ description: "Ampull, 5 ml", forecastEnd: "2026-12-01" })];
    const other = makeNoticeFact({
      reportId: "2",
      causeCategory: "QUALITY",
      packages: [makePackageFact({ description: "Ampull, 10 ml" })],
    });
    const facts = makeFacts({ notices: [makeNoticeFact({ packages }), other] });
    const [item] = describeMessage(makeView({ facts }), "sv").facts.items;
    expect(item?.lines.map(({ text }) => text).slice(-3)).toEqual([
      "Brist sedan 10 augusti, väntas åter 15 oktober",
      "Ampull, 10 ml",
      "kvalitet",
    ]);
  });
});

describe("a message that is read long after it was written", () => {
  const view = since("2026-08-10", { publishedAt: new Date("2026-08-21T07:00:00Z") });

  test("has a year in each date when that year is over", () => {
    expect(describeMessage(view, "sv", "2026-12-31").summary).toBe("Brist sedan 10 augusti, väntas åter 15 oktober");
    expect(describeMessage(view, "sv", "2027-01-01").summary).toBe(
      "Brist sedan 10 augusti 2026, väntas åter 15 oktober 2026",
    );
  });

  test("is not headed as a new shortage when it is a month old", () => {
    const kicker = (readOn?: string) => describeMessage(view, "sv", readOn).kicker;
    expect([kicker(), kicker("2026-09-09"), kicker("2026-09-10")]).toEqual([
      "Ny läkemedelsbrist",
      "Ny läkemedelsbrist",
      "Läkemedelsbrist",
    ]);
  });
});

test("the source's end for what has stopped being sold is not read as of the year in which the sale ceased", () => {
  const packages = [makePackageFact({ start: "2025-12-01", forecastEnd: "2026-09-01" })];
  const notices = [makeNoticeFact({ type: "cessation", packages })];
  const [item] = describeMessage(makeView({ facts: makeFacts({ notices }) }), "sv").facts.items;
  expect(JSON.stringify(item)).toContain("Källan anger slutdatumet 1 september 2026,");
});

test("what was announced and has begun when it is told is told as begun", () => {
  const announced = makeNoticeFact({ changes: [{ kind: "announced", from: null, to: null }] });
  const facts = makeFacts({ notices: [announced] });
  const content = describeMessage(makeView({ kind: "update", version: 2, facts }), "sv");
  expect(content.changes?.lines[0]?.text).toBe("Bristen har börjat");
});

test("of two products of which one stopped being sold and the other is back, each says which it is", () => {
  const notices = [
    makeNoticeFact({ status: "ended", packages: [makePackageFact({ status: "ended", actualEnd: "2026-08-20" })] }),
    makeNoticeFact({
      type: "cessation",
      productName: "Annat 1 g",
      nplId: "2",
      packages: [makePackageFact({ start: "2026-05-01", forecastEnd: null })],
    }),
  ];
  const { summary, facts } = describeMessage(makeView({ kind: "update", facts: makeFacts({ notices }) }), "sv");
  expect(summary).toBe("Slutade säljas 1 maj");
  expect(facts.items.map(({ lines }) => lines[0]?.text)).toEqual([
    "Bristen tog slut 20 augusti",
    "Slutade säljas 1 maj",
  ]);
});

test("a case that has lost its reports does not say that the source has none: the list may have changed", () => {
  const view = makeView({ kind: "resolved", facts: makeFacts({ notices: [], status: null }) });
  expect(describeMessage(view, "sv").summary).toBe("Inget som är rapporterat hör till det här ärendet längre");
});
