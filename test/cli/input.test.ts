import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { EXTENT_GRADES } from "../../src/domain/extent-fact.ts";
import { CHANGE_KINDS } from "../../src/domain/change.ts";
import { createExampleFiles } from "../../src/demo/example-files.ts";
import {
  createCommandLine,
  expectRefusal,
  readAnswer,
  type Answer,
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
      type: z.enum(["shortage", "cessation", "unknown"]),
      from: z.iso.date().nullable(),
      to: z.iso.date().nullable(),
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
  read: z.strictObject({ sheet: z.string().nullable(), headerRow: z.int() }),
});
const matchSchema = z.object({
  reportId: z.string(),
  nplId: z.string(),
  status: z.enum(["ongoing", "upcoming"]),
  why: z.string().min(1),
});
const matchesSchema = z.object({
  entries: z.array(
    z.object({
      atc: z.string(),
      formGroup: z.string().nullable(),
      grade: z.enum([...EXTENT_GRADES, "none"]),
      notices: z.array(matchSchema).nonempty(),
    }),
  ),
});

const extentSchema = z.object({
  entries: z.array(
    z.strictObject({
      key: z.string(),
      atc: z.string(),
      formGroup: z.string().nullable(),
      strength: z.string().nullable(),
      grade: z.enum([...EXTENT_GRADES, "none"]),
      registered: z.int().nullable(),
      short: z.int(),
      coming: z.int(),
      ceasing: z.int(),
      unreported: z.int().nullable(),
      own: z.array(z.unknown()),
    }),
  ),
});

const doctorSchema = z.object({
  mode: z.literal("capture"),
  findings: z.array(
    z.object({ part: z.string(), state: z.enum(["failing", "missing", "optional", "ready"]), detail: z.string() }),
  ),
});

/** The example's day changes more than a nation's. */
const guardless = { GUARD_MAX_CHANGE: "1" };

let line: CommandLine;
beforeAll(async () => {
  line = await createCommandLine();
});
afterAll(() => line.close());

async function ingest(content: string, settings: Record<string, string> = guardless) {
  const file = await line.write("notices.xml", content);
  return line.run(["ingest", "lakemedelsverket", "--file", file, "--json"], { env: settings });
}

async function importList(content: string, ...options: string[]) {
  const file = await line.write("list.csv", content);
  return line.run(["list", "import", "12", file, "--json", ...options]);
}

/** What `changes` and `matches` said before anything was refused. */
const before: Answer[] = [];

