import { describe, expect, it } from "vitest";
import { openRegionList } from "../../src/sources/region-list.ts";
import { readTable, readTableBytes, type ThreadLimits } from "../../src/sources/table-thread.ts";
import { withFile } from "../support/source-file.ts";
import { makeXlsx, makeXlsxParts, makeZip } from "../support/xlsx-file.ts";

/** How often this process had its turn while the work went on. */
async function countTurns<T>(work: Promise<T>): Promise<{ result: T; turns: number }> {
  let turns = 0;
  let isDone = false;
  const turn = (): void => {
    turns += 1;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  const result = await work.finally(() => {
    isDone = true;
  });
  return { result, turns };
}

async function reasonOf(content: string | Buffer, limits?: Partial<ThreadLimits>): Promise<string> {
  const table = await readTableBytes(Buffer.from(content), {}, limits);
  return table.kind === "rejected" ? table.reason : "it was read";
}

describe("a file is read while everybody else goes on", () => {
  it("19 MB of quotation marks hold nobody up, and are refused", async () => {
    const { result, turns } = await countTurns(openRegionList(Buffer.alloc(19_000_000, '"')));
    expect(result).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("a quotation mark may be opened"),
    });
    expect(turns).toBeGreaterThan(1000);
  });

  it("so do 15,000 rows that are a list, which come over in portions", async () => {
    const rows = Array.from(
      { length: 15_000 },
      (_, at) => `J01DH${String(at % 100).padStart(2, "0")};Ämne ${at};${at + 1} mg`,
    );
    const { result, turns } = await countTurns(openRegionList(Buffer.from(`ATC;Substans;Styrka\n${rows.join("\n")}`)));
    expect(result).toMatchObject({ kind: "opened", total: 15_000 });
    expect(turns).toBeGreaterThan(100);
    if (result.kind === "opened")
      expect([...result.rows()].at(-1)).toMatchObject({ entry: { substance: "Ämne 14999" } });
  });

  it("what a thread reads is what the reader reads, with what is odd and hidden in it", async () => {
    const parts = makeXlsxParts({ A: [["a"], ["b", { number: 46300, format: "d-mmm" }], ["c"]] });
    const path = "xl/worksheets/sheet1.xml";
    const sheet = (parts[path] ?? "").replace('<row r="3">', '<row r="3" hidden="1">');
    const table = await withFile(makeZip({ ...parts, [path]: sheet }), (file) =>
      readTable({ file, maxBytes: 100_000 }),
    );
    expect(table).toMatchObject({
      rows: [["a"], ["b", "2026-10-05"], ["c"]],
      marks: { odd: new Map([[1, new Map([[1, { kind: "date", shown: "5-okt" }]])]]), hiddenRows: new Set([2]) },
      sheet: "A",
    });
  });
});

describe("a hostile file costs a thread, and the thread is ended", () => {
  it("when it takes too long", async () => {
    expect(await reasonOf('""\n'.repeat(2_000_000), { timeoutMs: 20 })).toContain("the file was not read within");
  });

  it("when it takes too much memory", async () => {
    const rows = "abcdefghij;klmnopqrst\n".repeat(190_000);
    expect(await reasonOf(rows, { memoryMb: 16 })).toBe("the file needs more than 16 MB to be read: is it a table?");
  });

  const size = 4_000_000;
  it.each([
    ["semicolons", ";".repeat(size), "columns are too many"],
    ["rows of semicolons", `${";".repeat(199)}\n`.repeat(26_000), "cells are too many"],
    ["empty rows", "\n".repeat(size), "rows are too many"],
    ["rows of quotation marks", '"\n'.repeat(size), "rows are too many"],
    ["empty cells in quotation marks", '"";'.repeat(size / 2), "columns are too many"],
    ["one line", "x".repeat(size), "a row is longer than 1000000 characters"],
    ["a cell that is never closed", `a;b\n"${"x".repeat(size)}`, "a row is longer than 1000000 characters"],
    ["rows in an encoding of their own", Buffer.from("J\u008arn\n".repeat(size / 3), "latin1"), "rows are too many"],
    ["letters nobody can tell", Buffer.alloc(size, 0x8a), "the text's encoding cannot be told"],
  ])("%s are refused with what is wrong", async (_name, content, reason) => {
    expect(await reasonOf(content)).toContain(reason);
  });

  const withSheet = (xml: string): Buffer =>
    makeZip({ ...makeXlsxParts({ A: [["x"]] }), "xl/worksheets/sheet1.xml": xml });
  it.each([
    ["16,384 columns", makeXlsx({ A: [Array.from({ length: 16_384 }, () => 1)] }), "columns are too many"],
    ["a million rows", withSheet(`<a>${'<row r="1"/>'.repeat(1_048_577)}</a>`), "rows; is it real?"],
    ["entities", withSheet('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "DOCTYPE"],
    ["depth", withSheet("<a>".repeat(100_000)), "64 elements"],
    ["a bomb", withSheet(`<a>${" ".repeat(100_000_001)}</a>`), "unfolds to more than 100 MB"],
    [
      "merged cells",
      withSheet(`<a><row><c><v>1</v></c></row>${'<mergeCell ref="A1:A99999"/>'.repeat(50_000)}</a>`),
      "it was read",
    ],
  ])("a workbook of %s is told within its limits", async (_name, bytes, reason) => {
    expect(await reasonOf(bytes)).toContain(reason);
  });
});
