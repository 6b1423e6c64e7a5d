import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { CHANGE_KINDS } from "../../src/domain/change.ts";
import { createExampleFiles } from "../../src/demo/example-files.ts";
import {
  beginRegion,
  createCommandLine,
  expectRefusal,
  readAnswer,
  type CommandLine,
} from "../support/command-line.ts";
import { startFileServer, type FileServer } from "../support/file-server.ts";

const { days, list } = createExampleFiles({ today: "2026-08-21" });
const [firstDay, secondDay] = [days[0].xml, days[1].xml];

const countsSchema = z.partialRecord(z.enum(CHANGE_KINDS), z.int().min(1));
const ingestSchema = z.object({
  snapshot: z.int(),
  reports: z.int(),
  notices: z.int(),
  packages: z.int(),
  baseline: z.boolean(),
  changes: countsSchema,
});
const changesSchema = z.strictObject({
  counts: countsSchema,
  changes: z.array(
    z.strictObject({
      kind: z.enum(CHANGE_KINDS),
      reportId: z.string(),
      nplId: z.string(),
      productName: z.string(),
      atc: z.string().nullable(),
    }),
  ),
});
const importSchema = z.strictObject({
  entries: z.int(),
  accepted: z.int(),
  rejected: z.array(z.strictObject({ row: z.int(), column: z.string(), problem: z.string() })),
});
const matchSchema = z.object({
  reportId: z.string(),
  nplId: z.string(),
  status: z.enum(["ongoing", "upcoming"]),
  why: z.string().min(1),
});
const matchesSchema = z.object({
  entries: z.array(
    z.object({ atc: z.string(), formGroup: z.string().nullable(), notices: z.array(matchSchema).nonempty() }),
  ),
});

/** The example's day changes more than a nation's. */
const env = { GUARD_MAX_CHANGE: "1" };

async function ingest(line: CommandLine, content: string, settings: Record<string, string> = env) {
  const file = await line.write("notices.xml", content);
  return line.run(["ingest", "lakemedelsverket", "--file", file, "--json"], { env: settings });
}

async function importList(line: CommandLine, content: string, ...options: string[]) {
  const file = await line.write("list.csv", content);
  return line.run(["list", "import", "12", file, "--json", ...options]);
}

// The two halves run beside each other, each on a folder of its own.
describe("the notices", { concurrent: true }, () => {
  describe("of two days, and a list", { concurrent: false }, () => {
    let line: CommandLine;
    beforeAll(async () => {
      line = await createCommandLine();
    });
    afterAll(() => line.close());

    it("begin with a baseline, which has no changes", async () => {
      const answer = await ingest(line, firstDay);
      const said = readAnswer(answer, ingestSchema);
      expect(said).toMatchObject({ snapshot: 1, baseline: true, changes: {} });
      expect(said.packages).toBeGreaterThan(said.notices);
      expect(said.notices).toBeGreaterThan(said.reports);
      expect(answer.stderr).toBe("");
    });

    it("a list's bad rows are told on stderr with row and column, and the others are in use", async () => {
      const rows = list.trimEnd().split("\n");
      const answer = await importList(line, [...rows, "J01D-2,Fel,parenteral", "N02BE01,,oral"].join("\n"));
      const { rejected, ...counts } = readAnswer(answer, importSchema);
      expect(counts).toEqual({ entries: rows.length + 1, accepted: rows.length - 1 });
      expect(rejected).toMatchObject([
        { row: rows.length + 1, column: "ATC" },
        { row: rows.length + 2, column: "Substans" },
      ]);
      const told = rejected.map(({ row, column, problem }) => `list.csv, row ${row}, column ${column}: ${problem}\n`);
      expect(answer.stderr.replaceAll(`${line.folder}/`, "")).toBe(told.join(""));
      expect(answer.stderr).toContain('"J01D-2" is no ATC code; write');
    });

    it("the second day's changes are counted by kind, and `changes` tells each of them", async () => {
      const { changes: counts, ...said } = readAnswer(await ingest(line, secondDay), ingestSchema);
      expect(said).toMatchObject({ snapshot: 2, baseline: false });
      expect(Object.keys(counts).sort()).toEqual([...CHANGE_KINDS].sort());
      const told = readAnswer(await line.run(["changes", "--json"]), changesSchema);
      expect(told.counts).toEqual(counts);
      for (const kind of CHANGE_KINDS)
        expect(told.changes.filter((change) => change.kind === kind)).toHaveLength(counts[kind] ?? 0);

      const again = readAnswer(await ingest(line, secondDay), ingestSchema);
      expect(again, "the same file once more").toEqual({ ...said, changes: {} });
      const since = readAnswer(await line.run(["changes", "--since", "1", "--json"]), changesSchema);
      expect(since, "and the changes stay").toEqual(told);
    });

    it("`matches` tells the open notices of every entry they hit, and why", async () => {
      const { entries } = readAnswer(await line.run(["matches", "12", "--json"]), matchesSchema);
      expect(entries.length).toBeGreaterThan(25);
      expect(entries.find(({ atc }) => atc === "J01DH02")).toMatchObject({ formGroup: "parenteral" });
      for (const { atc, notices } of entries)
        for (const { why } of notices) expect(why).toContain(`ryms i listans ${atc}`);
    });
  });
});

