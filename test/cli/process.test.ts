import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openDatabase } from "../../src/db/client.ts";
import { createExampleFiles } from "../../src/demo/example-files.ts";
import { createCommandLine, expectRefusal, readAnswer, type CommandLine } from "../support/command-line.ts";

const [{ xml }] = createExampleFiles({ today: "2026-08-21" }).days;

let line: CommandLine;
beforeAll(async () => {
  line = await createCommandLine("new folder");
});
afterAll(() => line?.close());

describe("a command as a process of its own", () => {
  it("makes the folder, answers on stdout alone, and leaves what the next one reads", async () => {
    const file = await line.write("notices.xml", xml);
    const answer = await line.runProcess(["ingest", "lakemedelsverket", "--file", file, "--json"]);
    expect(readAnswer(answer, z.object({ snapshot: z.int(), baseline: z.boolean() }))).toEqual({
      snapshot: 1,
      baseline: true,
    });
    expect(answer.stderr).toBe("");
    const changes = await line.runProcess(["changes", "--json"]);
    expect(readAnswer(changes, z.object({ counts: z.object({}) }))).toEqual({ counts: {} });
  });

  it("leaves a folder alone that another process has, and tells that one's pid", async () => {
    const database = await openDatabase(line.databaseUrl);
    const answer = await line.runProcess(["cases", "12", "--json"]);
    await database.close();
    expectRefusal(answer, new RegExp(`in use by process ${process.pid}\\. .* set DATABASE_URL to a PostgreSQL server`));
  });

  it("reads standard input, ends with 1 and one sentence on stderr when that is refused", async () => {
    const answer = await line.runProcess(["policy", "set", "12", "-"], { input: '{"rules": [\n{action}]}' });
    expectRefusal(answer, /^-, line 2 column 2: is not JSON; mend it there/);
  });

  it("ends with 2 when it is called wrongly", async () => {
    const answer = await line.runProcess(["changes", "--sideways"]);
    expect(answer).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("restsignal changes") });
  });

  it("names settings that are wrong, those of a file .env too, and what is empty is not set", async () => {
    await line.write(".env", "DATABASE_URL=mysql://someone:hush-hush@host\nHOST=\nLAKEMEDELSVERKET_URL=unset\n");
    const answer = await line.runProcess(["doctor", "--json"], {
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
});
