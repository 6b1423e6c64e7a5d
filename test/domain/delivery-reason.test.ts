import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hideAddresses } from "../../src/domain/delivery-reason.ts";

describe("a reason as it is kept and shown", () => {
  it.each([
    ["550 5.1.1 <anna.andersson@skane.example>: User unknown", "550 5.1.1 … User unknown"],
    ["see https://mx.example/policy?id=1 for more", "see … for more"],
    ["url=https://prod.logic.azure.com/workflows/1?sig=hemligt", "…"],
    ["bad xoxb-1-2-hemligt, sig=hemligt; Bearer hemligt", "bad … … …"],
    ["two\r\n lines\u2028and \u202eturned\u0000", "two lines and turned"],
    ["", ""],
  ])("%j is told as %j", (reason, told) => {
    expect(hideAddresses(reason)).toBe(told);
  });

  it("is one line of bounded length that a database takes, and is the same when it is told again", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 700 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(10, 200, 500),
        (text, times, maxChars) => {
          const told = hideAddresses(text.repeat(times), maxChars);
          expect(told).toMatch(/^\P{C}*$/u);
          expect(told.isWellFormed()).toBe(true);
          expect(told.length).toBeLessThanOrEqual(maxChars);
          expect(hideAddresses(told, maxChars)).toBe(told);
        },
      ),
    );
  });

  it("of an endless answer is found at once", () => {
    expect(hideAddresses("a".repeat(50_000_000))).toHaveLength(500);
  });
});
