import { describe, expect, it } from "vitest";
import { summarizeCase } from "../../src/web/case-line.ts";
import { makePackage, makeSituation, makeSituationNotice } from "./situation-builders.ts";

function summarize(...notices: Parameters<typeof makeSituationNotice>[0][]) {
  return summarizeCase(makeSituation(notices.map(makeSituationNotice)));
}

describe("a case in one line", () => {
  it("runs from the earliest start to the latest expected end of what is open", () => {
    const packages = [
      makePackage({ start: "2026-07-01", forecastEnd: "2026-09-01" }),
      makePackage({ start: "2026-08-01", forecastEnd: "2026-11-01" }),
      makePackage({ start: "2026-01-01", forecastEnd: "2026-12-01", actualEnd: "2026-08-01" }),
    ];
    expect(summarize({ packages })).toMatchObject({ start: "2026-07-01", end: "2026-11-01" });
  });

  it("has no end when one package has none: the case may last longer than the others say", () => {
    const packages = [makePackage({}), makePackage({ forecastEnd: null })];
    expect(summarize({ packages }).end).toBeNull();
  });

  it("is ongoing when any notice is", () => {
    expect(summarize({ status: "upcoming" }, { status: "ongoing" }).status).toBe("ongoing");
    expect(summarize({ status: "upcoming" }).status).toBe("upcoming");
  });

  it("takes no end from what leaves the market for good", () => {
    const ceasing = { type: "cessation" as const, packages: [makePackage({ forecastEnd: "2026-12-31" })] };
    expect(summarize(ceasing)).toMatchObject({ ceasing: "all", end: null, overdue: "none" });
    expect(summarize(ceasing, {})).toMatchObject({ ceasing: "some", end: "2026-10-01" });
  });

  it("is overdue when the latest expected end has passed, and partly when only some package's has", () => {
    const late = makePackage({ forecastEnd: "2026-08-20" });
    expect(summarize({ packages: [late] }).overdue).toBe("all");
    expect(summarize({ packages: [late, makePackage({})] }).overdue).toBe("some");
    expect(summarize({}).overdue).toBe("none");
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
