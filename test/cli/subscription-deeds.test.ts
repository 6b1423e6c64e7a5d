import { afterAll, beforeAll, expect, it } from "vitest";
import { createCommandLine, type CommandLine } from "../support/command-line.ts";

let line: CommandLine;
beforeAll(async () => {
  line = await createCommandLine();
});
afterAll(() => line.close());

const run = (...args: string[]) => line.run(["subscription", ...args]);

it("a reader is paused with a reason, goes on, is ended and brought back, as at the desk; what is not there is refused", async () => {
  const file = await line.write("reader.json", JSON.stringify({ target: { address: "a@region.example" } }));
  const added = await run("add", "12", "email", file, "--json");
  const { subscription } = JSON.parse(added.stdout) as { subscription: number };
  const id = String(subscription);
  const done = async (...args: string[]) => JSON.parse((await run(...args, "--json")).stdout) as unknown;
  expect((await run("pause", "12", id)).code).toBe(2);
  expect(await done("pause", "12", id, "--reason", "stängt över sommaren")).toEqual({ subscription, changed: true });
  expect(await done("pause", "12", id, "--reason", "stängt")).toEqual({ subscription, changed: false });
  expect(await done("resume", "12", id)).toEqual({ subscription, changed: true });
  expect(await done("end", "12", id)).toEqual({ subscription, changed: true });
  expect(await done("end", "12", id)).toEqual({ subscription, changed: false });
  expect(await done("restore", "12", id)).toEqual({ subscription, changed: true });
  // Of another region, and of none.
  for (const args of [
    ["end", "14", id],
    ["resume", "12", "999999"],
    ["pause", "12", id, "--reason", "gäller 19850101-1236"],
  ])
    expect((await run(...args)).code).toBe(1);
  expect((await run("end", "12", "x")).code).toBe(2);
});
