import { describe, expect, test } from "vitest";
import type { AlertCause, FetchFailure } from "../../src/domain/source-health.ts";
import type { GuardDoubt } from "../../src/domain/guard.ts";
import { LANGUAGES } from "../../src/domain/message.ts";
import { describeTrouble } from "../../templates/alert-content.ts";
import { stringsOf } from "../../templates/language.ts";

const held = (doubt: GuardDoubt): AlertCause => ({ kind: "held", snapshot: 7, doubt });
const unreachable = (failure: Omit<FetchFailure, "detail">): AlertCause => ({
  kind: "unreachable",
  tries: 3,
  failure: { ...failure, detail: "lv.example said no" },
});
const madeAt = "2026-08-21T00:27:13.435Z";

const causes: [string, AlertCause, string][] = [
  ["too few reports", held({ kind: "too-few", reports: 1, expected: 500 }), "Filen har 1 anmälan, färre än de 500"],
  ["a time ahead", held({ kind: "ahead", madeAt, fetchedAt: madeAt }), "Filen säger att den gjordes 2026-08-21 02:27"],
  ["an older file", held({ kind: "older", madeAt, lastMadeAt: madeAt }), "Filen gjordes 2026-08-21 02:27, före den"],
  [
    "a large drop",
    held({ kind: "dropped", reports: 1_200, lastReports: 2_340 }),
    "Filen har 1200 anmälningar, 49 % färre än den förra (2340).",
  ],
  [
    "a large change",
    held({ kind: "changed", changed: 201, open: 1_000 }),
    "201 av 1000 öppna anmälningar ändrades på en gång, 20 %.",
  ],
  [
    "a catalogue that is more than twice another",
    held({ kind: "changed", changed: 69_064, open: 9_064, of: "products" }),
    "På en gång är 69064 produkter nya, borta eller ändrade, mot 9064 i den förra filen.",
  ],
  ["an error code", unreachable({ kind: "status", status: 404 }), "Källans server svarade med felkod 404."],
  ["no answer in time", unreachable({ kind: "timeout" }), "Källans server svarade inte i tid."],
  ["a refusal of our own", unreachable({ kind: "refused" }), "Restsignal avbröt hämtningen"],
  ["no answer at all", unreachable({ kind: "no-answer" }), "Källans server gick inte att nå."],
  ["no address", unreachable({ kind: "no-address" }), "Källan har ingen adress"],
  [
    "a file that grows old",
    { kind: "stalled", hours: 40 },
    "Den senaste filen var 40 timmar gammal när larmet skrevs.",
  ],
];

describe.each(causes)("an alert about %s", (_, cause, swedish) => {
  const lines = (language: "sv" | "en") => describeTrouble({ reason: "technical words", cause }, stringsOf(language));

  test("says in Swedish what happened, and nothing in English that is not marked as technical", () => {
    expect(lines("sv")[0]?.text.startsWith(swedish)).toBe(true);
    for (const { label, text } of lines("sv").filter((line) => line.label === null)) {
      expect(label).toBeNull();
      expect(text).not.toMatch(/\b(the|file|was|answered|hours)\b/i);
    }
    expect(JSON.stringify(lines("sv"))).not.toContain("technical words");
  });

  test("says as much in English", () => {
    expect(lines("en").map(({ label }) => label === null)).toEqual(lines("sv").map(({ label }) => label === null));
    expect(lines("en")[0]?.text).not.toBe(lines("sv")[0]?.text);
  });
});

test("a file that was held back is told with the command that takes it in", () => {
  for (const language of LANGUAGES) {
    const trouble = { reason: "x", cause: held({ kind: "too-few", reports: 1, expected: 500 }) };
    expect(describeTrouble(trouble, stringsOf(language))[1]?.text).toContain("ingest accept 7 --reason …");
  }
});

test("what only a program said of it, as in alerts from before, is marked as a technical detail", () => {
  expect(describeTrouble({ reason: "line 1: the file\nis empty" }, stringsOf("sv"))).toEqual([
    {
      label: "Teknisk uppgift på engelska",
      text: "line 1: the file is empty",
      quoted: { language: "en", texts: ["line 1: the file is empty"] },
    },
  ]);
});
