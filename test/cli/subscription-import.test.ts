import { afterAll, beforeAll, expect, it } from "vitest";
import { openDatabase } from "../../src/db/client.ts";
import { readSubscriptions, setSubscriptionState } from "../../src/db/subscriptions.ts";
import { createCommandLine, expectRefusal, type CommandLine } from "../support/command-line.ts";

const CONSENT = "Godkänt på papper vid introduktionen, 2026-11-01";

let line: CommandLine;
beforeAll(async () => {
  line = await createCommandLine();
});
afterAll(() => line.close());

async function runImport(rows: readonly string[], ...options: string[]): Promise<unknown> {
  const file = await line.write("readers.csv", rows.join("\n"));
  const args = ["subscription", "import", "12", file, "--consent", CONSENT, "--by", "Kim", "--json", ...options];
  return JSON.parse((await line.run(args)).stdout);
}

it("readers of a file are taken in with their wishes and their consent, each once, and who has left stays away", async () => {
  const rows = [
    "Adress;Språk;Områden;Roller;Prioriteter",
    "a@region.example;en;Akut | Infektion;Läkare;1,2",
    "b@region.example",
    "A@REGION.example;sv;;;",
    ";;;;",
    "ingen adress;sv;;;",
    "c@region.example;fi;;trollkarl;0",
    "d@region.example;constructor",
    "e@region.example;__proto__",
  ];
  const rejected = [
    { row: 6, column: "Adress" },
    { row: 7, column: "Språk" },
    { row: 7, column: "Roller" },
    { row: 7, column: "Prioriteter" },
    { row: 8, column: "Språk" },
    { row: 9, column: "Språk" },
  ];
  const first = { imported: 2, known: 1, rejected: rejected.map((fault) => expect.objectContaining(fault)) };
  expect(await runImport(rows, "--dry-run")).toEqual(first);
  expect(await runImport(rows)).toEqual(first);

  const database = await openDatabase(line.databaseUrl);
  const { db } = database;
  const found = await readSubscriptions(db, "12");
  expect(found).toMatchObject([
    {
      target: { address: "a@region.example" },
      language: "en",
      filter: { areas: ["Akut", "Infektion"], roles: ["läkare"], priorities: [1, 2] },
      state: "active",
    },
    { target: { address: "b@region.example" }, language: "sv", filter: {}, state: "active" },
  ]);
  const kept = await db.selectFrom("subscription_import").select(["region_code", "consent", "imported_by"]).execute();
  expect(kept).toEqual([{ region_code: "12", consent: CONSENT, imported_by: expect.stringContaining("Kim") }]);
  await setSubscriptionState(db, { id: found[0]?.id ?? 0, state: "ended", reason: null, now: new Date() });
  expect(await runImport(rows.slice(0, 3))).toEqual({ imported: 0, known: 2, rejected: [] });
  expect((await readSubscriptions(db, "12")).map(({ state }) => state)).toEqual(["ended", "active"]);
  await database.close();
});

it("a file without the column of addresses is refused, and so is one without a consent", async () => {
  const file = await line.write("other.csv", "Namn;Språk\nKim;sv");
  const args = ["subscription", "import", "12", file];
  expectRefusal(await line.run([...args, "--consent", CONSENT]), /the column "Adress" or .* is missing/);
  expect(await line.run(args)).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(/^--consent should say/),
  });
});