describe("what is refused", { concurrent: true }, () => {
  describe("with one sentence of place and mend, and with exit 1, is", { concurrent: false }, () => {
    const root = /[^]*?<MedicineShortages>/.exec(secondDay)?.[0] ?? "";
    let line: CommandLine;
    let server: FileServer;
    let before: readonly string[] = [];

    async function look(): Promise<readonly string[]> {
      const answers = [await line.run(["changes", "--json"]), await line.run(["matches", "12", "--json"])];
      expect(answers).toMatchObject(answers.map(() => ({ code: 0, stderr: "" })));
      return answers.map(({ stdout }) => stdout);
    }

    beforeAll(async () => {
      [line, server] = await Promise.all([createCommandLine(), startFileServer()]);
      await (await beginRegion(line)).close();
      before = await look();
    });
    afterAll(() => Promise.all([line.close(), server.stop()]));

    it.each([
      ["cut short", secondDay.slice(0, secondDay.length / 2), /line \d+: the file is cut short .*; fetch the file/],
      [
        "of another namespace",
        secondDay.replace("/v3/", "/v4/"),
        /line \d+: the file is of ".*\/v4\/" where .*; fetch/,
      ],
      ["empty", "", /: the file is empty; fetch the file again from https:/],
      ["with a DOCTYPE", secondDay.replace("?>", '?>\n<!DOCTYPE x [<!ENTITY a "b">]>'), /line 2: .* DOCTYPE.*; fetch/],
      ["deeply nested", root + "<a>".repeat(70), /line \d+: more than 64 elements inside each other; fetch/],
    ])("a file that is %s", async (_name, content, sentence) => {
      const answer = await ingest(line, content);
      expectRefusal(answer, sentence);
      expect(answer.stderr).toContain("notices.xml");
    });

    it("a file that is larger than it may be", async () => {
      const answer = await ingest(line, secondDay, { MAX_FILE_MB: "0.001" });
      expectRefusal(answer, /notices\.xml: .* more than the 1000 allowed; .* raise MAX_FILE_MB/);
    });

    it("a file that is not there", async () => {
      const answer = await line.run(["ingest", "lakemedelsverket", "--file", "/nowhere/file.xml", "--json"]);
      expectRefusal(answer, /^\/nowhere\/file\.xml: there is no such file/);
    });

    it("a list with a bad row that has to be right, and a list with a column nobody knows", async () => {
      const strict = await importList(line, "ATC,Substans\nJ01DH02,Meropenem\nfel,Fel", "--strict");
      expect(strict).toMatchObject({ code: 1, stdout: "" });
      expect(strict.stderr).toMatch(/, row 3, column ATC: .*\n.*nothing was imported; mend the 1 rows above/);
      expectRefusal(await importList(line, "ATC,Substans,Pris\nJ01DH02,Meropenem,1"), /row 1, column 3: .*"Pris"; the/);
    });

    it("a server without the file, and an address that may not be opened, which is not tried again", async () => {
      const command = ["ingest", "lakemedelsverket", "--json"];
      const address = { LAKEMEDELSVERKET_URL: server.url };
      const missing = await line.run(command, { env: { ...address, ALLOW_PRIVATE_HOSTS: server.host } });
      expectRefusal(
        missing,
        /^Läkemedelsverket.* could not be fetched: .* answered 404; what was taken in before stands/,
      );
      expect(missing.stderr.match(/Läkemedelsverket/g)).toHaveLength(1);
      expectRefusal(await line.run(command, { env: address }), /is not a public address \(loopback\)/);
      expect(server.asked.times).toBe(1);
    });

    it("nothing that leaves a trace: the changes and the matches are what they were", async () => {
      expect(await look()).toEqual(before);
    });
  });
});