describe("the notices", () => {
  describe("of two days, and a list", () => {
    it("begin with a baseline, which has no changes", async () => {
      const answer = await ingest(firstDay);
      const said = readAnswer(answer, ingestSchema);
      expect(said).toMatchObject({ snapshot: 1, baseline: true, changes: {} });
      expect(said.packages).toBeGreaterThan(said.notices);
      expect(said.notices).toBeGreaterThan(said.reports);
      expect(answer.stderr).toBe("");
    });

    it("a list's bad rows are told on stderr with row and column, and the others are in use", async () => {
      const rows = list.trimEnd().split("\n");
      const answer = await importList([...rows, "J01D-2,Fel,parenteral", "N02BE01,,oral"].join("\n"));
      const { rejected, ...counts } = readAnswer(answer, importSchema);
      const read = { sheet: null, headerRow: 1 };
      expect(counts).toEqual({ entries: rows.length + 1, accepted: rows.length - 1, read });
      expect(rejected).toMatchObject([
        { row: rows.length + 1, column: "ATC" },
        { row: rows.length + 2, column: "Substans" },
      ]);
      const told = rejected.map(({ row, column, problem }) => `list.csv, row ${row}, column ${column}: ${problem}\n`);
      expect(answer.stderr.replaceAll(`${line.folder}/`, "")).toContain(told.join(""));
      expect(answer.stderr).toContain('"J01D-2" is no ATC code; write');
    });

    it("the second day's changes are counted by kind, and `changes` tells each of them", async () => {
      const { changes: counts, ...said } = readAnswer(await ingest(secondDay), ingestSchema);
      expect(said).toMatchObject({ snapshot: 2, baseline: false });
      expect(Object.keys(counts).sort()).toEqual([...CHANGE_KINDS].sort());
      const changes = await line.run(["changes", "--json"]);
      const told = readAnswer(changes, changesSchema);
      expect(told.counts).toEqual(counts);
      for (const kind of CHANGE_KINDS)
        expect(told.changes.filter((change) => change.kind === kind)).toHaveLength(counts[kind] ?? 0);
      before.push(changes);
      expect(readAnswer(await ingest(secondDay), ingestSchema), "once more").toEqual({ ...said, changes: {} });
    });

    it("`matches` tells the open notices of every entry they hit, and why", async () => {
      const matches = await line.run(["matches", "12", "--json"]);
      const { entries } = readAnswer(matches, matchesSchema);
      expect(entries.length).toBeGreaterThan(25);
      // Without a catalogue nobody knows how much is hit.
      expect(entries.find(({ atc }) => atc === "J01DH02")).toMatchObject({ formGroup: "parenteral", grade: "unknown" });
      for (const { atc, notices } of entries)
        for (const { why } of notices) expect(why).toContain(`ryms i listans ${atc}`);
      before.push(matches);
    });

    it("`extent` tells of every line how much of it is hit, and `matches` the same grades", async () => {
      const extents = readAnswer(await line.run(["extent", "12", "--json"]), extentSchema).entries;
      const matches = readAnswer(await line.run(["matches", "12", "--json"]), matchesSchema).entries;
      // Every line of the list, in its order, also those that nothing hits.
      expect(extents.length).toBeGreaterThan(matches.length);
      const counted = extents.filter(({ grade }) => grade !== "none");
      expect(counted.map(({ atc, grade }) => [atc, grade])).toEqual(
        matches.filter(({ grade }) => grade !== "none").map(({ atc, grade }) => [atc, grade]),
      );
      for (const one of extents.filter(({ grade }) => grade === "none"))
        expect([one.short, one.coming, one.ceasing]).toEqual([0, 0, 0]);
      const without = await line.run(["extent", "13", "--json"]);
      expect([without.code, without.stdout.trim()]).toEqual([0, '{"entries":[]}']);
      expect(without.stderr).toContain("Region Halland has no list yet");
      const help = await line.run(["extent", "--help"]);
      expect(help.stdout).toContain("does not mean on a shelf");
    });
  });

  describe("and refused with one sentence of place and mend, and with exit 1, is", () => {
    const root = /[^]*?<MedicineShortages>/.exec(secondDay)?.[0] ?? "";
    let server: FileServer;
    beforeAll(async () => {
      server = await startFileServer();
    });
    afterAll(() => server.stop());

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
      const answer = await ingest(content);
      expectRefusal(answer, sentence);
      expect(answer.stderr).toContain("notices.xml");
    });

    it("a file that is larger than it may be", async () => {
      const answer = await ingest(secondDay, { MAX_FILE_MB: "0.001" });
      expectRefusal(answer, /notices\.xml: .* more than the 1000 allowed; .* raise MAX_FILE_MB/);
    });

    it("a file that is not there", async () => {
      const answer = await line.run(["ingest", "lakemedelsverket", "--file", "/nowhere/file.xml", "--json"]);
      expectRefusal(answer, /^\/nowhere\/file\.xml: there is no such file/);
    });

    it("a list with a bad row that has to be right, and a list with a column nobody knows", async () => {
      const strict = await importList("ATC,Substans\nJ01DH02,Meropenem\nfel,Fel", "--strict");
      expect(strict.code).toBe(1);
      expect(JSON.parse(strict.stdout)).toMatchObject({
        entries: 2,
        accepted: 0,
        rejected: [{ row: 3, column: "ATC" }],
      });
      expect(strict.stderr).toMatch(/, row 3, column ATC: .*\n.*nothing was imported; mend the 1 rows above/);
      expectRefusal(await importList("ATC,Substans,Pris\nJ01DH02,Meropenem,1"), /row 1, column 3: .*"Pris"; the/);
    });

    it("a server without the file, and an address that may not be opened, which is not tried again", async () => {
      const command = ["ingest", "lakemedelsverket", "--json"];
      const address = { LAKEMEDELSVERKET_URL: server.url };
      const missing = await line.run(command, { env: { ...address, ALLOW_PRIVATE_HOSTS: server.host } });
      expectRefusal(
        missing,
        /^Läkemedelsverket.* could not be fetched: .* answered 404; the last accepted file stays in use/,
      );
      expect(missing.stderr.match(/Läkemedelsverket/g)).toHaveLength(1);
      expectRefusal(await line.run(command, { env: address }), /is not a public address \(loopback\)/);
      expect(server.asked.times).toBe(1);
    });

    it("nothing that leaves a trace: the changes and the matches are what they were", async () => {
      const after = [
        await line.run(["changes", "--since", "1", "--json"]),
        await line.run(["matches", "12", "--json"]),
      ];
      expect(after).toEqual(before);
    });
  });
});

