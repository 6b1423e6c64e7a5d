import { stringify } from "csv-stringify/sync";
import { describeAnswer } from "../../domain/questionnaire/describe.ts";
import { listParts } from "../../domain/questionnaire/question.ts";
import type { RegionResult, RoundAnswers } from "../../services/questionnaire-results.ts";
import type { Language } from "../../domain/message.ts";
import { answersWords } from "./answers-words.ts";

/** Semicolons and a byte order mark are what a Swedish Excel opens without asking; no cell can be read as a formula. */
const FORMAT = { delimiter: ";", escape_formulas: true, quoted_string: true };

/** What was signed in a round, a line for each part of a question and region; a region that has not signed has one line. */
export function writeAnswersCsv({ round, regions }: RoundAnswers, language: Language): string {
  const t = answersWords[language];
  const parts = listParts(round.questions);
  const rows = regions.flatMap((region) => {
    const about = [region.regionCode, region.name, t.progress[region.progress]];
    if (region.answers === null) return [[...about, "", "", "", "", ""]];
    return parts.map(({ key, question, part }) => {
      const answer = region.answers?.[key];
      return [
        ...about,
        key,
        question.text[language],
        part.label?.[language] ?? "",
        answer === undefined ? "unanswered" : isNone(answer.kind) ? answer.kind : "answered",
        answer === undefined ? t.unanswered : describeAnswer(part, answer, language).join("\n"),
      ];
    });
  });
  return `\uFEFF${stringify([Object.values(t.columns), ...rows], FORMAT)}`;
}

function isNone(kind: string): boolean {
  return kind === "unknown" || kind === "not-applicable";
}

/** The same with the questions as they were frozen and what each option came to; the keys are codes in every language. */
export function writeAnswersJson({ round, regions, signed, counts }: RoundAnswers): string {
  const { questionnaire, version, period, opensOn, lastDay, closedAt, questions } = round;
  const told = regions.map(({ regionCode, name, progress, answers, signed: signature }: RegionResult) => ({
    regionCode,
    name,
    progress,
    signed: signature,
    answers,
  }));
  const about = { questionnaire, version, period, opensOn, lastDay, closedAt };
  return `${JSON.stringify({ round: about, signed, regions: told, counts, questions }, null, 2)}\n`;
}
