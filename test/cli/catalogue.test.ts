import { utimes } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { catalogueOf } from "../support/catalogue-file.ts";
import { createCommandLine, readAnswer, type CommandLine } from "../support/command-line.ts";

const answerSchema = z.object({
  products: z.number(),
  skippedRows: z.number(),
  asOf: z.string(),
  snapshot: z.number(),
  known: z.boolean(),
  added: z.number(),
  read: z.object({ sheet: z.string().nullable(), headerRow: z.number() }),
});

let line: CommandLine;
beforeAll(async () => {
  line = await createCommandLine();
});
afterAll(() => line.close());

const rows = (count: number) =>
  Array.from({ length: count }, (_, place) => ({
    nplId: String(20_990_000_000_000 + place),
    name: `Exempem ${place}`,
  }));

it("a product file is taken in by hand, known when it comes again, held when it shrank, and taken in on one's word", async () => {
  const whole = await line.write("products.csv", `Register\n\n${catalogueOf(rows(120))}`);
  const take = (file: string) => line.run(["catalogue", "import", file, "--json"]);
  const first = readAnswer(await take(whole), answerSchema);
  expect(first).toMatchObject({ products: 120, added: 120, known: false, read: { sheet: null, headerRow: 3 } });
  expect(readAnswer(await take(whole), answerSchema)).toMatchObject({ products: 120, added: 0, known: true });
  const told = await line.run(["catalogue", "import", whole]);
  expect(told.stdout).toMatch(
    /^This very file was taken in before: 120 products of \d{4}-\d\d-\d\d, and nothing is new\.\n$/,
  );

  const part = await line.write("part.csv", catalogueOf(rows(60)));
  const held = await take(part);
  expect(held).toMatchObject({ code: 1, stdout: "" });
  expect(held.stderr).toMatch(
    /part\.csv: the file has 60 products, 50 % fewer than the last one's 120\. The file is kept as snapshot (\d+) and changed nothing; if it is right, run "ingest accept \1 --reason …"\n$/,
  );
  const snapshot = /snapshot (\d+)/.exec(held.stderr)?.[1] ?? "";
  const accepted = await line.run(["ingest", "accept", snapshot, "--reason", "urval"]);
  expect(accepted.stdout).toMatch(/: 60 products of \d{4}-\d\d-\d\d\.\nProducts: added 0, altered 0, removed 60\.\n$/);
});

it("an older file that comes again is not told as the one in use, and after one is taken back extents are measured again", async () => {
  const other = await createCommandLine();
  try {
    const older = await other.write("older.csv", catalogueOf(rows(3)));
    await utimes(older, new Date("2026-01-02T08:00:00Z"), new Date("2026-01-02T08:00:00Z"));
    const newer = await other.write("newer.csv", catalogueOf(rows(2)));
    await utimes(newer, new Date("2026-01-03T08:00:00Z"), new Date("2026-01-03T08:00:00Z"));
    await other.run(["catalogue", "import", older]);
    await other.run(["catalogue", "import", newer]);
    expect((await other.run(["catalogue", "import", older])).stdout).toBe(
      "This very file was taken in before: 3 products of 2026-01-02, and nothing is new. The catalogue in use is of 2026-01-03.\n",
    );
    const back = await other.run(["ingest", "retract", "2", "--reason", "fel fil"]);
    expect(back.stdout).toMatch(/holds again.*\nHow much of each line is hit has been measured again\.\n$/);
  } finally {
    await other.close();
  }
});