describe("the settings", () => {
  describe("and what is entered by hand", () => {
    let hand: CommandLine;
    beforeAll(async () => {
      hand = await createCommandLine();
    });
    afterAll(() => hand.close());

    const readFindings = async (code: number, env: Record<string, string>) => {
      const { findings } = readAnswer(await hand.run(["doctor", "--json"], { env }), doctorSchema, code);
      return new Map(findings.map(({ part, state }) => [part, state]));
    };

    it("`doctor` finds that Redis does not answer, and exits with 1", async () => {
      expect((await readFindings(1, { REDIS_URL: "redis://127.0.0.1:1" })).get("queue")).toBe("failing");
    });

    it("a PostgreSQL that does not answer is told with the setting to mend, and without its password", async () => {
      const env = { DATABASE_URL: "postgres://someone:hush-hush@127.0.0.1:1/none" };
      const answer = await hand.run(["changes", "--json"], { env });
      expect(answer).toMatchObject({ code: 1, stdout: "" });
      expect(answer.stderr).toMatch(/^The database that DATABASE_URL names could not be opened\.\n {2}because: /);
      expect(answer.stderr).toContain("ECONNREFUSED 127.0.0.1:1");
      expect(answer.stderr).not.toMatch(/hush-hush|\n\s+at /);
    });

    it("a source whose options its kind does not take is refused", async () => {
      const source = {
        name: "nyheter",
        kind: "rss",
        title: "Nyheter",
        url: "https://feed.example",
        options: { days: 3 },
      };
      const input = JSON.stringify(source);
      expectRefusal(
        await hand.run(["source", "add", "-", "--json"], { input }),
        /^-, options: Unrecognized key: "days"/,
      );
    });

    it("a snapshot that nobody holds back cannot be accepted", async () => {
      const answer = await hand.run(["ingest", "accept", "99", "--reason", "rätt", "--json"]);
      expectRefusal(answer, /snapshot 99: not waiting for acceptance/);
    });

    it("a policy that is not JSON is refused at its line", async () => {
      const answer = await hand.run(["policy", "set", "12", "-"], { input: '{"rules": [\n{action}]}' });
      expectRefusal(answer, /^-, line 2 column 2: is not JSON; mend it there/);
    });

    it("a policy is set, shown again, and refused with the field that is wrong", async () => {
      const rules = [
        { action: "review", remindAfterHours: 4 },
        { action: "ignore", reason: "Brus" },
      ];
      const set = await hand.run(["policy", "set", "17", "-", "--json"], { input: JSON.stringify({ rules }) });
      expect(set).toMatchObject({ code: 0, stderr: "" });
      expect(JSON.parse((await hand.run(["policy", "show", "17", "--json"])).stdout)).toEqual({ rules });
      const wrong = await Promise.all(
        [{ action: "publish" }, { action: "review", remindAfterHours: 4, sendAfterHours: 4 }].map((rule) =>
          hand.run(["policy", "set", "17", "-"], { input: JSON.stringify({ rules: [rule] }) }),
        ),
      );
      expect(wrong.map(({ stderr }) => stderr)).toEqual([
        "-, rules.0.action: should be review, auto or ignore\n",
        "-, rules.0.sendAfterHours: should be later than remindAfterHours and escalateAfterHours\n",
      ]);
    });

    it("a desk's own channel is told apart from a reader's, and the operations have no desk", async () => {
      const input = JSON.stringify({ target: { address: "desk@region.example" }, filter: { roles: ["curator"] } });
      const add = (region: string) => hand.run(["subscription", "add", region, "email", "-", "--desk"], { input });
      expect(await add("17")).toMatchObject({ code: 0 });
      expect((await add("00")).code).toBe(2);
      const listed = await hand.run(["subscription", "list", "17", "--json"]);
      expect(JSON.parse(listed.stdout)).toMatchObject({ subscriptions: [{ purpose: "desk", channel: "email" }] });
    });

    it("a reader's digests come each day or on Mondays, as the subscription or a later word says", async () => {
      const input = JSON.stringify({ target: { address: "kim@region.example" }, cadence: "weekly" });
      const added = await hand.run(["subscription", "add", "18", "email", "-", "--json"], { input });
      const { subscription } = z.object({ subscription: z.int() }).parse(JSON.parse(added.stdout));
      const readCadences = async () =>
        z
          .object({ subscriptions: z.array(z.object({ cadence: z.string() })) })
          .parse(JSON.parse((await hand.run(["subscription", "list", "18", "--json"])).stdout))
          .subscriptions.map(({ cadence }) => cadence);
      expect(await readCadences()).toEqual(["weekly"]);
      const change = (id: unknown, cadence: string) =>
        hand.run(["subscription", "cadence", "18", String(id), cadence, "--json"]);
      expect(JSON.parse((await change(subscription, "daily")).stdout)).toMatchObject({ changed: true });
      expect(JSON.parse((await change(subscription, "daily")).stdout)).toMatchObject({ changed: false });
      expect(await readCadences()).toEqual(["daily"]);
      expect(JSON.parse((await change(subscription, "weekly 3 06:30")).stdout)).toMatchObject({ changed: true });
      expect(await readCadences()).toEqual(["weekly 3 06:30"]);
      for (const wrong of ["hourly", "daily 7", "daily 06:15", "daily 24:00", "weekly 8 07:00", "weekly 0 07:00", ""])
        expect((await change(subscription, wrong)).code).toBe(2);
      expect(await change(99_999, "weekly")).toMatchObject({ code: 1, stdout: "" });
    });

    it("a webhook address that is none of a Teams workflow, or stands alone or in the open, is not repeated", async () => {
      const secret = "https://chat.example/hooks/hush-hush";
      const add = (file: string, input: string) =>
        hand.run(["subscription", "add", "12", "teams", file, "--json"], { input });
      const target = await add("-", JSON.stringify({ target: { webhookUrl: secret } }));
      expectRefusal(target, /^-, target\.webhookUrl: should be an https address of a Teams workflow/);
      const [alone, open] = await Promise.all([add("-", secret), add(secret, "")]);
      expectRefusal(alone, /^-: is not JSON/);
      expect(open).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/^FILE is a file, or - for/) });
      for (const { stderr } of [target, alone, open]) expect(stderr).not.toContain("hush");
    });

    it("advice of an unknown kind is wrong usage", async () => {
      const answer = await hand.run(["publish", "1", "--advice", "prayer", "--text", "Be.", "--json"]);
      expect(answer).toMatchObject({
        code: 2,
        stdout: "",
        stderr: expect.stringMatching(/^--advice should be one of /),
      });
    });
  });
});
