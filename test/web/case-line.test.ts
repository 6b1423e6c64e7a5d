import { describe, expect, it } from "vitest";
import { summarizeCase } from "../../src/web/case-parts/case-line.ts";
import { makePackage, makeSituation, makeSituationNotice } from "./situation-builders.ts";

function summarize(...notices: Parameters<typeof makeSituationNotice>[0][]) {
  return summarizeCase(makeSituation(notices.map(makeSituationNotice)), "2026-08-21");
}

describe("a case in one line", () => {
  it("is ongoing when any notice is", () => {
    expect(summarize({ status: "upcoming" }, { status: "ongoing" }).status).toBe("ongoing");
    expect(summarize({ status: "upcoming" }).status).toBe("upcoming");
  });

  it("is short when anything is, is to be short when all of it lies ahead, and is neither when it only stops being sold", () => {
    const ahead = { packages: [makePackage({ start: "2026-09-01" })] };
    const ceased = { type: "cessation" as const };
    expect(summarize({}, ahead).kind).toBe("short");
    expect(summarize(ahead, ceased).kind).toBe("coming");
    expect(summarize(ceased).kind).toBe("ceasing");
    expect(summarize({ type: "unknown" }).kind).toBe("short");
  });

  it("counts a product once, however many reports name it", () => {
    expect(summarize({}, {}, { nplId: "20990000000002", productName: "Annan" }).products).toHaveLength(2);
  });

  it("tells products without an NPL id apart by name", () => {
    const [one, two] = [
      { nplId: "", productName: "Ett" },
      { nplId: "", productName: "Två" },
    ];
    expect(summarize(one, two, one).products).toEqual(["Ett", "Två"]);
  });
});
