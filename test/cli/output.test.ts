import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { simpleParser } from "mailparser";
import { SaxesParser } from "saxes";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { readOpenCases } from "../../src/db/cases.ts";
import { openDatabase } from "../../src/db/client.ts";
import {
  beginRegion,
  createCommandLine,
  expectRefusal,
  readAnswer,
  type CommandLine,
} from "../support/command-line.ts";
import { fixture } from "../support/lakemedelsverket-file.ts";
import { sharedData, sharedDataMissing } from "../support/shared-data.ts";
import { startSlackDouble, type SlackDouble } from "../support/slack-double.ts";
import { startTeamsDouble } from "../support/teams-double.ts";

const TOKEN = "xoxb-right";
const ADVICE = "Använd meropenem från annan tillverkare.";

const deliverSchema = z.object({
  mode: z.enum(["capture", "live"]),
  outcomes: z.record(z.string(), z.int()),
  left: z.array(
    z.object({
      kind: z.enum(["sending", "delivery"]),
      channel: z.string(),
      lane: z.string(),
      why: z.string(),
      count: z.int(),
      nextAt: z.iso.datetime(),
    }),
  ),
});
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
  const teams = await startTeamsDouble();
  const answer = await teams.http.request({
    url: "https://demo.example",
    method: "POST",
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(payload),
    timeoutMs: 10_000,
    maxBytes: 10_000,
  });
  expect(answer).toMatchObject({ kind: "response", status: 202 });
  expect(teams.posts).toHaveLength(1);
  await teams.stop();
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

/** Of the folders there, our own: tsx has one too. */
async function listOwn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith("restsignal-"));
}

describe("a region's", () => {
  describe("messages", () => {
    let region: CommandLine;
    let slack: SlackDouble;
    /** It stood in the region's overview and has had no message of its own. */
    let caseId = "";

    beforeAll(async () => {
      [region, slack] = await Promise.all([createCommandLine(), startSlackDouble({ token: TOKEN })]);
      const database = await beginRegion(region);
      caseId = String((await readOpenCases(database.db, "12"))[0]?.id);
      await database.close();
    });
    afterAll(async () => {
      await Promise.all([region.close(), slack.stop()]);
    });

    const deliverLive = (token: string, ...args: string[]) => {
      const env = { DELIVERY_MODE: "live", SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: token };
      return region.run(["deliver", "--json", ...args], { env });
    };

    it("do not come of an unknown case, of no news, or of a correction of nothing", async () => {
      expectRefusal(
        await region.run(["publish", "4711", "--json"]),
        /^there is no case 4711; list .* with "cases REGION"/,
      );
      expectRefusal(await region.run(["publish", caseId, "--json"]), /has no news .*; add advice or name the kind/);
      const correction = await region.run(["publish", caseId, "--kind", "correction", "--json"]);
      expectRefusal(correction, /has no message to correct or retract/);
    });

    it("say what to do, or that nobody does: silence, dashes and a retraction without why are refused", async () => {
      const before = await region.run(["cases", "12", "--json"]);
      for (const args of [
        ["--advice", "licence", "--text", " - "],
        ["--advice", "licence", "--text", "Ge tabletter.", "--facts-only"],
        ["--kind", "correction"],
        ["--kind", "retraction"],
      ]) {
        const answer = await region.run(["publish", caseId, ...args, "--json"]);
        expect(answer.code).toBe(1);
      }
      expect((await region.run(["cases", "12", "--json"])).stdout).toBe(before.stdout);
    });

    it("wait when the Slack token is wrong, and all arrive when it is mended: nobody is unsubscribed", async () => {
      const stopped = await deliverLive("xoxb-wrong");
      const answer = readAnswer(stopped, deliverSchema, 1);
      expect(answer.outcomes).toEqual({ misconfigured: 1 });
      expect(answer.left).toMatchObject([{ kind: "sending", channel: "slack", why: "stopped", count: 1 }]);
      expect(stopped.stderr).toMatch(
        /^remote slack workspace is stopped: Slack: invalid_auth\. .* run "deliver --resume 'remote slack workspace'"\.\n$/,
      );
      expect((await region.run(["deliver"])).stdout).toMatch(/^slack, \w+: 1 sending is due and left: stopped\.$/m);
      expect(slack.posts).toEqual([]);

      const resumed = await deliverLive(TOKEN, "--resume", "remote slack workspace");
      expect(readAnswer(resumed, deliverSchema)).toMatchObject({ mode: "live", outcomes: { delivered: 1 }, left: [] });
      expect(slack.posts.map(({ channel }) => channel)).toEqual(["C0EXAMPLE1"]);
    });

    it("are captured and not sent unless the mode is live", async () => {
      const args = ["publish", caseId, "--advice", "same-substance", "--text", ADVICE, "--json"];
      const handedOut = { deliveries: z.literal(1), receivers: z.object({ slack: z.literal(1) }) };
      const schema = z.object({ message: z.int(), case: z.int(), version: z.literal(1), ...handedOut });
      expect(readAnswer(await region.run(args), schema).case).toBe(Number(caseId));
      // Whatever has been sent before, a call tells what it did itself.
      const captured = /^channel +outcome +messages *\nslack +captured +1\nNothing was sent: DELIVERY_MODE is capture/;
      expect((await region.run(["deliver"])).stdout).toMatch(captured);
      expect((await region.run(["deliver"])).stdout).toMatch(
        /^There was nothing to send\.\nNothing was sent: DELIVERY_MODE/,
      );
      const none = readAnswer(await region.run(["deliver", "--json"]), deliverSchema);
      expect(none).toMatchObject({ mode: "capture", outcomes: {} });
      expect(slack.posts).toHaveLength(1);
    });

    it("are in the audit with who published them from the command line", async () => {
      const opened = await openDatabase(region.databaseUrl);
      const rows = await opened.db
        .selectFrom("audit")
        .select(["actor_kind", "actor_name", "deed", "object_kind", "object_id", "region_code", "address"])
        .where("object_kind", "=", "case")
        .where("object_id", "=", caseId)
        .execute();
      await opened.close();
      const by = { actor_kind: "command-line", actor_name: null, deed: "message-published", address: null };
      expect(rows).toEqual([{ ...by, object_kind: "case", object_id: caseId, region_code: "12" }]);
    });

    it.each(["rss", "atom", "json"])("show in the feed as %s", async (format) => {
      const { code, stdout, stderr } = await region.run(["feed", "12", "--format", format]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      if (format === "json") jsonFeedSchema.parse(JSON.parse(stdout));
      else new SaxesParser({ xmlns: true }).write(stdout).close();
      expect(stdout).toContain(ADVICE);
    });
  });
});

describe("the demo", () => {
  describe("without a server of any kind", () => {
    it("writes on its example one payload of each channel and the feeds, each good for its receiver", async () => {
      const out = join(line.folder, "out");
      const answer = await line.runProcess(["demo", "--no-serve", "--out", out]);
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
      const demo = line.startProcess(args, { env: { PORT: "0", TMPDIR: tmp } });
      const [, url = ""] = await demo.said(/The pages are at (http:\/\/127\.0\.0\.1:\d+\/r\/12)\. Ctrl-C stops\./);
      expect((await fetch(url)).status).toBe(200);
      expect(await listOwn(tmp)).toHaveLength(1);

      expect(await demo.interrupt()).toMatchObject({ code: 0, stderr: "" });
      await expect(fetch(url)).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
      expect(await listOwn(tmp)).toEqual([]);
    });
  });

  describe.skipIf(sharedDataMissing)(`on real files (${sharedDataMissing ?? "here"})`, () => {
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
