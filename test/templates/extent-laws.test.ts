import { describe, expect, test } from "vitest";
import {
  EXTENT_GRADES,
  type ExtentCounts,
  type ExtentFact,
  type ExtentGrade,
  type OwnProductFact,
} from "../../src/domain/extent-fact.ts";
import { LANGUAGES, type Language, type MessageView } from "../../src/domain/message.ts";
import { describeDigest, sortViews } from "../../templates/digest.ts";
import { renderEmail } from "../../templates/email.tsx";
import { sayExtentBriefly } from "../../templates/extent-sentence.ts";
import { stringsOf } from "../../templates/language.ts";
import { describeMessage } from "../../templates/message-content.ts";
import { gradeViews, viewExtent } from "../support/extent-views.ts";
import { exampleViews, HOSTILE, makeEntryFact, makeFacts, makeView, ofOwnCases } from "../support/message-views.ts";

const ON = "2026-08-21";
const NAMES = [
  "meropenem",
  "Piperacillin och tazobaktam",
  "Insulin (humant), medellångverkande",
  "koksalt inj.",
  "5-fluorouracil: ",
  "Dinatriumklodronattetrahydrat/natriumdivätefosfatdihydrat/magnesiumkloridhexahydrat",
  "Ölandstok & <b>Å</b>",
  "",
];
const DAYS = [null, "2026-08-01", "2026-12-14", "2027-01-31"];
const OWN: readonly (readonly OwnProductFact[])[] = [
  [],
  [{ name: "Alfa comp.", state: "short", from: null }],
  [
    { name: "Alfa", state: "coming", from: "2026-12-14" },
    { name: "Beta 2 mg", state: "ceasing", from: "2026-08-01" },
    { name: "000123", state: "unknown", from: null },
  ],
  ["A", "B", "C", "D"].map((name) => ({ name, state: "short" as const, from: null })),
];

interface Made {
  readonly extent: ExtentFact;
  readonly view: MessageView;
}

/** Every mix of counts, with and without own products, strengths, a catalogue, and days that have passed or will come. */
function* listMade(): Generator<Made> {
  let place = 0;
  for (const short of [0, 1, 2, 7])
    for (const coming of [0, 1, 3])
      for (const ceasing of [0, 1, 2])
        for (const unreported of [null, 0, 1, 2, 13]) {
          if (short + coming + ceasing === 0) continue;
          for (const own of unreported === 0 ? OWN.slice(0, 1) : OWN) {
            place += 1;
            const isGone = unreported !== null && unreported > 0 && place % 3 === 0;
            const gone = isGone ? [{ strength: "250 mg/5 ml", products: 1 + (place % 2), from: null }] : [];
            const counts = { short, coming, ceasing, unreported };
            const registered = unreported === null ? null : short + coming + ceasing + unreported;
            const from = DAYS[place % DAYS.length] ?? null;
            const extent = { grade: grade({ ...counts, gone, own }), registered, ...counts, from, gone, own };
            const entry = makeEntryFact({
              substance: NAMES[place % NAMES.length] ?? "",
              strength: place % 5 === 0 ? "1 g" : null,
            });
            const before: { countsBefore?: ExtentCounts; extentBefore?: ExtentGrade } =
              place % 4 === 0 ? { countsBefore: { reported: 1, registered }, extentBefore: "part" } : {};
            const view = viewExtent(extent, {
              version: 2,
              kind: (["new", "update", "correction"] as const)[place % 3] ?? "new",
              urgency: place % 2 === 0 ? "high" : "normal",
              facts: { entry, ...before },
            });
            yield { extent: { ...extent, left: [], catalogueOn: ON }, view };
          }
        }
}

function grade(found: Pick<ExtentFact, "short" | "coming" | "unreported" | "gone" | "own">): ExtentGrade {
  if (found.unreported === 0) return "whole";
  if (found.own.some(({ state }) => state !== "unknown")) return "own";
  if (found.unreported === null) return "unknown";
  if (found.gone.length > 0) return "strength";
  return found.short + found.coming > 0 ? "part" : "ceasing";
}

