import * as fc from "fast-check";
import { entryKey, type ListEntry } from "../../src/domain/list.ts";
import { ADVICE_TYPES } from "../../src/domain/message.ts";
import { readListStrength } from "../../src/domain/list-strength.ts";
import { FORM_GROUPS } from "../../src/domain/form.ts";
import { cleanLine, cleanText } from "../../src/domain/clean-text.ts";
import { looksMisread } from "../../src/domain/swedish-text.ts";
import { composeLetters } from "../../src/domain/table-cell.ts";
import { findPersonnummer } from "../../src/domain/personnummer.ts";

const spoken = (text: string): boolean =>
  !looksMisread(text) && text !== "" && findPersonnummer(text) === null && !text.startsWith("#");
const line = fc.string({ unit: "grapheme", maxLength: 30 }).map(cleanLine).map(composeLetters).filter(spoken);
const hostile = fc.constantFrom(
  "=1+1",
  "'=x",
  "''@y",
  '-1;"',
  "+46",
  "a;b",
  "a,b",
  'säg "hej"',
  "å\tä",
  "1 g",
  "0,5 mg/ml",
);
const text = fc.oneof(line, hostile.map(cleanLine));
const area = text
  .map((value) =>
    value
      .replace(/[|,;\n]/g, " ")
      .replace(/\s+/g, " ")
      .trim(),
  )
  .filter(spoken);
const paragraph = fc.oneof(
  text,
  fc
    .tuple(line, line)
    .map((lines) => cleanText(lines.join("\n")))
    .filter(spoken),
);
const code = fc.constantFrom("J01DH02", "J01DH", "A12AX", "N02AA01", "C01CA24", "B01AD", "V03AB15");

const advice = fc.record({
  type: fc.constantFrom(...ADVICE_TYPES),
  text: fc.oneof(fc.record({ sv: paragraph }), fc.record({ sv: paragraph, en: paragraph })),
});

/** Whether the text, as a strength's cell, is that strength and says nothing else, such as "all" or a form. */
function isKept(strength: string): boolean {
  const read = readListStrength(strength);
  return read.strength === strength && read.formGroup === null;
}

const digits = (length: number) => fc.stringMatching(new RegExp(`^[1-9]{${length}}$`));
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });

/** Anything that a region buys; told by one of the four at least. */
export const anyOwn = fc.uniqueArray(
  fc
    .record({
      nplId: maybe(digits(14)),
      nplPackId: maybe(digits(14)),
      articleNumber: maybe(digits(5).map((number) => `0${number}`)),
      name: maybe(
        fc.oneof(
          fc.constantFrom("Meronem 1 g", "Meropenem, Kabi", "=1+1"),
          line.map((name) => `A${name.replace(/\|/g, "")}b`).filter(spoken),
        ),
      ),
    })
    .filter((product) => Object.values(product).some((part) => part !== null)),
  { maxLength: 4, selector: (product) => JSON.stringify(product) },
);

/** Any line that a region's list can hold. */
const entry: fc.Arbitrary<ListEntry> = fc
  .record({
    row: fc.integer({ min: 2, max: 20_000 }),
    atc: code,
    emdn: fc.option(fc.constantFrom("A0101", "C010203", "V"), { nil: null, freq: 6 }),
    substance: text,
    formGroup: fc.option(fc.constantFrom(...FORM_GROUPS), { nil: null }),
    strength: fc.option(text.filter(isKept), { nil: null }),
    priority: fc.option(fc.integer({ min: 1, max: 9 }), { nil: null }),
    category: fc.option(text, { nil: null }),
    stockDays: fc.option(fc.integer({ min: 0, max: 3650 }), { nil: null }),
    standingAdvice: fc.option(advice, { nil: null }),
    areas: fc.uniqueArray(area, { maxLength: 3 }),
    careSetting: fc.option(text, { nil: null }),
    own: anyOwn,
  })
  .map((over) => {
    const identity = { ...over, atc: over.emdn === null ? over.atc : "" };
    return { ...identity, key: entryKey(identity) };
  });

/** Any list: no two lines have the same key. */
export const anyList = fc.uniqueArray(entry, { maxLength: 12, selector: ({ key }) => key });
