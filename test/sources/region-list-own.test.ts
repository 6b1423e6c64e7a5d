import { describe, expect, it } from "vitest";
import { parseRegionList, type ParsedList } from "../../src/sources/region-list.ts";
import { makeXlsx } from "../support/xlsx-file.ts";

function parse(...lines: string[]): ParsedList {
  return parseRegionList(Buffer.from(lines.join("\n")));
}

/** The entries; the test fails with the reason when the file was refused. */
function entriesOf(list: ParsedList) {
  if (list.kind === "refused") throw new Error(list.reason);
  return list.entries;
}

/** Row, column and problem of each rejected row. */
function rejectionsOf(list: ParsedList): [number, string, string][] {
  if (list.kind === "refused") throw new Error(list.reason);
  return list.rejected.map(({ row, column, problem }) => [row, column, problem]);
}

describe("what a region buys, in its list", () => {
  const HEAD = "ATC;Substans;Beredningsform;Prioritet;NPL-id;Upphandlat";
  const [A, B] = ["20161012000014", "20161012000021"];
  const own = (list: ParsedList) => entriesOf(list).map((entry) => entry.own.map(({ nplId, name }) => [nplId, name]));

  it("may stand on lines of their own, which are one line of the list", () => {
    const list = parse(
      HEAD,
      `J01DH02;Meropenem;parenteral;1;${A};Meronem`,
      "A12AX;Kalcium;oral;2;;",
      `J01DH02;Meropenem;injektion;1;${B};Meropenem Kabi`,
      "J01DH02;Meropenem;injektion;1;20161012000038;",
    );
    expect(own(list)).toEqual([
      [
        [A, "Meronem"],
        [B, "Meropenem Kabi"],
        ["20161012000038", null],
      ],
      [],
    ]);
    expect(list).toMatchObject({ joined: 2, remarks: [] });
  });

  it("joins the rows that differ too, and names in what", () => {
    const list = parse(
      HEAD,
      `J01DH02;Meropenem;parenteral;1;${A};`,
      `J01DH02;Meropenem Kabi;parenteral;2;${B};`,
      `J01DH02;Meropenem;parenteral;;20161012000038;`,
    );
    expect(entriesOf(list)).toMatchObject([{ substance: "Meropenem", priority: 1, row: 2 }]);
    expect(own(list)[0]).toHaveLength(3);
    expect(list.kind === "parsed" ? list.remarks : []).toEqual([
      { row: 3, line: 2, column: "Substans", kind: "differs", values: ["2", "Meropenem", "Meropenem Kabi"] },
      { row: 3, line: 2, column: "Prioritet", kind: "differs", values: ["2", "1", "2"] },
    ]);
  });

  it("does not excuse a line that stands twice", () => {
    const line = `J01DH02;Meropenem;parenteral;1;${A};Meronem`;
    for (const again of [line, "J01DH02;Meropenem;parenteral;1;;"])
      expect(rejectionsOf(parse(HEAD, line, again))).toEqual([
        [3, "ATC", "same ATC, form and strength as row 2; keep one of them"],
      ]);
  });

  it("is no more than fifty products of one line", () => {
    const rows = Array.from({ length: 51 }, (_, at) => `J01DH02;Meropenem;parenteral;1;${20_161_012_000_014 + at};`);
    const list = parse(HEAD, ...rows);
    expect(list).toMatchObject({ joined: 49, entries: [{ own: { length: 50 } }] });
    expect(rejectionsOf(list)).toEqual([
      [52, "NPL-id", "one line has more than 50 products that the region buys; keep at most that many"],
    ]);
  });

  it("is refused by the cell's name where a spreadsheet shortened it", () => {
    expect(rejectionsOf(parse(HEAD, `J01DH02;Meropenem;parenteral;1;2,01610E+13;`))).toEqual([
      [2, "NPL-id", expect.stringMatching(/^E2 \(2,01610E\+13\) is a number that a spreadsheet shortened/)],
    ]);
    const rows = (id: string | number) =>
      parseRegionList(
        makeXlsx({
          Lista: [
            ["ATC", "Substans", "NPL-id", "Varunummer"],
            ["J01DH02", "Meropenem", id, 12345],
          ],
        }),
      );
    expect(entriesOf(rows(A))[0]?.own).toMatchObject([{ nplId: A, articleNumber: "012345" }]);
    expect(rejectionsOf(rows("2,0161E+13"))[0]?.[2]).toMatch(/^C2 /);
    expect(rejectionsOf(rows(20_161_000_000_000))[0]?.[2]).toMatch(/^C2 /);
  });
});
