import { describe, expect, it } from "vitest";
import { NameIndex } from "../../src/domain/search-names.ts";
import { search, type SearchBook } from "../../src/domain/search.ts";

const [entries, notices] = [new NameIndex(), new NameIndex()];
for (const name of ["Morfin", "Ketamin", "Meropenem", "Propofol", "Paracetamol", "Piperacillin och tazobaktam"])
  entries.add(name, { kind: "entry" });
notices.add("Kalcium 1 mg oral 123", { kind: "product", codes: ["A12AA04"], notice: 1 });
const book: SearchBook = { entries, notices, products: new NameIndex(), lists: [] };

describe("a question of several names", () => {
  it.each([
    ["morfin ketamin", ["Morfin", "Ketamin"]],
    ["Morfin, meropenem", ["Morfin", "Meropenem"]],
    ["panodil + propofol", ["Paracetamol", "Propofol"]],
    ["är det någon brist på morfin?", ["Morfin"]],
    ["<b>morfin</b>", ["Morfin"]],
    ["piperacillin tazobaktam meropenem", ["Piperacillin och tazobaktam", "Meropenem"]],
  ])("%j is not called unknown: each of its names is offered", (written, names) => {
    const found = search(book, written);
    expect(found.asked).toEqual({ kind: "parts" });
    expect(found.suggestions).toEqual(names);
    expect(found.entries.size).toBe(0);
  });
});

describe("words that stand with many names", () => {
  it.each(["1 1", "' or 1=1 --", "123", "mg", "tablett 10 mg", "Ögondroppar", "oral"])(
    "%j stands in many names and is asked to be a name",
    (written) => {
      expect(search(book, written)).toMatchObject({ asked: { kind: "none" }, notices: [], suggestions: [] });
    },
  );
});
