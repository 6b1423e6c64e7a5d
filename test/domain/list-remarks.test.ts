import { describe, expect, it } from "vitest";
import { checkOwn, describeRemark, joinListRows, REMARK_WORDS } from "../../src/domain/list-remarks.ts";
import type { ListEntry, OwnProduct } from "../../src/domain/list.ts";
import type { Product } from "../../src/domain/product.ts";
import { makeEntry, makeProduct } from "../support/builders.ts";

const NPL_ID = "20990000000011";
const NOTHING: OwnProduct = { nplId: null, nplPackId: null, articleNumber: null, name: null };

function makeLine(row: number, own: Partial<OwnProduct>[] = [], over: Partial<ListEntry> = {}): ListEntry {
  return makeEntry({ row, atc: "J01DH02", own: own.map((one) => ({ ...NOTHING, ...one })), ...over });
}

function catalogueOf(over: Partial<Product> = {}): ReadonlyMap<string, Product> {
  return new Map([[NPL_ID, makeProduct({ nplId: NPL_ID, name: "Exempem", strength: "1 g", atc: "J01DH02", ...over })]]);
}

describe("a further row of a line", () => {
  const line = makeLine(2, [{ name: "Exempem" }], { priority: 1, category: "Infektion" });

  it("adds its products, each once, and is told of nothing that it leaves empty or says as well", () => {
    const further = makeLine(5, [{ name: "Exempem" }, { name: "Annat" }], { priority: 1, category: null });
    const { entry, remarks } = joinListRows(line, further);
    expect(entry.own.map(({ name }) => name)).toEqual(["Exempem", "Annat"]);
    expect([entry.row, entry.category, remarks]).toEqual([2, "Infektion", []]);
  });

  it("is told of what it says otherwise, and the earlier row holds", () => {
    const { entry, remarks } = joinListRows(line, makeLine(5, [], { priority: 3, category: "Infektion" }));
    expect(entry.priority).toBe(1);
    expect(remarks).toEqual([{ row: 5, line: 2, column: "Prioritet", kind: "differs", values: ["2", "1", "3"] }]);
    expect(remarks.map(describeRemark)).toEqual([REMARK_WORDS.differs("2", "1", "3")]);
  });
});

it("of an advice that says otherwise only the columns that differ are told", () => {
  const advice = (sv: string) => ({ standingAdvice: { type: "ask-specialist", text: { sv } } as const });
  const { remarks } = joinListRows(makeLine(2, [], advice("Fråga.")), makeLine(3, [], advice("Ring.")));
  expect(remarks.map(({ column, values }) => [column, ...values])).toEqual([["Rådstext", "2", "Fråga.", "Ring."]]);
});

describe("what the catalogue says against a line's products", () => {
  const kinds = (own: Partial<OwnProduct>[], catalogue: Parameters<typeof checkOwn>[1]) =>
    checkOwn([makeLine(2), makeLine(3, own)], catalogue).map(({ kind, column, row, line }) => [
      kind,
      column,
      row,
      line,
    ]);

  it("is nothing where it knows them, of that code and for people", () => {
    expect(kinds([{ nplId: NPL_ID }], catalogueOf())).toEqual([]);
    expect(kinds([{ nplId: NPL_ID }], catalogueOf({ atc: null }))).toEqual([]);
    expect(kinds([], null)).toEqual([]);
  });

  it.each<[string, Partial<Product>]>([
    ["own-animal", { veterinary: true }],
    ["own-other-atc", { atc: "J01DH03" }],
    ["own-gone", { status: "deregistered" }],
  ])("is %s of what it knows otherwise", (kind, over) => {
    expect(kinds([{ nplId: NPL_ID }], catalogueOf(over))).toEqual([[kind, "NPL-id", 3, 3]]);
  });

  it("is that it does not know a number", () => {
    expect(kinds([{ nplId: NPL_ID }], new Map())).toEqual([["own-unknown", "NPL-id", 3, 3]]);
  });

  it("is told once before there is a catalogue, and only where there are numbers to look up", () => {
    const lines = [makeLine(2, [{ nplId: NPL_ID }]), makeLine(3, [{ nplId: NPL_ID }])];
    expect(checkOwn(lines, null)).toEqual([{ row: 2, line: 2, column: "NPL-id", kind: "own-unchecked", values: [] }]);
    expect(kinds([{ name: "Exempem" }], null)).toEqual([["own-uncertain", "Upphandlat", 3, 3]]);
  });

  it("is that what has no NPL id cannot be looked up, at the column that names it", () => {
    expect(
      kinds([{ nplPackId: NPL_ID, name: "A" }, { articleNumber: "012345", name: "B" }, { name: "C" }], catalogueOf()),
    ).toEqual([
      ["own-uncertain", "NPL-packid", 3, 3],
      ["own-uncertain", "Varunummer", 3, 3],
      ["own-uncertain", "Upphandlat", 3, 3],
    ]);
  });
});
