import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Product } from "../../src/domain/product.ts";
import { lakemedelsverketProducts } from "../../src/sources/lakemedelsverket-products.ts";
import { fixturePath, withFile } from "../support/source-file.ts";
import { makeXlsx } from "../support/xlsx-file.ts";
import { makeProduct } from "../support/builders.ts";

const text = readFileSync(fixturePath("product-catalogue/lakemedelsprodukter.csv"), "utf8");
const NOW = new Date("2026-11-27T08:00:00Z");
const lines = text.trim().split("\n");

async function read(content: string | Uint8Array) {
  const products: Product[] = [];
  const onProducts = (batch: Product[]): void => void products.push(...batch);
  const result = await withFile(content, (file) =>
    lakemedelsverketProducts.read({ file, maxBytes: 50_000_000, now: NOW, onProducts }),
  );
  return { result, products };
}

describe("Läkemedelsverket's product file is read", () => {
  it("with form group, strength and status of each product", async () => {
    const { result, products } = await read(text);
    expect(result).toMatchObject({ kind: "read", products: 6, skippedRows: 0, warningCount: 0 });
    expect(products[0]).toEqual(makeProduct({ form: "Pulver till injektions-/infusionsvätska, lösning" }));
    expect(products.map(({ status, veterinary }) => [status, veterinary]).slice(3)).toEqual([
      ["deregistered", false],
      ["registered", false],
      ["registered", true],
    ]);
  });

  it("with what a product was called before, where the file tells", async () => {
    const [header = "", first = "", second = ""] = lines;
    const told = [`${header};Tidigare läkemedelsnamn`, `${first};Gammalt namn, Äldre namn`, `${second};`].join("\n");
    const { products } = await read(told);
    expect(products.map(({ formerNames }) => formerNames)).toEqual([["Gammalt namn", "Äldre namn"], undefined]);
  });

  it.each([
    ["Verksamt ämne (förenklat)", "Registrerings-status", "NPL-ID"],
    ["Verksamma ämnen", "Registrerings status", "NPL id"],
    ["VERKSAMT ÄMNE", "Registreringsstatus:", "Npl-id "],
    ["Aktiv substans", "Status", "NPL‑id"],
    ["Verksamt_ämne", "Registrerings_status", "NPL_id"],
  ])("whatever small ways its titles vary in: %s, %s, %s", async (substance, status, nplId) => {
    const [header = "", ...others] = lines;
    const titles = header
      .replace("Verksamt ämne", substance)
      .replace("Registreringsstatus", status)
      .replace("NPL-id", nplId)
      .replace("Innehavare", "Innehavare av godkännande (MAH)");
    expect((await read([titles, ...others].join("\n"))).products).toEqual((await read(text)).products);
  });

  it("alike as a workbook, also with ids that were saved as numbers", async () => {
    const rows = lines.map((line) => line.split(";").map((cell) => (/^\d{14}$/.test(cell) ? Number(cell) : cell)));
    expect((await read(makeXlsx({ Lakemedelsprodukter: rows }))).products).toEqual((await read(text)).products);
  });

  it("a row that cannot be read is left out with a warning, and the others are taken", async () => {
    const [header = "", good = ""] = lines;
    const bad = good.replace("20200101000011", "2020");
    const { result, products } = await read([header, bad, good, good, good.replace("J01DH02", "?")].join("\n"));
    expect(products).toHaveLength(1);
    expect(result).toMatchObject({
      skippedRows: 2,
      warnings: [
        { place: 'row 2, column "NPL-id"', problem: '"2020" is not 14 digits' },
        { place: 'row 5, column "ATC-kod"', problem: '"?" is no ATC code' },
      ],
    });
  });

  it("and a name that no message has room for is left out with a warning", async () => {
    const [header = "", good = ""] = lines;
    const { result } = await read([header, good, good.replace(/^[^;]+/, "x".repeat(32_000))].join("\n"));
    const problem = "it has more than 500 characters";
    expect(result).toMatchObject({ products: 1, skippedRows: 1, warnings: [{ problem }] });
  });

  it.each([
    [
      "without any strength",
      lines.map((line, at) => (at === 0 ? line : line.split(";").with(4, "").join(";"))).join("\n"),
      'the column "Styrka" is empty in every row',
    ],
    [
      "without a column",
      text.replace("Registreringsstatus", "x"),
      'the column "Registreringsstatus" or "Status" is missing',
    ],
    ["without rows", lines[0] ?? "", "but no product follows"],
    ["with no readable row", `${lines[0]}\n;;;;;1\n`, 'none of the rows could be read (row 2, column "NPL-id"'],
    ["that is another file", "<html>", "a web page"],
  ])("a file %s is rejected", async (_name, content, reason) => {
    const { result } = await read(content);
    expect(result.kind === "rejected" ? result.reason : "").toContain(reason);
  });

  it("and whatever the rows, it never throws", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 300 }), async (rest) => {
        expect(["read", "rejected"]).toContain((await read(`${lines[0]}\n${rest}`)).result.kind);
      }),
      { numRuns: 100 },
    );
  });
});
