import { afterAll, beforeAll, expect, it } from "vitest";
import { createCommandLine, expectRefusal, type CommandLine } from "../support/command-line.ts";

let line: CommandLine;
beforeAll(async () => {
  line = await createCommandLine();
});
afterAll(() => line.close());

it("a region says how long it keeps what it need not keep, and sees what holds", async () => {
  const shown = JSON.parse((await line.run(["retention", "show", "12", "--json"])).stdout);
  expect(shown).toEqual({
    region: "12",
    retention: [
      { kind: "endedSubscriptions", days: 90, decided: false },
      { kind: "sentAddresses", days: null, decided: false },
      { kind: "questions", days: null, decided: false },
      { kind: "audit", days: null, decided: false },
    ],
  });
  const input = '{"endedSubscriptions": 30, "questions": null}';
  const set = await line.run(["retention", "set", "12", "-", "--by", "Kim"], { input });
  expect(set).toMatchObject({ code: 0, stderr: "" });
  expect(set.stdout).toMatch(/endedSubscriptions +30 +decided\n.*\nquestions +for ever +decided\n/);
  expect(await line.run(["retention", "run", "--json"])).toMatchObject({ code: 0, stdout: '{"forgotten":[]}\n' });
});

it("what is no such decision is refused: too short a time, what belongs to the nation, a name that there is not", async () => {
  for (const input of [
    '{"audit": 10}',
    '{"signIns": 100}',
    '{"messages": 100}',
    '{"questions": "soon"}',
    '{"questions": -1}',
  ])
    expectRefusal(await line.run(["retention", "set", "12", "-"], { input }), /^-[,:] /);
  expect((await line.run(["retention", "set", "00", "-"], { input: '{"signIns": 100}' })).code).toBe(0);
  expect((await line.run(["retention", "show", "99"])).code).toBe(2);
});
