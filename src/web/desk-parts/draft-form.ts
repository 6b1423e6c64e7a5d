import { cleanLine, cleanText } from "../../domain/clean-text.ts";
import {
  alternativeKey,
  distinctAlternatives,
  MAX_ALTERNATIVES,
  parseAlternative,
  type Alternative,
} from "../../domain/alternative.ts";
import { DRAFT_KINDS, type DraftContent, type DraftProblem } from "../../domain/draft.ts";
import { ADVICE_TYPES, URGENCIES } from "../../domain/message.ts";
import { textOf, type FieldProblem, type FormValues } from "../frame/form.ts";
import { defineForm, type FieldsOf } from "../parts/form-kit.tsx";
import type { EditorStrings } from "./editor-words-sv.ts";

/** The words of a message, for whom they are, and how they go out. */
export const editorForm = defineForm({
  kind: { control: "radios" },
  type: { control: "select" },
  sv: { control: "area", rows: 7, lang: "sv", clean: cleanText },
  en: { control: "area", lang: "en", clean: cleanText },
  alternatives: { control: "boxes" },
  find: { control: "text", maxChars: 100, clean: cleanLine },
  areas: { control: "boxes" },
  roles: { control: "boxes" },
  urgency: { control: "radios" },
  validUntil: { control: "date" },
  publishAt: { control: "datetime-local" },
});

/**
 * What the editor's fields hold, as text: of a draft, or as somebody left them. `type` is empty while nobody has chosen
 * and `FACTS_ONLY` for no advice; `publishAt` is empty for as soon as may be.
 */
export type EditorValues = FieldsOf<typeof editorForm.specs> & {
  /** Whether the words still build on those of another region. */
  readonly keepsOrigin: boolean;
};

/** Stands among the kinds of advice for an explicit "no advice". */
export const FACTS_ONLY = "facts-only";

export function toEditorValues(content: DraftContent): EditorValues {
  return {
    ...editorForm.empty,
    kind: content.kind,
    type: content.factsOnly === true ? FACTS_ONLY : (content.advice?.type ?? ""),
    sv: content.advice?.text.sv ?? "",
    en: content.advice?.text.en ?? "",
    alternatives: (content.advice?.alternatives ?? []).map(writeAlternative),
    areas: content.audience.areas,
    roles: content.audience.roles,
    urgency: content.urgency,
    validUntil: content.validUntil ?? "",
    keepsOrigin: true,
  };
}

/** An alternative as the value of its box. */
export function writeAlternative(alternative: Alternative): string {
  return `${alternativeKey(alternative)}|${alternative.name}`;
}

/** The alternatives of the boxes that are ticked, each once; what no page of ours wrote is none. */
export function readAlternatives(boxes: readonly string[]): Alternative[] {
  return distinctAlternatives(
    boxes.flatMap((box) => {
      const [key = "", ...name] = box.split("|");
      return parseAlternative(key, cleanLine(name.join("|"))) ?? [];
    }),
  );
}

export function readEditor(values: FormValues): EditorValues {
  const read = editorForm.read(values);
  return {
    ...read,
    areas: read.areas.map(cleanLine).filter(Boolean),
    roles: read.roles.map(cleanLine).filter(Boolean),
    keepsOrigin: textOf(values, "origin") !== "",
  };
}

/** The draft that the fields make; words without a type are no advice, and are said to lack it. */
export function parseEditor(values: EditorValues): { content: DraftContent; problems: readonly DraftProblem[] } {
  const type = ADVICE_TYPES.find((name) => name === values.type);
  const { sv, en } = values;
  const kind = DRAFT_KINDS.find((name) => name === values.kind) ?? "auto";
  const ticked = kind === "retraction" ? [] : readAlternatives(values.alternatives);
  const alternatives = ticked.slice(0, MAX_ALTERNATIVES);
  const content: DraftContent = {
    kind,
    advice:
      type === undefined
        ? null
        : {
            type,
            text: en === "" ? { sv } : { sv, en },
            ...(alternatives.length === 0 ? {} : { alternatives }),
          },
    ...(values.type === FACTS_ONLY ? { factsOnly: true } : {}),
    audience: { areas: [...values.areas], roles: [...values.roles] },
    urgency: URGENCIES.find((name) => name === values.urgency) ?? "normal",
    validUntil: values.validUntil === "" ? null : values.validUntil,
  };
  const untyped = type === undefined && (sv !== "" || en !== "" || ticked.length > 0);
  const problems: DraftProblem[] = untyped
    ? [{ field: "type", kind: values.type === FACTS_ONLY ? "advice-or-facts" : "type-missing" }]
    : [];
  if (ticked.length > MAX_ALTERNATIVES) problems.push({ field: "alternatives", kind: "too-many" });
  return { content, problems };
}

/** The faults in words, for the summary and the fields. */
export function wordProblems(problems: readonly DraftProblem[], t: EditorStrings): FieldProblem[] {
  return problems.map(({ field, kind }) => ({ field, problem: t.problems[kind] }));
}
