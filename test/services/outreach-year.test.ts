import { beforeEach, describe, expect, it } from "vitest";
import { readReportRows } from "../../src/db/outreach-rows.ts";
import type { Figure } from "../../src/domain/outreach/figure.ts";
import { parsePeriod } from "../../src/domain/outreach/period.ts";
import { PLACES, regionsOfPlace } from "../../src/domain/outreach/place.ts";
import { followPeriod, lastDay, measureReport } from "../../src/domain/outreach/report.ts";
import { recomputeFigures } from "../outreach-year/recomputed.ts";
import { SMALL_YEAR, writeYear } from "../outreach-year/write-year.ts";
import { createPostgresScene, type Scene } from "../support/scene.ts";
import { useScene } from "../support/use-scene.ts";

let scene: Scene;
useScene((opened) => {
  scene = opened;
}, createPostgresScene);
beforeEach(async () => writeYear(scene.db, SMALL_YEAR));

function frameOf(word: string) {
  const period = parsePeriod(word);
  if (typeof period === "string") throw new Error(period);
  return followPeriod(period, "2026-12-31");
}

async function measure(word: string): Promise<Figure[]> {
  const at = frameOf(word);
  return measureReport(await readReportRows(scene.db, at, SMALL_YEAR.from), at, PLACES);
}

const PLACED = PLACES.flatMap((place) => regionsOfPlace(place).map((region) => ({ place, region })));
/** Made of the regions' own answers on their stock, or of days that each reader stood, which SQL does not make here. */
const NOT_RECOMPUTED =
  /^(?:messages-per-week|prescribers-reached-by-role|stock-|cover-|target-|lines-short|deficit-|length-)/u;

describe("the figures of a simulated year", () => {
  it("equal those that SQL written apart makes of the same rows: in a month, a quarter, and where the clocks change", async () => {
    for (const word of ["2026-08", "2026-Q2", "2026-03-20..2026-04-05"]) {
      const at = frameOf(word);
      const [from, to] = [at.period.from, lastDay(at)];
      const made = await recomputeFigures(scene.db, { from, to, followedTo: at.followedTo, places: PLACED });
      const bySql = new Map(made.map((one) => [`${one.id} ${one.place}`, one]));
      const figures = (await measure(word)).filter(
        ({ id, cut }) => Object.keys(cut).length === 0 && !NOT_RECOMPUTED.test(id),
      );
      for (const { id, place, value, n } of figures) {
        const found = bySql.get(`${id} ${place}`);
        const none = value === 0 && n === 0 ? 0 : null;
        const about = `${word}: ${id} of ${place}`;
        if (value === null || found === undefined) expect(value, about).toBe(found?.value ?? none);
        else expect(found.value, about).toBeCloseTo(value, 5);
        // Of different notices n is the cases that are about them.
        if (id !== "national-notices") expect(found?.n ?? 0, about).toBe(n);
      }
      expect(figures.filter(({ n }) => n > 0).length).toBeGreaterThan(1_000);
    }
  });

  it("are the same to the byte each time, in the same order", async () => {
    expect(JSON.stringify(await measure("2026-08"))).toBe(JSON.stringify(await measure("2026-08")));
  });
});
