import { afterAll, beforeAll, expect, it } from "vitest";
import { createCommandLine, expectRefusal, type CommandLine } from "../support/command-line.ts";

let line: CommandLine;
beforeAll(async () => {
  line = await createCommandLine();
});
afterAll(() => line.close());

const give = (number: string, ...more: string[]) =>
  line.run(["outreach", "headcount", "12", number, "--from", "2026-01-01", "--source", "Personalregistret", ...more]);

it("a region says how many prescribers it has, for a role if it wants, and takes it back", async () => {
  expect(await give("4100")).toMatchObject({ code: 0, stdout: "Region Skåne: 4100 prescribers from 2026-01-01\n" });
  expect((await give("900", "--role", "läkare")).stdout).toContain("900 of the role läkare");
  expect(JSON.parse((await give("-", "--json")).stdout)).toEqual({
    region: "12",
    role: null,
    from: "2026-01-01",
    count: null,
  });
});

it("what is no such number is refused, and so is one of which nobody says where it is from", async () => {
  for (const number of ["0", "4,1", "1e3", "2000000", "många"]) expectRefusal(await give(number), /^NUMBER should be/);
  expectRefusal(await give("5", "--source", " "), /^--source should say/);
  expectRefusal(await give("5", "--source", "Enligt 19850709-9805"), /personnummer/);
  expect((await give("5", "--from", "2026-02-30")).code).toBe(2);
  expect((await line.run(["outreach", "headcount", "99", "5"])).code).toBe(2);
});
