/** What measuring how much is hit adds to an everyday ingest: 21 lists of 1,000 entries against 25,000 products. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openDatabase } from "../../src/db/client.ts";
import { parseProductName } from "../../src/domain/product-name.ts";
import { importCatalogue } from "../../src/services/intake/import-catalogue.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";
import { catalogueOf, type CatalogueRow } from "../support/catalogue-file.ts";
import { createEmptyDatabase } from "../support/postgres.ts";
import type { Measurement } from "./messages.ts";
import type { Target } from "./report.ts";
import { importLists, measureTask, type RoundInput } from "./rounds.ts";

const PRODUCTS = 25_000;
const MAX_BYTES = 1_000_000_000;
const MAX_SHARE = 0.15;

export interface ExtentResult {
  /** The source's first file, which measures every case. */
  readonly first: Measurement;
  readonly next: Measurement;
}

/** Takes in two days with lists and catalogue in place, each in a process of its own. */
export async function runExtents(
  input: RoundInput & { readonly folder: string; readonly url?: string },
): Promise<ExtentResult> {
  const { files, lists, folder } = input;
  const database = input.url === undefined ? await createEmptyDatabase() : { url: input.url, drop: async () => {} };
  try {
    await importLists(database.url, lists);
    const catalogue = await writeCatalogue({ folder, files, lists });
    await importProducts(database.url, catalogue);
    const first = await measureTask({ what: "extents", file: files.first.path }, database.url);
    const next = await measureTask({ what: "extents", file: files.next.path }, database.url);
    return { first, next };
  } finally {
    await database.drop();
  }
}

/**
 * A product file that knows every product of the national file, and others of the same substances and of all that the
 * lists name: some twenty of a code, as in the real one.
 */
async function writeCatalogue({ folder, files, lists }: RoundInput & { folder: string }): Promise<string> {
  const known = new Map<string, CatalogueRow>();
  await lakemedelsverket.read({
    file: files.first.path,
    maxBytes: MAX_BYTES,
    now: new Date(),
    onNotices(notices) {
      for (const { nplId, productName, atc, holder } of notices) {
        const { name, strength, form } = parseProductName(productName);
        known.set(nplId, { nplId, name, strength: strength ?? "", form: form ?? "", atc: atc.value ?? "", holder });
      }
    },
  });
  const reported = [...known.values()];
  const codes = new Map<string, Omit<CatalogueRow, "nplId">>();
  for (const { entries } of lists)
    for (const { atc, strength } of entries)
      codes.set(atc, { atc, form: "Injektionsvätska, lösning", strength: strength ?? "1 mg/ml" });
  for (const row of reported) codes.set(row.atc ?? "", row);
  const kinds = [...codes.values()];
  const others = Array.from({ length: Math.max(0, PRODUCTS - reported.length) }, (_, place): CatalogueRow => ({
    ...kinds[place % kinds.length],
    nplId: String(70_000_000_000_000 + place),
    name: `Annat ${place}`,
  }));
  const path = join(folder, "products.csv");
  await writeFile(path, catalogueOf([...reported, ...others]));
  return path;
}

async function importProducts(url: string, file: string): Promise<void> {
  const database = await openDatabase(url);
  try {
    const deps = { db: database.db, now: () => new Date(), digestChannels: new Set<string>() };
    const result = await importCatalogue(deps, { file, maxBytes: MAX_BYTES });
    if (result.kind === "rejected") throw new Error(`bench: unable to take in the product file: ${result.reason}`);
  } finally {
    await database.close();
  }
}

/** What it adds to the rest of the ingest. */
function shareOf({ seconds, partSeconds }: Measurement): number {
  const part = partSeconds ?? 0;
  return part / (seconds - part);
}

export function renderExtents({ first, next }: ExtentResult): string {
  const line = (what: string, one: Measurement) =>
    `${what}: ${one.seconds.toFixed(2)} s, of which extents ${(one.partSeconds ?? 0).toFixed(2)} s (${(shareOf(one) * 100).toFixed(1)} % of the rest)`;
  return [line("first file with lists and catalogue", first), line("next day's file", next)].join("\n");
}

export function judgeExtents({ next }: ExtentResult): Target[] {
  const share = shareOf(next);
  return [
    {
      name: `extents: at most ${MAX_SHARE * 100} % on top of an everyday ingest`,
      holds: share <= MAX_SHARE,
      figure: `${(share * 100).toFixed(1)} %`,
    },
  ];
}
