import { afterAll, beforeAll, expect, it } from "vitest";
import { createCommandLine, type CommandLine } from "../support/command-line.ts";

let line: CommandLine;
beforeAll(async () => {
  line = await createCommandLine();
});
afterAll(() => line.close());

const run = (...args: string[]) => line.run(["suppression", ...args]);
const told = async (...args: string[]) => JSON.parse((await run(...args, "--json")).stdout) as unknown;

it("an address is suppressed, looked up, listed with its reason and lifted with one, masked wherever it is told", async () => {
  const file = await line.write("reader.json", JSON.stringify({ target: { address: "anna@region.example" } }));
  await line.run(["subscription", "add", "12", "email", file]);
  expect(await told("show", "anna@region.example")).toEqual({ suppressed: false });
  expect(await told("add", "Anna@Region.example", "--because", "bad om det")).toEqual({
    suppressed: true,
    changed: true,
  });
  expect(await told("add", "anna@region.example")).toEqual({ suppressed: true, changed: false });
  const shown = await line.run(["suppression", "show", "-"], { input: "anna@region.example\n" });
  expect(shown.stdout).toMatch(
    /^a…@region\.example is suppressed since \S+ \S+: by-hand, by command-line \(bad om det\)\./,
  );
  const listed = { target: "a…@region.example", reason: "by-hand", source: "command-line", note: "bad om det" };
  for (const region of [[], ["12"]]) expect(await told("list", ...region)).toMatchObject({ suppressions: [listed] });
  expect(await told("list", "14")).toEqual({ suppressions: [] });
  expect((await run("list")).stdout).toContain("a…@region.example");
  expect(await told("lift", "anna@region.example", "--because", "ångrade sig")).toEqual({
    suppressed: false,
    changed: true,
  });
  expect(await told("show", "anna@region.example")).toEqual({ suppressed: false });
  const again = await run("lift", "anna@region.example");
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("there is nothing to lift")]);
  expect(again.stderr).not.toContain("anna@");
  await told("add", "anna@region.example");
  expect(await told("show", "anna@region.example")).toMatchObject({ suppressed: true, note: null });
});

it.each([
  [["show", "inte en adress"]],
  [["add", "bo@region.example", "--because", "gäller 19850101-1236"]],
  [["add", "bo@region.example", "--because", "x".repeat(301)]],
  [["lift", "anna@region.example", "--because", "gäller 19850101-1236"]],
  [["list", "99"]],
  [["list", "12", "14"]],
  [["forget", "bo@region.example"]],
])("what cannot be meant is refused as such: %j", async (args) => {
  const { code, stdout } = await run(...args);
  expect([code, stdout]).toEqual([2, ""]);
});
