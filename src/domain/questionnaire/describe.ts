import type { Answer, Answers, Chosen, Row } from "./answer.ts";
import {
  listQuestionParts,
  listQuestions,
  type Column,
  type Option,
  type Part,
  type Question,
  type Questionnaire,
  type Standing,
} from "./question.ts";

type Language = "sv" | "en";

const STANDING_WORDS: Readonly<Record<Language, Readonly<Record<Standing, string>>>> = {
  sv: { unknown: "Vet ej", "not-applicable": "Ej tillämpligt" },
  en: { unknown: "Do not know", "not-applicable": "Not applicable" },
};

/** An answer in the words of its question, a line for each thing that it says. */
export function describeAnswer(part: Part, answer: Answer, language: Language): string[] {
  switch (answer.kind) {
    case "unknown":
    case "not-applicable":
      return [STANDING_WORDS[language][answer.kind]];
    case "one":
    case "several":
      return "options" in part ? describeChoice(part.options, answer.value, language) : [];
    case "ranking": {
      if (part.kind !== "ranking") return [];
      const { ranked } = answer.value;
      const lines = describeChoice(part.options, answer.value, language);
      return answer.value.chosen.map((code, place) => {
        const rank = ranked.indexOf(code);
        return rank === -1 ? (lines[place] ?? "") : `${lines[place]} (${rank + 1})`;
      });
    }
    case "matrix":
      return part.kind === "matrix"
        ? Object.entries(answer.value).map(
            ([row, marked]) =>
              `${nameOption(part.rows, row, language)}: ${marked.map((code) => nameOption(part.columns, code, language)).join(", ")}`,
          )
        : [];
    case "number":
      return part.kind === "number" ? [`${sayNumber(answer.value, language)} ${part.unit[language]}`] : [];
    case "text":
      return [answer.value];
    case "rows":
      return part.kind === "rows" ? answer.value.map((row) => describeRow(part.columns, row, language)) : [];
  }
}

function describeChoice(options: readonly Option[], { chosen, own }: Chosen, language: Language): string[] {
  return chosen.map((code) => {
    const words = own[code];
    const name = nameOption(options, code, language);
    return words === undefined ? name : `${name}: ${words}`;
  });
}

function nameOption(options: readonly Option[], code: string, language: Language): string {
  return options.find((option) => option.code === code)?.text[language] ?? code;
}

function describeRow(columns: readonly Column[], row: Row, language: Language): string {
  return columns
    .flatMap((column) => {
      const cell = row[column.code];
      if (cell === undefined) return [];
      const text = typeof cell === "number" ? sayNumber(cell, language) : cell;
      const said = column.kind === "one" ? nameOption(column.options, text, language) : text;
      return [`${column.label[language]}: ${said}`];
    })
    .join(" · ");
}

/** With a thin space between thousands and the language's own decimal mark. */
export function sayNumber(value: number, language: Language): string {
  const [whole = "", decimals] = String(value).split(".");
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, "\u00A0");
  return decimals === undefined ? grouped : `${grouped}${language === "sv" ? "," : "."}${decimals}`;
}

/** The questions of which some part has no answer, not even that nobody knows. */
export function listOpenQuestions(whole: Pick<Questionnaire, "sections">, answers: Answers): Question[] {
  return listQuestions(whole).filter((question) =>
    listQuestionParts(question).some(({ key }) => answers[key] === undefined),
  );
}
