import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { readCatalogue, type CatalogueProduct } from "../../src/demo/catalogue.ts";
import { writeExampleFile } from "../../src/demo/example-files.ts";
import { REGIONS } from "../../src/domain/region.ts";
import type { ListEntry } from "../../src/domain/list.ts";
import { parseRegionList } from "../../src/sources/region-list.ts";

/** As many reports as the real file had on 22 August 2026, which makes 19 MB with information blocks. */
const FULL_SIZE_REPORTS = 2_350;
const SEED = 20_260_821;
const CREATED_AT = new Date("2026-08-21T00:27:13.435Z");
const NEXT_DAY = "2026-08-22T02:25:41.2070000+02:00";
/** One report in so many is touched in a day, every other one by its `LastUpdated` only: 1.5 %, as in the real file. */
const TOUCHED_EVERY = 67;
const LIST_ENTRIES = 1_000;

export interface NationalFile {
  readonly path: string;
  readonly bytes: number;
}

export interface NationalFiles {
  readonly first: NationalFile;
  /** A day later, with 1.5 % of the reports touched. */
  readonly next: NationalFile;
}

/** Writes a made-up national file of `times` full size, and the next day's, into `folder`. */
export async function writeNationalFiles(args: { folder: string; times: number }): Promise<NationalFiles> {
  const write = async (name: string, chunks: () => Iterable<string>): Promise<NationalFile> => {
    const path = join(args.folder, `${args.times}x-${name}.xml`);
    await pipeline(Readable.from(chunks()), createWriteStream(path));
    return { path, bytes: (await stat(path)).size };
  };
  const createReports = (): Iterable<string> =>
    writeExampleFile({
      reports: FULL_SIZE_REPORTS * args.times,
      createdAt: CREATED_AT,
      seed: SEED,
      informationBlocks: true,
    });
  return {
    first: await write("first", createReports),
    next: await write("next", () => touchReports(createReports())),
  };
}

/** The generator counts dates from its own day, so a later day of it would change every row: this changes a few. */
function* touchReports(chunks: Iterable<string>): Generator<string> {
  let place = -1;
  for (const chunk of chunks) {
    if (place === -1) yield chunk.replace(/creationDate="[^"]*"/, `creationDate="${NEXT_DAY}"`);
    else if (place % TOUCHED_EVERY !== 0) yield chunk;
    else yield touchReport(chunk, place % (2 * TOUCHED_EVERY) === 0);
    place += 1;
  }
}

function touchReport(report: string, isMaterial: boolean): string {
  const updated = report.replace(/(<LastUpdated>)[^<]*/, "$12026-08-21");
  return isMaterial ? updated.replace(/<ForecastedEndDate[^>]*(\/>|>[^<]*<\/ForecastedEndDate>)/, END_LATER) : updated;
}

const END_LATER = "<ForecastedEndDate>2027-03-15</ForecastedEndDate>";

/**
 * A list of 1,000 entries for each of the 21 regions. A hospital list of 141 entries hits 12 % of the real file's
 * notices; these hit about half, with every form and strength named, so that matching has its full work.
 */
export function createRegionLists(): { readonly regionCode: string; readonly entries: readonly ListEntry[] }[] {
  const catalogue = readCatalogue().filter((product) => !product.atc.startsWith("Q"));
  return REGIONS.map(({ code }, place) => ({ regionCode: code, entries: createEntries(catalogue, place) }));
}

function createEntries(catalogue: readonly CatalogueProduct[], region: number): readonly ListEntry[] {
  const listed = catalogue.filter((_, place) => (place * 7 + region) % 21 < 11);
  const taken = new Set(catalogue.map((product) => product.atc));
  const rows = ["ATC;Substans;Beredningsform;Styrka;Prioritet;Kategori;Lagerdagar"];
  for (const [place, { atc, substances, form, strength }] of listed.entries()) {
    rows.push([atc, substances, place % 2 === 0 ? form : "", place % 3 === 0 ? strength : "", 2, "", 30].join(";"));
  }
  for (let place = 0; rows.length < 2 * LIST_ENTRIES; place += 1) {
    const atc = createAtc(place);
    if (!taken.has(atc))
      rows.push([atc, `Ämne ${place}`, "injektion", `${(place % 40) + 1} mg/ml`, 3, "", 30].join(";"));
  }
  const parsed = parseRegionList(Buffer.from(rows.join("\n")));
  if (parsed.kind === "refused") throw new Error(`bench: unable to make a list: ${parsed.reason}`);
  return parsed.entries.slice(0, LIST_ENTRIES);
}

/** Codes spread over all the groups of the real system, the 14 letters that it uses first. */
function createAtc(place: number): string {
  const [group, rest] = [place % 14, Math.floor(place / 14)];
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const level2 = String((rest % 9) + 1).padStart(2, "0");
  const level5 = String((place % 60) + 1).padStart(2, "0");
  return `${"ABCDGHJLMNPRSV"[group]}${level2}${letters[rest % 7]}${letters[rest % 11]}${level5}`;
}
