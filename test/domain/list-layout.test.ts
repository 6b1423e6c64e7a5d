import { describe, expect, it } from "vitest";
import type { LayoutQuestion } from "../../src/domain/list-import.ts";
import { askedLayout, chooseLayout, type LayoutWish } from "../../src/domain/list-layout.ts";

const LAYOUT = {
  sheet: "Vår",
  sheets: ["Vår", "Höst"],
  headerRow: 1,
  head: [
    { row: 1, text: "ATC" },
    { row: 3, text: "Kod" },
  ],
};
const LETTERS = [{ encoding: "cp850", sample: ["Järn"] }];
const EMPTY: LayoutWish = { encoding: "", sheet: "", row: "" };

function choose(wish: Partial<LayoutWish>, asked: Partial<LayoutQuestion> = {}, chosen = {}) {
  const question = { sheets: LAYOUT.sheets, encodings: [], layout: LAYOUT, ...asked };
  return chooseLayout({ ...EMPTY, ...wish }, { asked: question, chosen });
}

describe("where the list stands in a file", () => {
  it("is for choosing once the file has been looked at", () => {
    expect(askedLayout(null)).toBeNull();
    expect(askedLayout({ kind: "columns", titles: [], missing: [] })).toBeNull();
    expect(askedLayout({ kind: "refused", fault: { kind: "no-rows", reason: "" } })).toBeNull();
    const asked = { sheets: LAYOUT.sheets, encodings: [], layout: LAYOUT };
    expect(askedLayout({ kind: "columns", titles: [], missing: [], layout: LAYOUT })).toEqual(asked);
    const question = { kind: "layout", fault: { kind: "sheets", reason: "" }, ...asked } as const;
    expect(askedLayout(question)).toEqual(question);
  });

  it("is taken as it was said, a row only of the sheet that was shown", () => {
    expect(choose({ row: "3" })).toEqual({ kind: "chosen", layout: { headerRow: 3 } });
    expect(choose({ sheet: "Vår", row: "3" })).toEqual({ kind: "chosen", layout: { sheet: "Vår", headerRow: 3 } });
    expect(choose({ sheet: "Höst", row: "3" })).toEqual({ kind: "chosen", layout: { sheet: "Höst" } });
    expect(choose({}, {}, { encoding: "cp850", sheet: "Vår" })).toEqual({
      kind: "chosen",
      layout: { encoding: "cp850" },
    });
    expect(choose({ encoding: "cp850" }, { encodings: LETTERS })).toEqual({
      kind: "chosen",
      layout: { encoding: "cp850" },
    });
  });

  it.each([
    [{ row: "2" }, {}, ["row unknown"]],
    [{ sheet: "Vinter", row: "2", encoding: "cp850" }, {}, ["encoding unknown", "sheet unknown", "row unknown"]],
    [{}, { encodings: LETTERS, layout: null }, ["encoding missing"]],
    [{}, { layout: null }, ["sheet missing"]],
    [{ row: "1" }, { layout: null }, ["row unknown"]],
  ])("%j of %j is refused: %j", (wish, asked, expected) => {
    const result = choose(wish, asked);
    const problems = result.kind === "refused" ? result.problems : [];
    expect(problems.map(({ field, kind }) => `${field} ${kind}`)).toEqual(expected);
  });

  it("need not be said where there is one sheet", () => {
    expect(choose({}, { sheets: ["Vår"], layout: null }).kind).toBe("chosen");
  });
});
