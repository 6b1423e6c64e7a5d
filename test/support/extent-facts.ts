import type { ExtentFact } from "../../src/domain/extent-fact.ts";

/** One of three registered products is short: invented, and counted rightly. */
export function makeExtentFact(over: Partial<ExtentFact> = {}): ExtentFact {
  return {
    grade: "part",
    registered: 3,
    short: 1,
    coming: 0,
    ceasing: 0,
    unreported: 2,
    from: null,
    gone: [],
    own: [],
    left: [],
    catalogueOn: "2026-11-20",
    ...over,
  };
}
