import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/client.ts";
import { insertListVersion } from "../../src/db/lists.ts";
import { readRegionsWithoutContact, writePolicy } from "../../src/db/regions.ts";
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
