import { describe, expect, it } from "vitest";
import type { ExtentFact, ExtentGrade } from "../../src/domain/extent-fact.ts";
import { REGIONS } from "../../src/domain/region.ts";
import { summarizeDates } from "../../src/domain/case-dates.ts";
import { readAssets } from "../../src/web/frame/assets.ts";
import { parseCaseFilter } from "../../src/web/case-parts/case-filter.ts";
import type { CaseLine } from "../../src/web/case-parts/case-line.ts";
import { createPage, renderDocument } from "../../src/web/frame/page.ts";
import { RegionPage } from "../../src/web/public/region/region-page.tsx";
import { makeExtentFact } from "../support/extent-facts.ts";
import { makeEntry } from "../support/builders.ts";

function makeLine(over: Partial<CaseLine> & { caseId: number }): CaseLine {
  return {
    entry: makeEntry({ substance: `Substans ${over.caseId}` }),
    extent: makeExtentFact(),
    grade: "part",
    lastMessage: null,
    status: "ongoing",
    kind: "short",
    dates: summarizeDates([], "2026-08-21"),
    today: "2026-08-21",
    products: ["Exempel 1 mg Tablett"],
    ...over,
  };
}

function render(lines: readonly CaseLine[], query = ""): string {
  const url = new URL(`https://restsignal.example/r/12?${query}`);
  const page = createPage({ url, source: "none", assets: readAssets().paths, version: "test", mode: "live" });
  const [region] = REGIONS;
  if (region === undefined) throw new Error("test: unable to find a region");
  const filter = parseCaseFilter(page.query);
  const rest = { closed: [], answer: null, nation: null, today: "2026-08-21" } as const;
  return renderDocument(<RegionPage page={page} region={region} hasList lines={lines} filter={filter} {...rest} />);
}

const many = Array.from({ length: 201 }, (_, index) => makeLine({ caseId: index + 1 }));

describe("a list longer than 200 rows", () => {
  it("is split into pages that say how much there is and lead on", () => {
    const first = render(many);
    expect(first.match(/role="rowheader"/g)).toHaveLength(200);
    expect(first).toContain("Rad 1–200 av 201");
    expect(first).toContain('<a rel="next" href="/r/01?page=2">');
    const second = render(many, "page=2");
    expect(second.match(/role="rowheader"/g)).toHaveLength(1);
    expect(second).toContain("Sida 2 av 2");
    expect(second).toContain('<a rel="prev" href="/r/01?page=1">');
  });

  it("keeps the reader's wishes from page to page", () => {
    expect(render(many, "atc=J01&status=ongoing")).toContain('href="/r/01?atc=J01&amp;status=ongoing&amp;page=2"');
  });

  it.each(["page=99", "page=0", "page=-1", "page=x"])("shows a page that exists when asked for %s", (query) => {
    expect(render(many, query)).toMatch(/Sida [12] av 2/);
  });
});

describe("the marks of a line", () => {
  it.each([
    [
      "advice that was taken back is not shown as advice",
      { lastMessage: { kind: "retraction", adviceType: "licence", inReview: false } },
      "Meddelandet är återtaget",
    ],
  ] as const)("%s", (_title, over, mark) => {
    expect(render([makeLine({ caseId: 1, ...over })])).toContain(`>${mark}<`);
  });
});

describe("how much is reported", () => {
  const graded = (caseId: number, grade: ExtentGrade, over: Partial<ExtentFact> = {}) =>
    makeLine({ caseId, grade, extent: makeExtentFact({ grade, ...over }) });
  const gone = [{ strength: "500 mg", products: 1, from: null }];
  const unmeasured = { registered: null, unreported: null } as const;
  const mixed = [
    graded(1, "ceasing"),
    graded(2, "unknown", { ...unmeasured, catalogueOn: null }),
    graded(3, "part"),
    graded(4, "strength", { gone }),
    graded(5, "whole", { unreported: 0, from: "2026-12-14" }),
    graded(6, "own", { own: [{ name: "Exempem", state: "short", from: null }] }),
    graded(7, "part"),
  ];
  const html = render(mixed);

  it("orders the medicines, what may call for another treatment first and what nobody can measure before what leaves others", () => {
    expect(Array.from(html.matchAll(/<h2 id="grade-(\w+)"/g), ([, grade]) => grade)).toEqual([
      "whole",
      "own",
      "strength",
      "unknown",
      "part",
      "ceasing",
    ]);
  });

  it("counts as a shortage only what leaves nothing of a medicine, of a strength or of what the region buys", () => {
    expect(html).toContain("Brist på 3 läkemedel på regionens lista, för 1 av dem längre fram.");
    expect(render([graded(1, "whole", { from: "2026-12-14" })])).toContain(
      "Brist väntas på 1 läkemedel på regionens lista.",
    );
    expect(render([graded(1, "part"), graded(2, "unknown", unmeasured)])).toContain(
      "Ingen känd brist på ett helt läkemedel eller en hel styrka på regionens lista.",
    );
  });

  it("folds what leaves others, and nothing else, under a heading that counts it; a wish opens it", () => {
    const folded = Array.from(html.matchAll(/<details class="grade-group">.*?<h2 id="grade-(\w+)"/g), ([, one]) => one);
    expect(folded).toEqual(["part", "ceasing"]);
    expect(html).toMatch(/<h2 id="grade-part">[^<]*<span class="quiet">\(2\)</);
    expect(render(mixed, "grade=part")).toMatch(/<details class="grade-group" open="">/);
    expect(render(mixed, "grade=part").match(/role="rowheader"/g)).toHaveLength(2);
  });

  it("gives only what may call for another treatment the red sign", () => {
    const signs = Array.from(html.matchAll(/class="status state (\w+)"/g), ([, sign]) => sign);
    expect(signs).toEqual(["ongoing", "ongoing", "ongoing", "calm", "calm", "calm", "calm"]);
  });

  it.each([
    ["there is no catalogue", { catalogueOn: null }, {}, "Läkemedelsverkets produktregister är inte inläst."],
    ["the code names no substance", {}, { atc: "B01AD" }, "ATC-kod B01AD är en grupp och ingen enskild substans."],
    ["it is no medicine", {}, { atc: "", emdn: "A01" }, "Raden har ingen ATC-kod."],
  ])("says why nobody knows: %s", (_why, over, entry, words) => {
    const line = { ...graded(1, "unknown", { ...unmeasured, ...over }), entry: makeEntry(entry) };
    expect(render([line, graded(2, "part")])).toContain(words);
  });

  it("is never said to mean that the others are in stock", () => {
    expect(html).toContain("Att ett preparat är registrerat och inte anmält betyder inte att det finns i lager.");
  });
});
