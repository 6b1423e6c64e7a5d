import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import type { CaseNotice } from "../../src/domain/case.ts";
import { PackageTimeline } from "../../src/web/desk/case/package-timeline.tsx";
import { writeHtml } from "../../templates/html.ts";
import { makeNotice, makePackage, type NoticeOver } from "../support/builders.ts";
import { HOSTILE } from "../support/message-views.ts";
import { AS_OF, createDeskPage } from "./preview-site.tsx";

function makeItem(over: NoticeOver = {}): CaseNotice {
  return { noticeId: 1, vanished: false, notice: makeNotice({ source: "lakemedelsverket", ...over }) };
}

function draw(notices: readonly CaseNotice[], language: "sv" | "en" = "sv"): string {
  const page = createDeskPage(`https://restsignal.example.se/cases/7?lang=${language}`);
  return writeHtml(<PackageTimeline page={page} notices={notices} asOf={AS_OF} />);
}

/** The drawing's elements and attributes, as an XML reader sees them. */
function readSvg(html: string) {
  const svg = /<svg.*<\/svg>/s.exec(html)?.[0] ?? "";
  const elements: { name: string; attributes: Record<string, string> }[] = [];
  const texts: string[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => void elements.push({ name, attributes: { ...attributes } }));
  parser.on("text", (text) => void texts.push(text));
  parser.write(svg).close();
  return { elements, texts };
}

const hostile = [makeItem({ productName: HOSTILE, packages: [makePackage({ description: HOSTILE })] })];
const many = [
  makeItem({ packages: Array.from({ length: 60 }, (_, index) => makePackage({ nplPackId: `pack-${index}` })) }),
];

describe("the drawing", () => {
  test.each([
    ["an ordinary case", [makeItem()]],
    ["hostile names", hostile],
    ["60 packages", many],
  ])("of %s is well-formed and holds no script, no style, no link and nothing foreign", (_what, notices) => {
    const { elements } = readSvg(draw(notices));
    const names = new Set(elements.map(({ name }) => name));
    for (const name of names)
      expect(["svg", "g", "rect", "path", "line", "text", "tspan", "title", "desc"]).toContain(name);
    for (const { attributes } of elements)
      for (const [name, value] of Object.entries(attributes)) {
        expect(name).not.toMatch(/^(style|on.*|href|xlink:href)$/);
        expect(value).not.toMatch(/url\(|javascript:/);
      }
  });

  test("hostile names are shown as text", () => {
    const { texts } = readSvg(draw(hostile));
    expect(texts.some((text) => text.includes("<script>alert(1)</script>"))).toBe(true);
    expect(draw(hostile)).not.toContain("<script");
  });

  test("is an image with a title and a description, each by an id of its own", () => {
    const { elements } = readSvg(draw([makeItem()]));
    const [svg] = elements;
    expect(svg?.attributes).toMatchObject({
      role: "img",
      "aria-labelledby": "timeline-chart-title timeline-chart-description",
    });
    expect(elements.slice(1, 3).map(({ name, attributes }) => [name, attributes["id"]])).toEqual([
      ["title", "timeline-chart-title"],
      ["desc", "timeline-chart-description"],
    ]);
    expect(new Set(elements.flatMap(({ attributes }) => attributes["id"] ?? [])).size).toBe(2);
  });

  test("tells cessation, delay, an open end and a preliminary one in words and shapes", () => {
    const packages = [
      makePackage({ start: "2026-06-01", end: "2026-08-01" }),
      makePackage({ start: "2026-09-01", end: "2026-12-31" }),
    ];
    const cessation = makeItem({ type: "cessation", packages: [makePackage({ start: "2026-09-01", end: null })] });
    const { texts, elements } = readSvg(draw([makeItem({ packages }), cessation]));
    const words = texts.join("\n");
    for (const word of [
      "Försenad · ",
      "Preliminärt slut · ",
      "Slutar säljas 2026-09-01 · ",
      "I dag 2026-08-21",
      "■",
      "→",
    ])
      expect(words).toContain(word);
    const classes = elements.map(({ attributes }) => attributes["class"]);
    for (const name of ["timeline-ongoing", "timeline-upcoming", "timeline-late", "timeline-today"])
      expect(classes).toContain(name);
  });

  test("a pack that has left the market is named and drawn so, and never as late, whatever end the source gives", () => {
    const packages = [makePackage({ start: "2025-03-21", end: "2026-06-01" }), makePackage({ start: null, end: null })];
    const html = draw([makeItem({ type: "cessation", packages })]);
    const { texts, elements } = readSvg(html);
    expect(texts.join("\n")).toContain("Slutade säljas 2025-03-21 · ");
    expect(texts.join("\n")).toContain("Har slutat säljas · ");
    expect(html.split("<table")[1]).toContain("Slutade säljas 2025-03-21");
    // The legend explains what delay looks like; nothing is said to be it.
    expect(html).not.toContain("Försenad");
    const classes = elements.map(({ attributes }) => attributes["class"]);
    expect(classes).toContain("timeline-ceased");
    for (const name of ["timeline-ongoing", "timeline-late"]) expect(classes).not.toContain(name);
  });

  test("holds a bar for each of 60 packages", () => {
    const { elements } = readSvg(draw(many));
    expect(elements.filter(({ name }) => name === "rect")).toHaveLength(60);
  });

  test("is the same every time it is drawn", () => {
    expect(draw(many)).toBe(draw(many));
  });
});

describe("the table beside it", () => {
  test("has a row for each package, and like the drawing the whole of a long name", () => {
    const productName = `Meropenem ${"mycket långt namn ".repeat(12)}slut`;
    const html = draw([makeItem({ productName })]);
    const [, table = ""] = html.split("<table");
    expect(table).toContain(productName);
    const drawn = readSvg(html).texts.join(" ").replaceAll(/\s+/g, " ");
    expect(drawn).toContain(productName);
    expect(drawn).not.toContain("…");
  });

  test("never says that what leaves the market is back, and says where an end comes from", () => {
    const html = draw([
      makeItem({ type: "cessation", packages: [makePackage({ start: "2026-09-01", end: "2026-12-31" })] }),
    ]);
    const [, table = ""] = html.split("<table");
    expect(table).toContain("Slutar säljas");
    expect(table).toContain("Källan anger slutdatum 2026-12-31 (preliminärt)");
    expect(table).toContain("Läkemedelsverket");
    expect(table).not.toMatch(/\båter\b|Inget datum/i);
  });

  test("marks an expected end on the last of December as preliminary, and a passed one as late", () => {
    expect(draw([makeItem({ packages: [makePackage({ end: "2026-12-31" })] })])).toContain(">preliminärt<");
    expect(draw([makeItem({ packages: [makePackage({ end: "2026-08-10" })] })])).toContain(">Försenad<");
  });
});

test("a case without packages says so and draws nothing", () => {
  expect(draw([])).toContain("Ärendet har inga förpackningar just nu.");
  expect(draw([])).not.toContain("<svg");
});

test("an English reader gets English words", () => {
  expect(draw([makeItem()], "en")).toContain("The same as a table");
});
