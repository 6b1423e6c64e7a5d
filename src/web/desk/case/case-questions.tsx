import { stockholmMinute } from "../../../domain/calendar.ts";
import type { CaseView } from "./case-view.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { DeskForm, SubmitButton } from "../../parts/form-fields.tsx";
import { editorWords } from "../../desk-parts/editor-words.ts";

/** What prescribers have asked of the case and nobody has closed. */
export function CaseQuestions({ page, view }: { readonly page: Page; readonly view: CaseView }) {
  const t = editorWords[page.language].questions;
  if (view.questions.length === 0) return null;
  return (
    <section aria-labelledby="questions">
      <h2 id="questions">{t.heading(view.questions.length)}</h2>
      {view.questions.map(({ id, text, replyTo, askedAt }) => (
        <article class="question">
          <p class="as-written">{text}</p>
          <p class="quiet">
            {t.asked(stockholmMinute(askedAt))}{" "}
            {replyTo === null || !view.may.curate ? null : (
              <a href={`mailto:${encodeURIComponent(replyTo)}`}>{replyTo}</a>
            )}
          </p>
          {view.may.curate ? (
            <DeskForm page={page} action={`/questions/${view.region.code}/${id}/close`} label={t.close}>
              <input type="hidden" name="return" value={linkTo(page.language, `/cases/${view.found.id}`)} />
              {/* Several forms stand on the page, so the field's id has the question's number. */}
              <div class="ds-field">
                <label class="ds-label" for={`note-${id}`}>
                  {t.note}
                </label>
                <textarea class="ds-input" id={`note-${id}`} name="note" rows={2} />
              </div>
              <p class="buttons">
                <SubmitButton text={t.close} variant="secondary" />
              </p>
            </DeskForm>
          ) : null}
        </article>
      ))}
    </section>
  );
}
