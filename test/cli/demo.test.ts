import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { simpleParser } from "mailparser";
import { SaxesParser } from "saxes";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createCommandLine, expectRefusal, readAnswer, type CommandLine } from "../support/command-line.ts";
import { fixture } from "../support/lakemedelsverket-file.ts";
import { sharedData, sharedDataMissing } from "../support/shared-data.ts";
import { startSlackDouble } from "../support/slack-double.ts";
import { createTeamsDouble } from "../support/teams-double.ts";

const OUT_FILES = ["digest.eml", "feed.atom", "feed.json", "feed.rss", "slack.json", "teams.json"];
const FILES = ["2026-08-20", "2026-08-21"].map((day) => sharedData(`lakemedelsverket/${day}.xml`));
const LIST = sharedData("lists/prioriterade-exempel.csv");
/** What is known of these two files and this list. */
const CHANGES = {
  announced: 9,
  ended: 8,
  narrowed: 1,
  overdue: 2,
  "rescheduled-end": 7,
  "rescheduled-start": 1,
  started: 7,
};
const [ENTRIES_HIT, OPEN_NOTICES] = [63, 209];

const slackSchema = z.looseObject({ channel: z.string(), text: z.string(), blocks: z.array(z.unknown()) });
const jsonFeedSchema = z.object({
  version: z.string().startsWith("https://jsonfeed.org/version/1"),
  items: z.array(z.object({ id: z.string(), content_html: z.string() })).nonempty(),
});
const reportSchema = z.object({
  files: z.array(z.object({ name: z.string(), changes: z.record(z.string(), z.int()) })),
  regions: z.array(z.object({ code: z.string(), entriesHit: z.int(), openNotices: z.int() })),
  sendings: z.int().min(1),
  written: z.array(z.string()),
});
const matchesSchema = z.object({
  entries: z.array(z.object({ notices: z.array(z.object({ reportId: z.string(), nplId: z.string() })) })),
});

let line: CommandLine;
beforeAll(async () => {
  line = await createCommandLine();
});
afterAll(() => line.close());

async function expectSlackTakes(payload: unknown): Promise<void> {
  const slack = await startSlackDouble({ token: "xoxb-right" });
  try {
    const { channel, text, blocks } = slackSchema.parse(payload);
    const body = new URLSearchParams({ channel, text, blocks: JSON.stringify(blocks) });
    const headers = { authorization: "Bearer xoxb-right" };
    const response = await fetch(`${slack.apiUrl}chat.postMessage`, { method: "POST", headers, body });
    expect(await response.json()).toMatchObject({ ok: true });
  } finally {
    await slack.stop();
  }
}

async function expectTeamsTakes(payload: unknown): Promise<void> {
  const answer = await createTeamsDouble().http.request({
    url: "https://demo.example",
    method: "POST",
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(payload),
    timeoutMs: 1,
    maxBytes: 1,
  });
  expect(answer).toMatchObject({ kind: "response", status: 202 });
}

/** Each file is what its receiver takes. */
async function expectGoodFiles(out: string): Promise<void> {
  expect((await readdir(out)).sort()).toEqual(OUT_FILES);
  const read = (name: string) => readFile(join(out, name), "utf8");
  await expectSlackTakes(JSON.parse(await read("slack.json")));
  await expectTeamsTakes(JSON.parse(await read("teams.json")));
  const mail = await simpleParser(await read("digest.eml"));
  expect(mail.subject).toBeTruthy();
  expect(mail.text).toContain("Läkemedelsverket");
  expect(mail.html).toContain("Läkemedelsverket");
  for (const name of ["feed.rss", "feed.atom"]) new SaxesParser({ xmlns: true }).write(await read(name)).close();
  jsonFeedSchema.parse(JSON.parse(await read("feed.json")));
}

// The two halves run beside each other: these need no database of their own.
describe("the demo", { concurrent: true }, () => {
  describe("without a server of any kind", { concurrent: false }, () => {
    it("writes on its example one payload of each channel and the feeds, each good for its receiver", async () => {
      const out = join(line.folder, "out");
      const answer = await line.run(["demo", "--no-serve", "--out", out]);
      expect(answer).toMatchObject({ code: 0, stderr: "" });
      expect(answer.stdout).toContain("nothing was sent");
      await expectGoodFiles(out);
    });

    it("is refused with a file that is not there", async () => {
      const answer = await line.run(["demo", "--no-serve", "--file", "/nowhere/file.xml"]);
      expectRefusal(answer, /^\/nowhere\/file\.xml: there is no such file/);
    });

    it("ends at Ctrl-C with its port closed and its temporary folder removed", async () => {
      const tmp = join(line.folder, "tmp");
      await mkdir(tmp);
      const list = await line.write("list.csv", "ATC,Substans\nJ01DH02,Meropenem\n");
      const args = ["demo", "--file", fixture("plain"), "--list", list, "--out", join(line.folder, "served")];
      const demo = line.start(args, { env: { PORT: "0", TMPDIR: tmp } });
      const [, url = ""] = await demo.said(/The pages are at (http:\/\/127\.0\.0\.1:\d+\/r\/12)\. Ctrl-C stops\./);
      expect((await fetch(url)).status).toBe(200);
      expect(await listOwn(tmp)).toHaveLength(1);

      expect(await demo.interrupt()).toMatchObject({ code: 0, stderr: "" });
      await expect(fetch(url)).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
      expect(await listOwn(tmp)).toEqual([]);
    });
  });
});

/** Of the folders there, our own: tsx has one too. */
async function listOwn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith("restsignal-"));
}

describe.skipIf(sharedDataMissing)(`on real files (${sharedDataMissing ?? "here"})`, { concurrent: true }, () => {
  describe("one after the other", { concurrent: false }, () => {
    it("the changes of 21 August 2026 and the matches of the example list are exactly the known ones", async () => {
      readAnswer(await line.run(["list", "import", "12", LIST, "--json"]), z.object({ accepted: z.literal(141) }));
      const told: unknown[] = [];
      for (const file of FILES) {
        const answer = await line.run(["ingest", "lakemedelsverket", "--file", file, "--json"]);
        const { baseline, changes } = readAnswer(answer, z.object({ baseline: z.boolean(), changes: z.unknown() }));
        told.push({ baseline, changes });
      }
      expect(told).toEqual([
        { baseline: true, changes: {} },
        { baseline: false, changes: CHANGES },
      ]);
      const { entries } = readAnswer(await line.run(["matches", "12", "--json"]), matchesSchema);
      const notices = entries.flatMap((entry) => entry.notices.map(({ reportId, nplId }) => `${reportId} ${nplId}`));
      expect([entries.length, new Set(notices).size]).toEqual([ENTRIES_HIT, OPEN_NOTICES]);
    });

    it("the demo tells the same, and writes files that are good for their receivers", async () => {
      const out = join(line.folder, "real");
      const files = FILES.flatMap((file) => ["--file", file]);
      const answer = await line.run(["demo", "--no-serve", "--json", ...files, "--list", LIST, "--out", out]);
      const report = readAnswer(answer, reportSchema);
      expect(report.files.map(({ changes }) => changes)).toEqual([{}, CHANGES]);
      expect(report.regions.find(({ code }) => code === "12")).toMatchObject({
        entriesHit: ENTRIES_HIT,
        openNotices: OPEN_NOTICES,
      });
      expect(report.written.toSorted()).toEqual(OUT_FILES.map((name) => join(out, name)));
      await expectGoodFiles(out);
    });
  });
});