const MADE = [...listMade()];
const HOLES = /undefined|null|NaN|\[object|\(\)|\( | \)|\s{2}|,\s*,|\.\.|\. \.|:\s*\.|: ?$|, ?$|\b0 (av|of|är|are)/;
const STOCK = { sv: /i lager|finns att få|tillgänglig/i, en: /in stock|available/i };
const PLURAL = {
  sv: /(?<!\d)1 (?:av \d+ preparat |preparat )?är (?:inte )?anmälda|(?<!\d|\d av )(?:[2-9]|1\d) (?:av \d+ preparat |preparat )?är (?:inte )?anmält/,
  en: /(?<!\d)1 (?:of \d+ products |products )?(?:are|cease) |(?<!\d|\d of )(?:[2-9]|1\d) (?:of \d+ products |products? )?(?:is|ceases) /,
};

describe.each(LANGUAGES)("of every extent there can be, in %s,", (language: Language) => {
  const t = stringsOf(language);
  const told = MADE.map((made) => ({ ...made, content: describeMessage(made.view, language) }));
  const broken = (law: (one: (typeof told)[number]) => boolean) =>
    told.filter((one) => !law(one)).map(({ content }) => content.headline);

  test("there are many, of every grade", () => {
    expect(told.length).toBeGreaterThan(400);
    expect(new Set(MADE.map(({ extent }) => extent.grade)).size).toBe(EXTENT_GRADES.length);
  });

  test("the headline has no hole and ends as a sentence does", () => {
    expect(broken(({ content }) => !HOLES.test(content.headline) && /[^.]\.$/.test(content.headline))).toEqual([]);
  });

  test("the headline names every count there is", () => {
    const words = { sv: { 1: "det enda", 2: "båda" }, en: { 1: "the only", 2: "both" } }[language];
    const names = (text: string, count: number, all: boolean) =>
      count === 0 ||
      new RegExp(`(?<![\\d/])${count}(?![\\d/])`).test(text) ||
      (all && (count === 1 || count === 2) && text.includes(words[count]));
    const law = ({
      extent: { short, coming, ceasing, unreported, from, grade: of },
      content: { headline },
    }: (typeof told)[number]) => {
      const hasCome = from !== null && from <= ON;
      const counts = [hasCome ? short + coming : short, hasCome ? 0 : coming, ceasing];
      const isOneThing = counts.filter((count) => count > 0).length === 1;
      return (
        counts.every((count) => names(headline, count, of === "whole" && isOneThing)) &&
        (unreported === null || names(headline, unreported, false))
      );
    };
    expect(broken(law)).toEqual([]);
  });

  test("one is said as one, and several as several", () => {
    expect(broken(({ content }) => !PLURAL[language].test(content.headline))).toEqual([]);
  });

  test("nothing is said to be in stock, and beside what is not reported it is said that nobody knows", () => {
    expect(broken(({ content }) => !STOCK[language].test(content.headline))).toEqual([]);
    expect(
      broken(
        ({ extent, content }) => (content.extent?.note === t.extent.notReported) === Number(extent.unreported) > 0,
      ),
    ).toEqual([]);
  });

  test("nothing is claimed of products that nobody knows of", () => {
    const isUnknown = told.filter(({ extent }) => extent.registered === null);
    const claim =
      language === "sv" ? /inte anmäl|\d av \d+ preparat|registrerade/ : /not reported|\d of \d+ products|registered/;
    expect(isUnknown.filter(({ content }) => claim.test(content.headline))).toEqual([]);
    const admits = language === "sv" ? "Vi vet inte hur många andra" : "We do not know how many other";
    expect(isUnknown.every(({ content }) => content.headline.includes(admits))).toBe(true);
  });

  test("a day that has passed is not told as coming", () => {
    const future = language === "sv" ? /1 augusti/ : /1 August\b/;
    expect(broken(({ content }) => !future.test(content.headline))).toEqual([]);
  });

  test("the beginning of a mail's subject names the medicine and what happened", () => {
    const what = language === "sv" ? /anmäl|slutar|väntas/ : /report|cease|expect/;
    const faults = told
      .map(({ view, content }) => ({ subject: describeDigest([view], language), content }))
      .filter(({ subject, content }) => {
        const name = content.subject.slice(0, 7);
        const seen = subject.slice(0, 60);
        return !seen.includes(name) || !what.test(seen) || subject.length > 120;
      });
    expect(faults.map(({ subject }) => subject)).toEqual([]);
  });

  test("a row of a table has room for the short form", () => {
    expect(MADE.map(({ extent }) => sayExtentBriefly(extent, ON, t)).filter((text) => text.length > 70)).toEqual([]);
  });
});

describe("a digest of extents", () => {
  test("is in the order of how much is hit, then of priority", () => {
    const mild = viewExtent({ grade: "part" }, { facts: { entry: makeEntryFact({ priority: 2, substance: "b" }) } });
    const first = viewExtent({ grade: "part" }, { facts: { entry: makeEntryFact({ priority: 1, substance: "a" }) } });
    const none = viewExtent({ grade: "part" }, { facts: { entry: makeEntryFact({ priority: null, substance: "c" }) } });
    const calm = makeView({ ...gradeViews.whole.message, urgency: "normal" });
    const views = [gradeViews.ceasing, none, mild, exampleViews.resolved, first, exampleViews.retraction, calm];
    const sorted = sortViews(ofOwnCases(views)).map((view) => describeMessage(view, "sv").subject.split(":")[0]);
    expect(sorted).toEqual([
      "meropenem, injektion/infusion",
      "Bensylpenicillin, injektion",
      "A, injektion",
      "B, injektion",
      "C, injektion",
      "Meropenem, injektion",
      "meropenem, injektion/infusion",
    ]);
  });

  test("begins with what the newest message of a case says, and calls the older ones so", () => {
    const all = viewExtent({ grade: "whole", registered: 3, short: 3, unreported: 0 }, { kind: "update", version: 3 });
    const some = viewExtent(
      { grade: "part", registered: 3, short: 2, unreported: 1 },
      { kind: "update", version: 4, facts: { extentBefore: "whole", countsBefore: { reported: 3, registered: 3 } } },
    );
    const views = [all, some];
    expect(describeDigest(views, "sv")).toBe(describeDigest([some], "sv"));
    expect(describeDigest(views, "sv")).toContain("2 av 3");
    const { subject, text } = renderEmail({
      pieces: sortViews(views).map((view) => ({ view })),
      language: "sv",
      unsubscribeUrl: "https://rest.example/u",
      stale: null,
      part: null,
    });
    expect(subject).not.toContain("alla 3");
    const headlines = text.split("\n").filter((line) => line.includes("Meropenem, injektion: "));
    expect(headlines.findIndex((line) => line.includes("2 av 3"))).toBe(0);
    const [listed, ...older] = headlines.filter((line) => line.includes("alla 3"));
    expect(listed).toMatch(/^\* Äldre besked, från 2026-/);
    expect(older).toEqual([expect.stringMatching(/^Äldre besked, från 2026-.{11}: Meropenem, injektion: alla 3/)]);
  });

  test("counts in its subject what it has no room for", () => {
    expect(describeDigest(ofOwnCases(Object.values(gradeViews)), "sv")).toBe(
      "Brådskande: Bensylpenicillin: alla 3 anmälda (injektion) och 5 till",
    );
  });
});

describe("a message without an extent, and one in which it counts no more,", () => {
  test("of a retraction or an end of it all, says nothing of how much is hit", () => {
    const { extent } = gradeViews.part.message.facts.kind === "case" ? gradeViews.part.message.facts : makeFacts();
    for (const kind of ["retraction", "resolved"] as const) {
      const told = makeView({
        kind,
        version: 2,
        facts: { ...makeFacts(), ...(extent === undefined ? {} : { extent }) },
      });
      const without = makeView({ kind, version: 2, facts: makeFacts() });
      expect(describeMessage(told, "sv").headline).toBe(describeMessage(without, "sv").headline);
    }
  });

  test("foreign text in it stays text", () => {
    const view = viewExtent(
      {
        grade: "own",
        own: [{ name: HOSTILE, state: "short", from: null }],
        gone: [{ strength: HOSTILE, products: 1, from: null }],
      },
      { facts: { entry: makeEntryFact({ substance: HOSTILE }) } },
    );
    expect(describeDigest([view], "sv")).not.toMatch(/[\r\n\u202E]/);
    expect(describeMessage(view, "sv").headline).not.toMatch(/[\r\n\u202E]/);
  });
});
