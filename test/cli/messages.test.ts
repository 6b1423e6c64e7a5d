import { SaxesParser } from "saxes";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { readOpenCases } from "../../src/db/cases.ts";
import type { Database } from "../../src/db/client.ts";
import {
  beginRegion,
  createCommandLine,
  expectRefusal,
  readAnswer,
  type CommandLine,
} from "../support/command-line.ts";
import { startSlackDouble, type SlackDouble } from "../support/slack-double.ts";

const TOKEN = "xoxb-right";
const ADVICE = "Använd meropenem från annan tillverkare.";

const deliverSchema = z.object({ mode: z.enum(["capture", "live"]), outcomes: z.record(z.string(), z.int()) });
const feedSchema = z.object({ version: z.string(), items: z.array(z.object({ id: z.string() })).nonempty() });
const doctorSchema = z.object({
  mode: z.literal("capture"),
  findings: z.array(z.object({ part: z.string(), state: z.enum(["ready", "missing", "failing"]), detail: z.string() })),
});

// The two halves run beside each other, each on a folder of its own.
describe("a region's", { concurrent: true }, () => {
  describe("messages", { concurrent: false }, () => {
    let line: CommandLine;
    let slack: SlackDouble;
    let database: Database;
    /** It stood in the region's overview and has had no message of its own. */
    let caseId = "";

    beforeAll(async () => {
      [line, slack] = await Promise.all([createCommandLine(), startSlackDouble({ token: TOKEN })]);
      database = await beginRegion(line);
      caseId = String((await readOpenCases(database.db, "12"))[0]?.id);
    });
    afterAll(async () => {
      await database.close();
      await Promise.all([line.close(), slack.stop()]);
    });

    const deliverLive = (token: string, ...args: string[]) => {
      const env = { DELIVERY_MODE: "live", SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: token };
      return line.run(["deliver", "--json", ...args], { env });
    };

    it("are left alone while another process has the folder, and that one's pid is told", async () => {
      const answer = await line.run(["cases", "12", "--json"]);
      expectRefusal(
        answer,
        new RegExp(`in use by process ${process.pid}\\. .* set DATABASE_URL to a PostgreSQL server`),
      );
      await database.close();
    });

    it("do not come of an unknown case, of no news, or of a correction of nothing", async () => {
      expectRefusal(
        await line.run(["publish", "4711", "--json"]),
        /^there is no case 4711; list .* with "cases REGION"/,
      );
      expectRefusal(await line.run(["publish", caseId, "--json"]), /has no news .*; add advice or name the kind/);
      const correction = await line.run(["publish", caseId, "--kind", "correction", "--json"]);
      expectRefusal(correction, /has no message to correct or retract/);
    });

    it("wait when the Slack token is wrong, and all arrive when it is mended: nobody is unsubscribed", async () => {
      const stopped = await deliverLive("xoxb-wrong");
      expect(readAnswer(stopped, deliverSchema, 1).outcomes).toEqual({ misconfigured: 1 });
      expect(stopped.stderr).toMatch(/^slack is stopped: Slack: invalid_auth\. .* run "deliver --resume slack"\.\n$/);
      expect(slack.posts).toEqual([]);

      const resumed = await deliverLive(TOKEN, "--resume", "slack");
      expect(readAnswer(resumed, deliverSchema)).toMatchObject({ mode: "live", outcomes: { delivered: 1 } });
      expect(slack.posts.map(({ channel }) => channel)).toEqual(["C0EXAMPLE1"]);
    });

    it("are captured and not sent unless the mode is live", async () => {
      const args = ["publish", caseId, "--advice", "same-substance", "--text", ADVICE, "--json"];
      const schema = z.object({ message: z.int(), case: z.int(), version: z.literal(1), deliveries: z.literal(1) });
      expect(readAnswer(await line.run(args), schema).case).toBe(Number(caseId));
      const delivered = readAnswer(await line.run(["deliver", "--json"]), deliverSchema);
      expect(delivered).toMatchObject({ mode: "capture", outcomes: { captured: 1 } });
      expect(slack.posts).toHaveLength(1);
    });

    it.each(["rss", "atom", "json"])("show in the feed as %s", async (format) => {
      const { code, stdout, stderr } = await line.run(["feed", "12", "--format", format]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      if (format === "json") feedSchema.parse(JSON.parse(stdout));
      else new SaxesParser({ xmlns: true }).write(stdout).close();
      expect(stdout).toContain(ADVICE);
    });
  });
});

describe("the settings", { concurrent: true }, () => {
  describe("and what is entered by hand", { concurrent: false }, () => {
    let line: CommandLine;
    beforeAll(async () => {
      line = await createCommandLine();
    });
    afterAll(() => line.close());

    const readFindings = async (code: number, env: Record<string, string>) => {
      const { findings } = readAnswer(await line.run(["doctor", "--json"], { env }), doctorSchema, code);
      return new Map(findings.map(({ part, state }) => [part, state]));
    };

    it("`doctor` finds nothing failing in an empty installation, and tells what is missing", async () => {
      const findings = await readFindings(0, {});
      expect([...findings.values()]).not.toContain("failing");
      expect(findings.get("database")).toBe("ready");
      expect(findings.get("channel slack")).toBe("missing");
    });

    it("`doctor` finds that Redis does not answer, and exits with 1", async () => {
      expect((await readFindings(1, { REDIS_URL: "redis://127.0.0.1:1" })).get("queue")).toBe("failing");
    });

    it("a PostgreSQL that does not answer is told with the setting to mend, and without its password", async () => {
      const env = { DATABASE_URL: "postgres://someone:hush-hush@127.0.0.1:1/none" };
      const answer = await line.run(["changes", "--json"], { env });
      expect(answer).toMatchObject({ code: 1, stdout: "" });
      expect(answer.stderr).toMatch(/^The database that DATABASE_URL names could not be opened\.\n {2}because: /);
      expect(answer.stderr).toContain("ECONNREFUSED 127.0.0.1:1");
      expect(answer.stderr).not.toMatch(/hush-hush|\n\s+at /);
    });

    it("settings that are wrong are named, those of a file .env too, and what is empty is not set", async () => {
      await line.write(".env", "DATABASE_URL=mysql://someone:hush-hush@host\nHOST=\nLAKEMEDELSVERKET_URL=unset\n");
      const answer = await line.run(["doctor", "--json"], {
        cwd: line.folder,
        env: { LAKEMEDELSVERKET_URL: "hush-hush" },
      });
      expect(answer).toEqual({
        code: 1,
        stdout: "",
        stderr: expect.stringMatching(/^DATABASE_URL should be .+\nLAKEMEDELSVERKET_URL should be .+\n$/),
      });
      expect(answer.stderr).not.toContain("hush-hush");
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
        await line.run(["source", "add", "-", "--json"], { input }),
        /^-, options: Unrecognized key: "days"/,
      );
    });

    it("a snapshot that nobody holds back cannot be accepted", async () => {
      const answer = await line.run(["ingest", "accept", "99", "--reason", "rätt", "--json"]);
      expectRefusal(answer, /there is no snapshot 99 that waits for somebody's word/);
    });

    it("a policy with a rule that does not exist is refused, and so is one that is not JSON", async () => {
      const set = (input: string) => line.run(["policy", "set", "12", "-"], { input });
      const [unknown, broken] = await Promise.all([
        set('{"rules": [{"action": "send"}]}'),
        set('{"rules": [\n{action}]}'),
      ]);
      expectRefusal(unknown, /^-, rules\.0\.action: .*"auto"\|"review"/);
      expectRefusal(broken, /^-, line 2 column 2: is not JSON; mend it there/);
    });

    it("a webhook address that is none of a Teams workflow, or stands alone or in the open, is not repeated", async () => {
      const secret = "https://chat.example/hooks/hush-hush";
      const add = (file: string, input: string) =>
        line.run(["subscription", "add", "12", "teams", file, "--json"], { input });
      const target = await add("-", JSON.stringify({ target: { webhookUrl: secret } }));
      expectRefusal(target, /^-, target\.webhookUrl: should be an https address of a Teams workflow/);
      const [alone, open] = await Promise.all([add("-", secret), add(secret, "")]);
      expectRefusal(alone, /^-: is not JSON/);
      expect(open).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/^FILE is a file, or - for/) });
      for (const { stderr } of [target, alone, open]) expect(stderr).not.toContain("hush");
    });

    it("advice of an unknown kind, an unknown region and an unknown command are wrong usage", async () => {
      const calls = [["publish", "1", "--advice", "prayer", "--text", "Be."], ["matches", "99"], ["prognosis"]];
      const answers = await Promise.all(calls.map((args) => line.run([...args, "--json"])));
      expect(answers).toMatchObject(
        [/^--advice should be one of /, /^"99" is no region; the codes are /, /^"prognosis" is no command/].map(
          (sentence) => ({ code: 2, stdout: "", stderr: expect.stringMatching(sentence) }),
        ),
      );
    });
  });
});
