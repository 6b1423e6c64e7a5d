import { execFileSync } from "node:child_process";
import { createWriteStream } from "node:fs";
import { truncate } from "node:fs/promises";
import { join } from "node:path";
import { array, assert, asyncProperty, nat, tuple } from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { IngestResult } from "../../src/services/intake/ingest-file.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";
import type { Source } from "../../src/sources/source.ts";
import { makeEntry } from "../support/builders.ts";
import { manyReports } from "../support/lakemedelsverket-file.ts";
import { createScene, dumpTables, REGION, type Scene } from "../support/scene.ts";

/** A good file of about 60 KB, which the database has taken in before any broken one comes. */
const good = manyReports(13);
const goodBytes = Buffer.from(good);

/** Where a rejection must say that the fault is: a line, a byte, or the file as a whole. */
const PLACE = /^(line [1-9]\d*|byte [1-9]\d*|the file|none of the \d+ reports) ?\S/;

let scene: Scene;
let before: Record<string, string[]>;

beforeAll(async () => {
  scene = await createScene();
  await scene.takeList([makeEntry()]);
  await scene.subscribe({ regionCode: REGION });
  scene.clock = new Date("2026-08-21T08:00:00Z");
  const result = await scene.ingestText(lakemedelsverket, good);
  expect(result).toMatchObject({ kind: "ingested", reports: 13, notices: 26, warnings: [] });
});
beforeEach(async () => {
  before = await dumpTables(scene.db);
});
afterAll(() => scene.close());

/** The dump but for the files that were not believed, which are kept on purpose. */
function withoutRefused(dump: Record<string, string[]>): Record<string, string[]> {
  return { ...dump, snapshot: (dump["snapshot"] ?? []).filter((row) => row.includes('"status": "accepted"')) };
}

/** The dump but for what says that a file came. */
function withoutFiles(dump: Record<string, string[]>): Record<string, string[]> {
  return { ...dump, snapshot: [], source_state: [] };
}

function takeIn(content: string | Uint8Array): Promise<IngestResult> {
  return scene.ingestText(lakemedelsverket, content);
}

/** Takes a file in that must be refused and leave nothing behind; gives the reason. */
async function takeInBroken(content: string | Uint8Array): Promise<string> {
  const result = await takeIn(content);
  if (result.kind === "ingested") throw new Error("test: a broken file was believed");
  expect(result.reason).toMatch(PLACE);
  expect(withoutRefused(await dumpTables(scene.db))).toEqual(withoutRefused(before));
  return result.reason;
}

function inRoot(text: string): string {
  return good.replace("<MedicineShortages>", `<MedicineShortages>${text}`);
}

function withHead(head: string): string {
  return good.replace('<?xml version="1.0" encoding="utf-8"?>', head);
}

/** Text in windows-1252's part that is also ISO-8859-1's. */
function latin1(text: string): Buffer {
  return Buffer.from(text, "latin1");
}

function utf16(text: string): Buffer {
  return Buffer.from(text, "utf16le");
}

