import { describe, expect, it } from "vitest";
import { asksContact, findMissingContact } from "../../src/domain/contact.ts";

describe("how a region is reached", () => {
  it("is missing until it is said, by one person or, where the region asks for a second, by two", () => {
    expect(findMissingContact({ contact: "040-12 34 56", policy: { secondPerson: true } })).toBeNull();
    expect(findMissingContact({ contact: null, policy: {} })).toBe("one");
    expect(findMissingContact({ contact: null, policy: { secondPerson: false } })).toBe("one");
    expect(findMissingContact({ contact: null, policy: { secondPerson: true } })).toBe("two");
  });

  it.each([
    ["live", "one", true, true],
    ["live", "one", false, false],
    ["live", "two", true, false],
    ["live", null, true, false],
    ["capture", "one", true, false],
  ] as const)("is asked with a list, sending %s, missing %s, first %s: %s", (mode, contactMissing, isFirst, asked) => {
    expect(asksContact({ mode, contactMissing }, isFirst)).toBe(asked);
  });
});
