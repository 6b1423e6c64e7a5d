import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { darkEmailColors, emailColors } from "../../templates/email-css.ts";
import { cleanLine, cleanText, findLargestFit, splitText } from "../../templates/text.ts";

describe("clean text", () => {
  test("a line never breaks, whatever goes in, and cleaning twice changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const line = cleanLine(text);
        expect(line).not.toMatch(/[\r\n\t\u2028\u2029\u0085]/);
        expect(line.isWellFormed()).toBe(true);
        expect(cleanLine(line)).toBe(line);
      }),
    );
  });

  test("marks that turn the direction or hide are gone, and Swedish letters, minus and µ stay", () => {
    expect(cleanText("Ångström\u202E \u200B50 µg – ±5 °C\u0000")).toBe("Ångström 50 µg – ±5 °C");
  });
});

describe("parting text", () => {
  test("no part is too long and no word is lost", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 })),
        fc.integer({ min: 2, max: 40 }),
        (parts, max) => {
          const text = cleanText(parts.join(" "));
          const split = splitText(text, max);
          for (const part of split) {
            expect(part.length).toBeLessThanOrEqual(max);
            expect(part.isWellFormed()).toBe(true);
          }
          expect(split.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
        },
      ),
    );
  });

  test("the largest count that fits is found, and none when nothing does", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: -1, max: 400 }), (total, room) => {
        const expected = room < 0 ? null : Math.min(total, room);
        expect(findLargestFit(total, (count) => count <= room)).toBe(expected);
      }),
    );
  });
});

describe("the colours of the e-mail, in daylight and in the dark", () => {
  const pairs = [emailColors, darkEmailColors].flatMap(({ text, muted, link, urgent, page, paper, advice, warning }) =>
    [page, paper, advice, warning].flatMap((background) =>
      [text, muted, link, urgent].map((ink) => [ink, background] as const),
    ),
  );

  test.each(pairs)("%s is readable on %s (WCAG 2.1 AA, 4.5:1)", (ink, background) => {
    const [one, other] = [luminance(ink), luminance(background)];
    expect((Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)).toBeGreaterThanOrEqual(4.5);
  });
});

/** Relative luminance of `#rrggbb`: https://www.w3.org/TR/WCAG21/#dfn-relative-luminance */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => Number.parseInt(color.slice(start, start + 2), 16) / 255)
    .map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
