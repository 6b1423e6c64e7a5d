import { cleanLine, cleanText } from "../../domain/clean-text.ts";
import { DRAFT_KINDS, type DraftContent, type DraftProblem } from "../../domain/draft.ts";
import { ADVICE_TYPES, URGENCIES } from "../../domain/message.ts";
import { textOf, textsOf, type FieldProblem, type FormValues } from "../frame/form.ts";
import type { EditorStrings } from "./editor-words-sv.ts";

/** What the editor's fields hold, as text: of a draft, or as somebody left them. */
export interface EditorValues {
  readonly kind: string;
  /** Empty while nobody has chosen; `FACTS_ONLY` for no advice. */
  readonly type: string;
  readonly sv: string;
  readonly en: string;
  readonly areas: readonly string[];
  readonly roles: readonly string[];
  readonly urgency: string;
  readonly validUntil: string;
  /** Stockholm time, such as `2026-08-22T07:00`; empty for as soon as may be. */
  readonly publishAt: string;
  /** Whether the words still build on those of another region. */
  readonly keepsOrigin: boolean;
}

/** Stands among the kinds of advice for an explicit "no advice". */
export const FACTS_ONLY = "facts-only";

export function toEditorValues(content: DraftContent): EditorValues {
  return {
    kind: content.kind,
    type: content.factsOnly === true ? FACTS_ONLY : (content.advice?.type ?? ""),
    sv: content.advice?.text.sv ?? "",
    en: content.advice?.text.en ?? "",
    areas: content.audience.areas,
    roles: content.audience.roles,
    urgency: content.urgency,
    validUntil: content.validUntil ?? "",
    publishAt: "",
    keepsOrigin: true,
  };
}

export function readEditor(values: FormValues): EditorValues {
  return {
    kind: textOf(values, "kind"),
    type: textOf(values, "type"),
    sv: cleanText(textOf(values, "sv")),
    en: cleanText(textOf(values, "en")),
    areas: textsOf(values, "areas").map(cleanLine).filter(Boolean),
    roles: textsOf(values, "roles").map(cleanLine).filter(Boolean),
    urgency: textOf(values, "urgency"),
    validUntil: textOf(values, "validUntil"),
    publishAt: textOf(values, "publishAt"),
    keepsOrigin: textOf(values, "origin") !== "",
  };
}

/** The draft that the fields make; words without a type are no advice, and are said to lack it. */
export function parseEditor(values: EditorValues): { content: DraftContent; problems: readonly DraftProblem[] } {
  const type = ADVICE_TYPES.find((name) => name === values.type);
  const { sv, en } = values;
  const content: DraftContent = {
    kind: DRAFT_KINDS.find((name) => name === values.kind) ?? "auto",
    advice: type === undefined ? null : { type, text: en === "" ? { sv } : { sv, en } },
    ...(values.type === FACTS_ONLY ? { factsOnly: true } : {}),
    audience: { areas: [...values.areas], roles: [...values.roles] },
    urgency: URGENCIES.find((name) => name === values.urgency) ?? "normal",
    validUntil: values.validUntil === "" ? null : values.validUntil,
  };
  const untyped = type === undefined && (sv !== "" || en !== "");
  const kind = values.type === FACTS_ONLY ? "advice-or-facts" : "type-missing";
  return { content, problems: untyped ? [{ field: "type", kind }] : [] };
}

/** The faults in words, for the summary and the fields. */
export function wordProblems(problems: readonly DraftProblem[], t: EditorStrings): FieldProblem[] {
  return problems.map(({ field, kind }) => ({ field, problem: t.problems[kind] }));
}
