import { stockholmMinute } from "../../../domain/calendar.ts";
import type { CaseFormProps } from "./case-view.ts";
import { DeskForm, SubmitButton, TextAreaField } from "../../parts/form-fields.tsx";
import { editorWords } from "../../desk-parts/editor-words.ts";

/** Words between the region's curators, which nobody else ever sees. */
export function CaseNotes({ page, view, problems, left }: CaseFormProps) {
  const t = editorWords[page.language].notes;
  return (
    <section class="case-notes" aria-labelledby="notes">
      <h2 id="notes">{t.heading}</h2>
      <p class="quiet">{view.notes.length === 0 ? t.none : t.lead}</p>
      {view.notes.map(({ text, writtenBy, writtenAt }) => (
        <article>
          <p class="as-written">{text}</p>
          <p class="quiet">{t.by(writtenBy, stockholmMinute(writtenAt))}</p>
        </article>
      ))}
      <DeskForm page={page} action={`/cases/${view.found.id}/notes`} label={t.text}>
        <TextAreaField
          name="note"
          label={t.text}
          hint={t.hint}
          rows={3}
          value={left["note"] ?? ""}
          problems={problems}
        />
        <p class="buttons">
          <SubmitButton text={t.save} variant="secondary" />
        </p>
      </DeskForm>
    </section>
  );
}
