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
