import { describe, expect, it } from "vitest";
import {
  listAnswerFaults,
  listChangedKeys,
  parseAnswerNumber,
  type Answer,
  type Answers,
} from "../../src/domain/questionnaire/answer.ts";
import { countAnswers } from "../../src/domain/questionnaire/counts.ts";
import { CURRENT_QUESTIONS } from "../../src/domain/questionnaire/current-questions.ts";
import { listParts, listQuestions, MAX_ROWS, questionnaireSchema } from "../../src/domain/questionnaire/question.ts";
import {
  findDaysFault,
  judgeRound,
  listDueNews,
  parsePeriod,
  parseRemindDays,
} from "../../src/domain/questionnaire/round.ts";
import { choose } from "../support/round.ts";

const { outreach, readiness } = CURRENT_QUESTIONS;

function partOf(key: string) {
  const found = [...listParts(outreach), ...listParts(readiness)].find((one) => one.key === key);
  if (found === undefined) throw new Error(`test: there is no part ${key}`);
  return found.part;
}

describe("the questions of the first round", () => {
  it("are the twenty in order, whole in both languages, with codes that stand once", () => {
    const codes = listQuestions(outreach).map(({ code }) => code);
    expect(codes).toEqual(Array.from({ length: 20 }, (_, place) => `Q${String(place + 1).padStart(2, "0")}`));
    for (const questions of [outreach, readiness]) {
      expect(questionnaireSchema.parse(questions)).toEqual(questions);
      // What only the Swedish says is not English.
      const texts = listQuestions(questions).map(({ text }) => text);
      expect(texts.filter(({ sv, en }) => sv === en)).toEqual([]);
    }
  });

  it("refuse a set in which a code means two things, or one that stands beside every question", () => {
    const [first] = outreach.sections;
    if (first === undefined) throw new Error("test: no section");
    expect(questionnaireSchema.safeParse({ ...outreach, sections: [first, first] }).success).toBe(false);
    const text = JSON.stringify(outreach);
    expect(questionnaireSchema.safeParse(JSON.parse(text.replaceAll('"monthly"', '"daily"'))).success).toBe(false);
    expect(questionnaireSchema.safeParse(JSON.parse(text.replaceAll('"monthly"', '"unknown"'))).success).toBe(false);
  });
});

describe("an answer", () => {
  const own = (text: string): Answer => ({
    kind: "several",
    value: { chosen: ["email", "other"], own: { other: text } },
  });
  const row = (over: Record<string, string | number>): Answer => ({
    kind: "rows",
    value: [{ measure: "Mallar", ...over }],
  });
  const ranked = (...order: string[]): Answer => ({
    kind: "ranking",
    value: { ...choose("staffing", "secrecy"), ranked: order },
  });

  it.each<[string, Answer]>([
    ["Q01.answer", { kind: "unknown" }],
    ["Q16.answer", { kind: "not-applicable" }],
    ["Q01.answer", { kind: "one", value: choose("never") }],
    ["Q05.answer", own("Personaltidningen")],
    ["Q07.answer", { kind: "several", value: choose("none") }],
    ["Q15.answer", ranked("secrecy", "staffing")],
    ["Q06.answer", { kind: "matrix", value: { email: ["dental", "private"], sil: [] } }],
    ["Q04.fte", { kind: "number", value: 0.25 }],
    ["Q16.answer", row({ status: "ongoing", effect: "Färre frågor", cost: 120_000 })],
    ["R04.answer", { kind: "text", value: "Lagersystemet visar inte hållbarhet." }],
  ])("to %s is taken: %j", (key, answer) => {
    expect(listAnswerFaults(partOf(key), answer)).toEqual([]);
  });

  it.each<[string, Answer, string]>([
    ["Q01.answer", { kind: "several", value: choose("never") }, "wrong-kind null"],
    ["Q01.answer", { kind: "one", value: choose("hourly") }, "no-such-option null"],
    ["Q01.answer", { kind: "one", value: choose("never", "daily") }, "one-only null"],
    ["Q05.answer", { kind: "several", value: choose() }, "empty null"],
    ["Q05.answer", own(" "), "own-missing other"],
    ["Q05.answer", own("x".repeat(201)), "too-long other"],
    ["Q05.answer", own("Anna 850709-9805"), "personnummer other"],
    ["Q05.answer", { kind: "several", value: { chosen: ["email"], own: { other: "x" } } }, "no-such-option null"],
    ["Q07.answer", { kind: "several", value: choose("none", "unit") }, "stands-alone null"],
    ["Q15.answer", ranked("secrecy", "secrecy"), "ranked-twice null"],
    ["Q15.answer", ranked("many-systems"), "no-such-option null"],
    ["Q06.answer", { kind: "matrix", value: { email: [] } }, "empty null"],
    ["Q06.answer", { kind: "matrix", value: { pigeon: ["dental"] } }, "no-such-option null"],
    ["Q03.people", { kind: "number", value: 1.5 }, "too-many-decimals null"],
    ["Q03.people", { kind: "number", value: -1 }, "out-of-range null"],
    ["Q03.people", { kind: "number", value: Number.NaN }, "not-a-number null"],
    ["Q16.answer", { kind: "rows", value: [{ effect: "Ja" }] }, "required 1.measure"],
    ["Q16.answer", row({ effect: "19850709-9805" }), "personnummer 1.effect"],
    ["Q16.answer", row({ status: "maybe" }), "no-such-option 1.status"],
    ["Q16.answer", row({ cost: "mycket" }), "not-a-number 1.cost"],
    [
      "Q16.answer",
      { kind: "rows", value: Array.from({ length: MAX_ROWS + 1 }, () => ({ measure: "M" })) },
      "too-many-rows null",
    ],
    ["R04.answer", { kind: "text", value: "Ring 850709-9805" }, "personnummer null"],
  ])("to %s is refused: %j", (key, answer, fault) => {
    expect(listAnswerFaults(partOf(key), answer).map(({ because, at }) => `${because} ${at}`)).toEqual([fault]);
  });

  it.each([
    ["3", 3],
    ["1,5", 1.5],
    ["1.5", 1.5],
    ["120 000", 120_000],
    ["1 200 000,50", 1_200_000.5],
    ["\u22124", -4],
    ["1.200,5", Number.NaN],
    ["1 2", Number.NaN],
    ["=1+1", Number.NaN],
    ["1e9", Number.NaN],
    ["tre", Number.NaN],
    ["", Number.NaN],
  ])("of a number is read as people write it: %s → %d", (text, value) => {
    expect(parseAnswerNumber(text)).toBe(value);
  });

  it("is changed only where it says something else, in whatever order its parts come", () => {
    const before: Answers = { "Q05.answer": own("A"), "Q03.people": { kind: "number", value: 3 } };
    const same: Answers = {
      "Q03.people": { value: 3, kind: "number" },
      "Q05.answer": { kind: "several", value: { own: { other: "A" }, chosen: ["email", "other"] } },
    };
    expect(listChangedKeys(before, same)).toEqual([]);
    const after: Answers = { "Q05.answer": own("B"), "Q01.answer": { kind: "unknown" } };
    expect(listChangedKeys(before, after)).toEqual(["Q01.answer", "Q03.people", "Q05.answer"]);
  });
});

