import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../src/domain/outreach/document.ts";
import { parsePeriod } from "../../src/domain/outreach/period.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import { readReport, type OutreachReport } from "../../src/services/outreach.ts";
import { SMALL_YEAR, writeYear } from "../outreach-year/write-year.ts";
import { createPostgresScene, type Scene } from "../support/scene.ts";
import { useScene } from "../support/use-scene.ts";

let scene: Scene;
useScene((opened) => {
  scene = opened;
}, createPostgresScene);

async function read(word: string, now: Date): Promise<OutreachReport> {
  const period = parsePeriod(word);
  if (typeof period === "string") throw new Error(period);
  const report = await readReport(actAtCommandLine({ db: scene.db, now: () => now }), { period });
  if (report.kind !== "report") throw new Error(report.kind);
  return report;
}

describe("the report of a simulated year", () => {
  it("is the same to the byte whenever it is made", async () => {
    await writeYear(scene.db, SMALL_YEAR);
    const first = await read("2026-08", new Date("2027-03-01T10:00:00Z"));
    const later = await read("2026-08", new Date("2027-06-30T23:30:00Z"));
    expect(canonicalJson(later.document)).toBe(canonicalJson(first.document));
    expect(later.checksum).toBe(first.checksum);
    expect(first.document.figures.length).toBeGreaterThan(2_000);
  });
});
