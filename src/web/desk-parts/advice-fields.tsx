import { NEAR_ADVICE_CHARS } from "../../domain/draft.ts";
import { ADVICE_TYPES, MAX_ADVICE_CHARS, URGENCIES } from "../../domain/message.ts";
import type { FieldProblem } from "../frame/form.ts";
import type { Page } from "../frame/page.ts";
import { ChoicesField, SelectField, TextAreaField, TextField } from "../parts/form-fields.tsx";
import { FACTS_ONLY, type EditorValues } from "./draft-form.ts";
import { editorWords } from "./editor-words.ts";

export interface MessageFieldsProps {
  readonly page: Page;
  readonly shown: EditorValues;
  readonly problems: readonly FieldProblem[];
}

/** What to do instead, in Swedish and English, or that there is no advice; a text that nears its limit is told. */
export function AdviceFields({ page, shown, problems }: MessageFieldsProps) {
  const t = editorWords[page.language].editor;
  const near = (text: string) => (text.length < NEAR_ADVICE_CHARS ? "" : ` ${t.near(text.length, MAX_ADVICE_CHARS)}`);
  const types = ADVICE_TYPES.map((type) => [type, page.words.adviceTypes[type]] as const);
  return (
    <>
      <SelectField
        name="type"
        label={t.type}
        value={shown.type}
        options={[["", t.chooseType], [FACTS_ONLY, t.factsOnly], ...types]}
        problems={problems}
      />
      <TextAreaField
        name="sv"
        label={t.sv}
        hint={t.svHint(MAX_ADVICE_CHARS) + near(shown.sv)}
        rows={7}
        lang="sv"
        value={shown.sv}
        problems={problems}
      />
      <TextAreaField
        name="en"
        label={t.en}
        hint={t.enHint + near(shown.en)}
        rows={4}
        lang="en"
        value={shown.en}
        problems={problems}
      />
    </>
  );
}

/** Until when the advice holds, and how urgent the message is. */
export function ValidityFields({ page, shown, problems }: MessageFieldsProps) {
  const t = editorWords[page.language].editor;
  return (
    <>
      <TextField
        name="validUntil"
        type="date"
        label={t.validUntil}
        hint={t.validUntilHint}
        value={shown.validUntil}
        problems={problems}
      />
      <ChoicesField
        name="urgency"
        type="radio"
        label={t.urgency}
        values={[shown.urgency]}
        options={URGENCIES.map((urgency) => [urgency, t.urgencies[urgency]])}
      />
    </>
  );
}