it("counts keep answered, do not know, not applicable and unanswered apart, and the four are all who signed", () => {
  const signed: Answers[] = [
    { "Q01.answer": { kind: "one", value: choose("daily") }, "Q03.people": { kind: "number", value: 5 } },
    { "Q01.answer": { kind: "unknown" }, "Q03.people": { kind: "number", value: 2 } },
    {
      "Q01.answer": { kind: "not-applicable" },
      "Q15.answer": { kind: "ranking", value: { ...choose("staffing", "secrecy"), ranked: ["secrecy"] } },
      "Q06.answer": { kind: "matrix", value: { email: ["dental"] } },
    },
    { "Q01.answer": { kind: "one", value: choose("daily") } },
    {},
  ];
  const counts = countAnswers(outreach, signed);
  const of = (key: string) => counts.find((one) => one.key === key);
  expect(of("Q01.answer")).toMatchObject({ answered: 2, unknown: 1, notApplicable: 1, unanswered: 1 });
  expect(of("Q01.answer")?.options.slice(0, 2)).toEqual([
    { code: "daily", n: 2, ranks: [] },
    { code: "weekly", n: 0, ranks: [] },
  ]);
  expect(of("Q03.people")).toMatchObject({ answered: 2, unanswered: 3, numbers: [2, 5] });
  expect(of("Q15.answer")?.options.find(({ code }) => code === "secrecy")).toEqual({
    code: "secrecy",
    n: 1,
    ranks: [1, 0, 0],
  });
  expect(of("Q06.answer")?.options.filter(({ n }) => n > 0)).toEqual([{ code: "email.dental", n: 1, ranks: [] }]);
  for (const { answered, unknown, notApplicable, unanswered } of counts)
    expect(answered + unknown + notApplicable + unanswered).toBe(signed.length);
});

describe("a round", () => {
  const round = { opensOn: "2026-11-01", lastDay: "2026-11-30", closedAt: null };
  it.each([
    ["2026-10-31", "planned"],
    ["2026-11-01", "open"],
    ["2026-11-30", "open"],
    ["2026-12-01", "closed"],
  ])("is on %s %s", (today, state) => {
    expect(judgeRound(round, today)).toBe(state);
    expect(judgeRound({ ...round, closedAt: new Date() }, today)).toBe("closed");
  });

  it("has a period, days and reminders that mean something, and refuses all else", () => {
    expect(["2026", "2026-h1", " 2027-Q4 ", "26", "2026-Q5", "2026-13", "2026; drop"].map(parsePeriod)).toEqual([
      "2026",
      "2026-H1",
      "2027-Q4",
      null,
      null,
      null,
      null,
    ]);
    expect(["14, 7,1", "1,14,14", "", "0", "91", "7;1", "1,2,3,4,5,6,7"].map(parseRemindDays)).toEqual([
      [14, 7, 1],
      [14, 1],
      [],
      null,
      null,
      null,
      null,
    ]);
    expect(findDaysFault(round, "2026-11-30")).toBeNull();
    expect(findDaysFault(round, "2026-12-01")).toBe("past");
    expect(findDaysFault({ ...round, lastDay: "2026-10-01" }, "2026-09-01")).toBe("reversed");
  });

  it("tells of what is due by a day, and never of what is to come", () => {
    const news = (today: string) => listDueNews({ lastDay: "2026-11-30", remindDays: [14, 7, 1] }, today);
    expect(news("2026-11-15")).toEqual(["opened"]);
    expect(news("2026-11-16")).toEqual(["opened", "14 days before 2026-11-30"]);
    expect(news("2026-11-30")).toEqual([
      "opened",
      "14 days before 2026-11-30",
      "7 days before 2026-11-30",
      "1 days before 2026-11-30",
    ]);
  });
});
