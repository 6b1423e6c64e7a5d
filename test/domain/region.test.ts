import { describe, expect, it } from "vitest";
import { findRegion, nameRegion, OPERATIONS, REGIONS } from "../../src/domain/region.ts";

describe("a region's code", () => {
  it("is one of 21, each with its name and its healthcare region", () => {
    expect(REGIONS).toHaveLength(21);
    expect(new Set(REGIONS.map(({ code }) => code)).size).toBe(21);
    for (const region of REGIONS) {
      expect(findRegion(region.code)).toBe(region);
      expect(nameRegion(region.code)).toBe(region.name);
      expect(region.healthcareRegions.length).toBe(region.code === "13" ? 2 : 1);
    }
  });

  it("is none of the operations' or of nobody's, though each has a name to be read", () => {
    expect(findRegion(OPERATIONS.code)).toBeUndefined();
    expect(findRegion("02")).toBeUndefined();
    expect(nameRegion(OPERATIONS.code)).toBe(OPERATIONS.name);
    expect(nameRegion("02")).toBe("02");
  });
});
