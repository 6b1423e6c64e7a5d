import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/cli/command.ts";
import { parseTableOptions } from "../../src/cli/table-options.ts";

describe("which part of a file is the table", () => {
  it("is said by sheet, row and encoding, or found out", () => {
    expect(parseTableOptions({ sheet: "Lista 2026", "header-row": "3", encoding: "Macintosh" })).toEqual({
      sheet: "Lista 2026",
      headerRow: 3,
      encoding: "macintosh",
    });
    expect(parseTableOptions({})).toEqual({});
  });

  it.each([
    [{ sheet: "" }, "--sheet should be a sheet's name"],
    [{ "header-row": "0" }, "from 1 to 1000"],
    [{ "header-row": "2.5" }, "from 1 to 1000"],
    [{ encoding: "swedish" }, "--encoding should be one of utf-8, windows-1252"],
  ])("is not said by %j", (values, problem) => {
    expect(() => parseTableOptions(values)).toThrow(UsageError);
    expect(() => parseTableOptions(values)).toThrow(problem);
  });
});
