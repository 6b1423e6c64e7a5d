import type { Answer, Answers } from "./answer.ts";
import { listParts, type Part, type Questionnaire } from "./question.ts";

/** How all regions that signed answered a part of a question. The four of them add up to the regions that signed. */
export interface PartCounts {
  /** Such as `Q03.people`. */
  readonly key: string;
  readonly question: string;
  readonly part: string;
  readonly kind: Part["kind"];
  readonly answered: number;
  readonly unknown: number;
  readonly notApplicable: number;
  readonly unanswered: number;
  /** Of each option, or of each cell of a matrix (`email.primary-care`), how many chose it; in the question's order. */
  readonly options: readonly OptionCount[];
  /** The numbers that were given, the lowest first. */
  readonly numbers: readonly number[];
}

export interface OptionCount {
  readonly code: string;
  readonly n: number;
  /** Of a ranking, how many put it first, second and so on; else empty. */
  readonly ranks: readonly number[];
}

/** Counts what was signed: `signed` holds the answers of each region that did. */
export function countAnswers(questions: Questionnaire, signed: readonly Answers[]): PartCounts[] {
  return listParts(questions).map(({ key, question, part }) => {
    const given = signed.flatMap((answers) => answers[key] ?? []);
    const count = (kind: Answer["kind"]) => given.filter((answer) => answer.kind === kind).length;
    const [unknown, notApplicable] = [count("unknown"), count("not-applicable")];
    const numbers = given.flatMap((answer) => (answer.kind === "number" ? [answer.value] : []));
    return {
      key,
      question: question.code,
      part: part.code,
      kind: part.kind,
      answered: given.length - unknown - notApplicable,
      unknown,
      notApplicable,
      unanswered: signed.length - given.length,
      options: countOptions(part, given),
      numbers: numbers.toSorted((a, b) => a - b),
    };
  });
}

function countOptions(part: Part, given: readonly Answer[]): OptionCount[] {
  if (part.kind === "matrix")
    return part.rows.flatMap((row) =>
      part.columns.map((column) => ({
        code: `${row.code}.${column.code}`,
        n: given.filter((answer) => answer.kind === "matrix" && answer.value[row.code]?.includes(column.code) === true)
          .length,
        ranks: [],
      })),
    );
  if (part.kind !== "one" && part.kind !== "several" && part.kind !== "ranking") return [];
  const places = part.kind === "ranking" ? Array.from({ length: part.ranks }, (_, place) => place) : [];
  return part.options.map(({ code }) => ({
    code,
    n: given.filter((answer) => isChoice(answer) && answer.value.chosen.includes(code)).length,
    ranks: places.map(
      (place) => given.filter((answer) => answer.kind === "ranking" && answer.value.ranked[place] === code).length,
    ),
  }));
}

function isChoice(answer: Answer): answer is Extract<Answer, { kind: "one" | "several" | "ranking" }> {
  return answer.kind === "one" || answer.kind === "several" || answer.kind === "ranking";
}