const XML = '<?xml version="1.0"?>';
const entities = Array.from({ length: 9 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join("");

describe("a broken national file is refused with place and reason, and changes nothing", () => {
  const corpus: [string, () => string | Uint8Array, RegExp][] = [
    ["empty", () => "", /^the file is empty/],
    ["NULs only", () => Buffer.alloc(70_000), /^byte 1: .*UTF-32/],
    ["a NUL in the midst", () => good.replace("Omvägen", "Om\u0000vägen"), /^line \d+: .*disallowed character/],
    ["two roots", () => good + good.slice(good.indexOf("<OpenData")), /^line \d+: .*only one root/],
    ["a second root of another name", () => `${good}<b/>`, /only one root/],
    ["elements 100,000 deep", () => inRoot("<a>".repeat(100_000)), /^line 3: more than 64 elements/],
    [
      "a billion laughs",
      () => withHead(`${XML}<!DOCTYPE a [<!ENTITY l0 "ha">${entities}]>`).replace("Omvägen", "&l9;"),
      /^line 1: the file has a DOCTYPE/,
    ],
    [
      "an external entity",
      () => withHead(`${XML}<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>`).replace("Omvägen", "&e;"),
      /^line 1: the file has a DOCTYPE/,
    ],
    [
      "a parameter entity",
      () => withHead(`${XML}<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>`),
      /^line 1: the file has a DOCTYPE/,
    ],
    ["an outer DTD", () => withHead(`${XML}<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">`), /DOCTYPE/],
    ["an entity nobody declared", () => good.replace("Omvägen", "&e;"), /^line \d+: .*undefined entity/],
    ["ISO-8859-1 that says UTF-8", () => latin1(good), /^byte \d+: no character in utf-8/],
    [
      "UTF-8 that says UTF-7",
      () => withHead('<?xml version="1.0" encoding="utf-7"?>'),
      /^line 1: the encoding "utf-7"/,
    ],
    [
      "UTF-16 cut within a character",
      () => Buffer.concat([utf16(`\uFEFF${good}`), Buffer.of(0x3c)]),
      /^byte \d+: the file ends/,
    ],
    ["packed by gzip", () => Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0), /^byte 2: /],
    ["a web page", () => "<!doctype html><title>503</title>", /^line 1: not well-formed XML/],
    [
      "31 February as its own date",
      () => good.replace(/creationDate="[^"]*"/, 'creationDate="2026-02-31T02:27:13+01:00"'),
      /^line 2: creationDate/,
    ],
    ["hour 25 as its own time", () => good.replace("T02:27:13", "T25:27:13"), /^line 2: creationDate/],
    [
      "of a day before the last one",
      () => good.replace('creationDate="2026-08-21', 'creationDate="2026-08-20'),
      /^the file was made/,
    ],
    [
      "letters in every report id",
      () => good.replaceAll("-4000-", "-abcg-"),
      /^none of the 13 reports could be read \(line 4: /,
    ],
    [
      "31 February in every package",
      () => good.replaceAll("<ForecastedStartDate>2026-08-", "<ForecastedStartDate>2026-02-31"),
      /^none of the/,
    ],
    ["no report", () => good.replace(/<MedicineShortage>[^]*<\/MedicineShortage>/, ""), /^the file holds no reports/],
  ];

  it.each(corpus)("%s", async (_name, content, reason) => {
    expect(await takeInBroken(content())).toMatch(reason);
  });

  it("cut after any kilobyte", async () => {
    const lengths = Array.from({ length: Math.floor(goodBytes.length / 1_024) }, (_, at) => (at + 1) * 1_024);
    expect(lengths.length).toBeGreaterThan(55);
    for (const length of lengths) {
      const result = await takeIn(goodBytes.subarray(0, length));
      expect(result).toMatchObject({ kind: "rejected", reason: expect.stringMatching(/^(line|byte) \d+: the file/) });
    }
    expect(withoutRefused(await dumpTables(scene.db))).toEqual(withoutRefused(before));
  });

  it("40 MB of spaces, of which no more than a piece is looked at", async () => {
    const spaces = Buffer.alloc(40_000_000, " ");
    expect(await takeInBroken(spaces)).toMatch(/^line 1: more than 1000000 characters without an element/);
    const hidden = Buffer.concat([goodBytes.subarray(0, 400), spaces, goodBytes.subarray(400)]);
    expect(await takeInBroken(hidden)).toMatch(/^line \d+: more than 1000000 characters without an element/);
  });

  it("a gigabyte, by its size and without being read", async () => {
    const file = await scene.writeFile("");
    await truncate(file, 2 ** 30);
    const result = await scene.ingestFrom(lakemedelsverket, { file });
    expect(result).toMatchObject({ kind: "rejected", reason: expect.stringMatching(/^the file is 1073741824 bytes/) });
    expect(await dumpTables(scene.db)).toEqual(before);
  });
});

it("spaces without end, through a pipe, are given up after a megabyte or little more", async () => {
  const pipe = join(scene.folder, "pipe");
  execFileSync("/bin/sh", ["-c", 'mkfifo "$0"', pipe]);
  const reading = lakemedelsverket.read({ file: pipe, maxBytes: 2 ** 40, now: new Date(), onNotices: () => undefined });
  const spaces = Buffer.alloc(65_536, " ");
  const writer = createWriteStream(pipe);
  const given = await new Promise<number>((resolve) => {
    writer.on("error", () => resolve(writer.bytesWritten));
    const write = (): void => void writer.write(spaces, (error) => error == null && write());
    write();
  });
  expect(await reading).toMatchObject({
    kind: "rejected",
    reason: expect.stringMatching(/^line 1: more than 1000000 /),
  });
  expect(given).toBeLessThan(3_000_000);
});

describe("an odd national file is read, and what cannot be read in it changes nothing", () => {
  const first = "00000000-0000-4000-8000-000000000000";
  const corpus: [string, () => string | Uint8Array, RegExp | null][] = [
    ["UTF-16 by its byte order mark", () => utf16(`\uFEFF${good}`), null],
    ["UTF-8 with a byte order mark", () => `\uFEFF${good}`, null],
    ["ISO-8859-1 that says so", () => latin1(withHead('<?xml version="1.0" encoding="iso-8859-1"?>')), null],
    [
      "31 February as a forecast end",
      () => good.replace("<ForecastedEndDate>2026-09-30", "<ForecastedEndDate>2026-02-31"),
      /^line 28: report .* left out: ForecastedEndDate "2026-02-31" is no date$/,
    ],
    [
      "a forecast start in words",
      () => good.replace("<ForecastedStartDate>2026-08-15", "<ForecastedStartDate>i höst"),
      /^line 27: report .* left out: ForecastedStartDate "i höst" is no date$/,
    ],
    ["letters in a report id", () => good.replace(first, first.replace("4000", "xyzå")), /is no report id$/],
    [
      "letters in an NPL id",
      () => good.replace("<NPLId>20100101000011", "<NPLId>2010010100001A"),
      /^line \d+: .* is not 14 digits$/,
    ],
    [
      "letters in a package id",
      () => good.replace("<NPLPackId>20100101100018", "<NPLPackId>x"),
      /^line \d+: .* is not 14 digits$/,
    ],
    ["an unknown element", () => inRoot("<Note/>"), /^line 3: unknown element "Note" left out$/],
  ];

  it.each(corpus)("%s", async (_name, content, warning) => {
    const result = await takeIn(content());
    expect(result).toMatchObject({ kind: "ingested", known: false, changes: {}, published: 0 });
    const warnings = result.kind === "ingested" ? result.warnings : [];
    const told = warnings.map(({ place, problem }) => `${place}: ${problem}`);
    expect(told).toEqual(warning === null ? [] : [expect.stringMatching(warning)]);
    expect(withoutFiles(await dumpTables(scene.db))).toEqual(withoutFiles(before));
  });
});

it("whatever bits flip, the file is refused and changes nothing, or read and says what is odd", async () => {
  const flips = array(tuple(nat(goodBytes.length - 1), nat(7)), { minLength: 1, maxLength: 4 });
  await assert(
    asyncProperty(flips, async (places) => {
      const bytes = Buffer.from(goodBytes);
      for (const [at, bit] of places) bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
      const result = await takeIn(bytes);
      if (result.kind === "ingested") {
        for (const { place } of result.warnings) expect(place).toMatch(/^line [1-9]\d*$/);
        before = await dumpTables(scene.db);
        return;
      }
      expect(result.reason).toMatch(PLACE);
      expect(withoutRefused(await dumpTables(scene.db))).toEqual(withoutRefused(before));
    }),
    { numRuns: 80 },
  );
});

it("a file that cannot be read is a fault of the machine and not of the file, and changes nothing", async () => {
  const gone: Source = {
    ...lakemedelsverket,
    read: (input) => lakemedelsverket.read({ ...input, file: `${input.file}-gone` }),
  };
  const file = await scene.writeFile(good.replace("Omvägen", "Genvägen"));
  await expect(scene.ingestFrom(gone, { file })).rejects.toThrow("services/intake: unable to ingest lakemedelsverket");
  expect(await dumpTables(scene.db)).toEqual(before);
});
