import type { Child } from "hono/jsx";
import { DeskForm, SubmitButton, TextAreaField } from "../../parts/form-fields.tsx";
import type { CaseFormProps } from "./case-view.ts";

interface TextFormProps {
  readonly forms: CaseFormProps;
  /** The last part of its address. */
  readonly step: string;
  /** The form's accessible name, where it is not the button's. */
  readonly name?: string;
  readonly button: string;
  readonly field: { readonly name: string; readonly label: string; readonly hint?: string; readonly rows: number };
  /** Language of what is written, where readers get it. */
  readonly lang?: string;
  /** What stands before the field. */
  readonly children?: Child;
}

/** A step on a case that takes a text of one's own. */
export function TextForm({ forms, step, name, button, field, lang, children }: TextFormProps) {
  const { page, view, problems, left } = forms;
  return (
    <DeskForm page={page} action={`/cases/${view.found.id}/${step}`} label={name ?? button}>
      {children}
      <TextAreaField {...field} lang={lang} value={left[field.name] ?? ""} problems={problems} />
      <p class="buttons">
        <SubmitButton text={button} variant="secondary" />
      </p>
    </DeskForm>
  );
}
