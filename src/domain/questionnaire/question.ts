import { z } from "zod";

/** A text in both languages. */
export interface Bilingual {
  readonly sv: string;
  readonly en: string;
}

const MAX_TEXT_CHARS = 1_000;
/** The most rows that an answer of rows can have. */
export const MAX_ROWS = 20;

const text = z.string().trim().min(1).max(MAX_TEXT_CHARS);
const bilingual = z.strictObject({ sv: text, en: text });
/** Stable, and part of a form's names: `weekly`, `order-template`. */
const code = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

/** What says that an answer is none: never the code of an option. */
export const STANDINGS = ["unknown", "not-applicable"] as const;
export type Standing = (typeof STANDINGS)[number];

const optionSchema = z.strictObject({
  code: code.refine((one) => !STANDINGS.some((standing) => standing === one), "is said beside every question"),
  text: bilingual,
  /** Who chooses it writes what, in their own words. */
  own: z.literal(true).optional(),
  /** Who chooses it chooses no other: "none of these". */
  alone: z.literal(true).optional(),
});
const options = z.array(optionSchema).min(2).max(40);

const numberFields = {
  unit: bilingual,
  min: z.number(),
  max: z.number(),
  /** Of the number; 0 is a whole one. */
  decimals: z.int().min(0).max(3),
};

const columnBase = { code, label: bilingual, required: z.literal(true).optional() };
const columnSchema = z.discriminatedUnion("kind", [
  z.strictObject({ ...columnBase, kind: z.literal("text"), maxChars: z.int().min(1).max(4_000) }),
  z.strictObject({ ...columnBase, kind: z.literal("one"), options }),
  z.strictObject({ ...columnBase, kind: z.literal("number"), ...numberFields }),
]);

/** `label` is null where the question's own text says all. */
const partBase = { code, label: bilingual.nullable() };
const partSchema = z.discriminatedUnion("kind", [
  z.strictObject({ ...partBase, kind: z.literal("one"), options }),
  z.strictObject({ ...partBase, kind: z.literal("several"), options }),
  /** Several, and the three that weigh most in order. */
  z.strictObject({ ...partBase, kind: z.literal("ranking"), options, ranks: z.int().min(1).max(5) }),
  z.strictObject({ ...partBase, kind: z.literal("matrix"), rows: options, columns: options }),
  z.strictObject({ ...partBase, kind: z.literal("number"), ...numberFields }),
  z.strictObject({ ...partBase, kind: z.literal("text"), maxChars: z.int().min(1).max(4_000) }),
  z.strictObject({ ...partBase, kind: z.literal("rows"), columns: z.array(columnSchema).min(1).max(8) }),
]);

const questionSchema = z.strictObject({
  code: z.string().regex(/^[A-Z]\d{2}$/),
  text: bilingual,
  hint: bilingual.optional(),
  /** Whose question or answers these are, so that figures can be set beside theirs. */
  source: z.string().max(200).optional(),
  parts: z.array(partSchema).min(1).max(8),
});

const sectionSchema = z.strictObject({ code, title: bilingual, questions: z.array(questionSchema).min(1).max(20) });

/** What is asked: of the way to prescribers, or of what secures the region's supply. */
export const QUESTIONNAIRES = ["outreach", "readiness"] as const;
export type QuestionnaireName = (typeof QUESTIONNAIRES)[number];

/** A version of all questions. The same number always means the same questions. */
export const questionnaireSchema = z
  .strictObject({
    name: z.enum(QUESTIONNAIRES),
    version: z.int().min(1).max(10_000),
    sections: z.array(sectionSchema).min(1).max(20),
  })
  .superRefine((whole, ctx) => {
    const codes = [
      whole.sections.map((section) => section.code),
      listQuestions(whole).map((question) => question.code),
      ...listParts(whole).flatMap(listCodes),
      ...listQuestions(whole).map(({ parts }) => parts.map((part) => part.code)),
    ];
    for (const used of codes)
      if (new Set(used).size < used.length)
        ctx.addIssue({ code: "custom", message: `a code stands twice: ${used.join(", ")}` });
  });

export type Questionnaire = z.infer<typeof questionnaireSchema>;
export type Section = z.infer<typeof sectionSchema>;
export type Question = z.infer<typeof questionSchema>;
export type Part = z.infer<typeof partSchema>;
export type Column = z.infer<typeof columnSchema>;
export type Option = z.infer<typeof optionSchema>;
export type NumberField = Pick<Extract<Part, { kind: "number" }>, "unit" | "min" | "max" | "decimals">;
export type PartOf<K extends Part["kind"]> = Extract<Part, { kind: K }>;

/** A part of a question under the key by which its answer is kept, such as `Q03.people`. */
export interface KeyedPart {
  readonly key: string;
  readonly question: Question;
  readonly part: Part;
}

export function listQuestions({ sections }: { readonly sections: readonly Section[] }): Question[] {
  return sections.flatMap(({ questions }) => questions);
}

export function listQuestionParts(question: Question): KeyedPart[] {
  return question.parts.map((part) => ({ key: `${question.code}.${part.code}`, question, part }));
}

export function listParts(whole: { readonly sections: readonly Section[] }): KeyedPart[] {
  return listQuestions(whole).flatMap(listQuestionParts);
}

/** The codes within a part that must be told apart. */
function listCodes({ part }: KeyedPart): string[][] {
  const codesOf = (given: readonly { readonly code: string }[]) => given.map((one) => one.code);
  switch (part.kind) {
    case "one":
    case "several":
    case "ranking":
      return [codesOf(part.options)];
    case "matrix":
      return [codesOf(part.rows), codesOf(part.columns)];
    case "rows":
      return [
        codesOf(part.columns),
        ...part.columns.flatMap((column) => (column.kind === "one" ? [codesOf(column.options)] : [])),
      ];
    case "number":
    case "text":
      return [];
  }
}
