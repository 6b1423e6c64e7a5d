import { describe, expect, it } from "vitest";
import { REGIONS } from "../../src/domain/region.ts";
import { summarizeDates } from "../../src/domain/case-dates.ts";
import { readAssets } from "../../src/web/frame/assets.ts";
import { parseCaseFilter } from "../../src/web/case-parts/case-filter.ts";
import type { CaseLine } from "../../src/web/case-parts/case-line.ts";
import { createPage, renderDocument } from "../../src/web/frame/page.ts";
import { RegionPage } from "../../src/web/public/region/region-page.tsx";
import { makeEntry } from "../support/builders.ts";

function makeLine(over: Partial<CaseLine> & { caseId: number }): CaseLine {
  return {
    entry: makeEntry({ substance: `Substans ${over.caseId}` }),
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
      { lastMessage: { kind: "retraction", adviceType: "licence" } },
      "Meddelandet är återtaget",
    ],
  ] as const)("%s", (_title, over, mark) => {
    expect(render([makeLine({ caseId: 1, ...over })])).toContain(`>${mark}<`);
  });

  it("entries without a priority come under a heading of their own", () => {
    const entry = makeEntry({ priority: null });
    expect(render([makeLine({ caseId: 1, entry })])).toContain("Utan prioritet");
  });
});
