import { describe, expect, it } from "vitest";
import { readReportRows } from "../../src/db/outreach-rows.ts";
import type { Figure } from "../../src/domain/outreach/figure.ts";
import { parsePeriod } from "../../src/domain/outreach/period.ts";
import { PLACES } from "../../src/domain/outreach/place.ts";
import { followPeriod, measureReport } from "../../src/domain/outreach/report.ts";
import { SMALL_YEAR, writeYear } from "../outreach-year/write-year.ts";
import { createPostgresScene, type Scene } from "../support/scene.ts";
import { useScene } from "../support/use-scene.ts";

let scene: Scene;
useScene((opened) => {
  scene = opened;
}, createPostgresScene);

async function measure(word: string): Promise<Figure[]> {
  const period = parsePeriod(word);
  if (typeof period === "string") throw new Error(period);
  const at = followPeriod(period, "2026-12-31");
  return measureReport(await readReportRows(scene.db, at, SMALL_YEAR.from), at, PLACES);
}

describe("the figures of a simulated year", () => {
  it("are the same to the byte each time, in the same order", async () => {
    await writeYear(scene.db, SMALL_YEAR);
    const first = JSON.stringify(await measure("2026-08"));
    expect(JSON.stringify(await measure("2026-08"))).toBe(first);
    expect(JSON.parse(first)).toHaveProperty("2000");
  });
});
