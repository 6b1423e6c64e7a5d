import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createCommandLine, type CommandLine } from "../support/command-line.ts";

let line: CommandLine;
let folder: string;
beforeAll(async () => {
  line = await createCommandLine();
  folder = await mkdtemp(join(tmpdir(), "restsignal-questions-"));
});
afterAll(async () => {
  await line?.close();
  await rm(folder, { recursive: true, force: true });
});

const run = (words: string) => line.run(["questionnaire", ...words.split(" ")]);

describe("`questionnaire`", () => {
  it("puts questions out, follows them, moves the day, exports and closes, and says why not", async () => {
    const questions = await run("questions outreach --json");
    expect(questions.code).toBe(0);
    const file = join(folder, "questions.json");
    await writeFile(file, questions.stdout.replace('"version": 1', '"version": 7'));
    expect((await run(`open 2099 --questions ${file} --opens 2099-01-01 --last-day 2099-03-01`)).stdout).toMatch(
      /^Round \d+ is put out: outreach, 2099, 2099-01-01 to 2099-03-01\.\n$/,
    );
    await writeFile(file, questions.stdout.replace('"version": 1', '"version": 7').replace("Sämre", "Värre"));
    const other = await run(`open 2098 --questions ${file} --opens 2098-01-01`);
    expect([other.code, other.stderr]).toEqual([
      1,
      "Other questions were asked under this version; give the file a new version.\n",
    ]);
    await writeFile(file, '{"name": "outreach"}');
    expect((await run(`open 2098 --questions ${file}`)).stderr).toContain("version: is missing");
    const opened = await run("open 2097 --of readiness --remind 7 --by Saga --json");
    const { round } = z.object({ round: z.number() }).parse(JSON.parse(opened.stdout));
    expect((await run("open 2097 --of readiness")).stderr).toContain("has been asked of 2097");
    expect((await run("list")).stdout).toMatch(/readiness +2097 .* open/);
    expect((await run(`follow ${round}`)).stdout).toContain("0 of 21 have signed, 0 have begun, 21 have not.");
    expect((await run(`remind ${round}`)).stdout).toContain("Nobody to remind");
    expect((await run(`move ${round} 2099-01-01`)).stdout).toContain("2099-01-01");
    expect((await run(`move ${round} 2001-01-01`)).code).toBe(1);
    expect((await run(`reopen ${round} 12 --because Fel`)).stderr).toBe("The region has not signed.\n");
    expect((await run(`reopen ${round} 12`)).stderr).toContain("--because says why");
    const out = join(folder, "answers.csv");
    expect((await run(`export ${round} --format csv --out ${out}`)).code).toBe(0);
    expect((await readFile(out, "utf8")).split("\n")).toHaveLength(23);
    expect(JSON.parse((await run(`export ${round}`)).stdout)).toMatchObject({
      signed: 0,
      round: { period: "2097" },
    });
    expect((await run(`close ${round}`)).code).toBe(0);
    expect((await run(`close ${round}`)).stderr).toContain("is closed");
    expect((await run("close 9999")).stderr).toContain("no such round");
  });

  it.each([
    "open 26",
    "open 2026 --opens 2026-02-30",
    "open 2026 --remind 0",
    "open 2026 --of weather",
    "export 1 --format xml",
    "follow x",
  ])("is called wrongly with %s", async (words) => {
    expect((await run(words)).code).toBe(2);
  });
});
