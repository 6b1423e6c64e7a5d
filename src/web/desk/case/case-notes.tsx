import { stockholmMinute } from "../../../domain/calendar.ts";
import type { CaseFormProps } from "./case-view.ts";
import { TextForm } from "./text-form.tsx";
import { editorWords } from "../../desk-parts/editor-words.ts";

/** Words between the region's curators, which nobody else ever sees. */
export function CaseNotes(props: CaseFormProps) {
  const { page, view } = props;
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
      <TextForm
        forms={props}
        step="notes"
        name={t.text}
        button={t.save}
        field={{ name: "note", label: t.text, hint: t.hint, rows: 3 }}
      />
    </section>
  );
}
