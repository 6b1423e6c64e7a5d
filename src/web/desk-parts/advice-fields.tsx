import { NEAR_ADVICE_CHARS } from "../../domain/draft.ts";
import { ADVICE_TYPES, MAX_ADVICE_CHARS, URGENCIES } from "../../domain/message.ts";
import type { UrgentReason } from "../../domain/publication.ts";
import type { FieldProblem } from "../frame/form.ts";
import type { Page } from "../frame/page.ts";
import { editorForm, FACTS_ONLY, type EditorValues } from "./draft-form.ts";
import { editorWords } from "./editor-words.ts";

export interface MessageFieldsProps {
  readonly page: Page;
  readonly shown: EditorValues;
  readonly problems: readonly FieldProblem[];
}

const { Field } = editorForm;

/** What to do instead, in Swedish and English, or that there is no advice; a text that nears its limit is told. */
export function AdviceFields({ page, shown, problems }: MessageFieldsProps) {
  const words = editorWords[page.language].editor;
  const near = (text: string) =>
    text.length < NEAR_ADVICE_CHARS ? "" : ` ${words.near(text.length, MAX_ADVICE_CHARS)}`;
  const types = ADVICE_TYPES.map((type) => [type, page.words.adviceTypes[type]] as const);
  const form = { words, values: shown, problems };
  return (
    <>
      <Field {...form} name="type" options={[["", words.chooseType], [FACTS_ONLY, words.factsOnly], ...types]} />
      <Field {...form} name="sv" hint={words.svHint(MAX_ADVICE_CHARS) + near(shown.sv)} />
      <Field {...form} name="en" hint={words.hints.en + near(shown.en)} />
    </>
  );
}

/** Until when the advice holds, and how urgent the message is, with why it should not wait. */
export function ValidityFields({
  page,
  shown,
  problems,
  urgent = null,
}: MessageFieldsProps & { readonly urgent?: UrgentReason | null }) {
  const words = editorWords[page.language].editor;
  const form = { words, values: shown, problems };
  return (
    <>
      <Field {...form} name="validUntil" />
      <Field
        {...form}
        name="urgency"
        options={URGENCIES.map((urgency) => [urgency, words.urgencies[urgency]])}
        {...(urgent === null ? {} : { hint: words.urgent[urgent] })}
      />
    </>
  );
}
