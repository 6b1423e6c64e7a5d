import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/client.ts";
import { insertListVersion } from "../../src/db/lists.ts";
import { sql } from "kysely";
import { readPolicies, readPolicy, readRegionsWithoutContact, writePolicy } from "../../src/db/regions.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import { saveContact, savePolicy } from "../../src/services/policies.ts";
import { makeEntry } from "../support/builders.ts";
import { openMemoryDatabase } from "../support/memory-database.ts";

const NOW = new Date("2026-08-21T06:00:00Z");

let database: Database;
beforeEach(async () => {
  database = await openMemoryDatabase();
});
afterEach(() => database.close());

describe("regions without a contact", () => {
  it("are those that use a list and have not said how they are reached; a region without a list is asked for nothing", async () => {
    const { db } = database;
    expect(await readRegionsWithoutContact(db)).toEqual([]);
    for (const regionCode of ["14", "12"])
      await insertListVersion(db, { regionCode, fileName: "list.csv", entries: [makeEntry()], importedAt: NOW });
    expect(await readRegionsWithoutContact(db)).toEqual(["12", "14"]);
    const contact = "Läkemedelsjouren 040-12 34 56";
    await writePolicy(db, { regionCode: "12", policy: { rules: [] }, contact });
    expect(await readRegionsWithoutContact(db)).toEqual(["14"]);
  });
});

describe("a region's policy", () => {
  it("can be read while a newer version is rolled out, and what that added outlives what is changed beside it", async () => {
    const { db } = database;
    const stored = { rules: [{ action: "auto", weekdays: ["mon"] }], quietHours: 8 };
    await sql`update region set policy = ${JSON.stringify(stored)}::jsonb where code = '12'`.execute(db);
    const ctx = actAtCommandLine({ db, now: () => NOW });
    const read = (await readPolicies(db)).get("12");
    expect(read).toMatchObject({ rules: [{ action: "review" }] });
    const { rules: _, ...beside } = await readPolicy(db, "12");
    expect(beside).toEqual({ quietHours: 8 });
    await saveContact(ctx, { regionCode: "12", contact: "040-12 34 56" });
    const raw = () => db.selectFrom("region").select("policy").where("code", "=", "12").executeTakeFirst();
    expect(await raw()).toEqual({ policy: stored });
    await savePolicy(ctx, { regionCode: "12", policy: { rules: [] } });
    expect(await raw()).toEqual({ policy: { rules: [] } });
  });
});
