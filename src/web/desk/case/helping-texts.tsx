import { splitParagraphs } from "../../../../templates/text.ts";
import { stockholmDate } from "../../../domain/calendar.ts";
import { nameRegion } from "../../../domain/region.ts";
import type { CaseView } from "./case-view.ts";
import type { Page } from "../../frame/page.ts";
import { DeskForm, SubmitButton } from "../../parts/form-fields.tsx";
import { SeenDraftFields } from "./seen-draft.tsx";
import { editorWords } from "../../desk-parts/editor-words.ts";

/** What other regions advise of the same medicine, and one button to begin with it. */
export function HelpingTexts({ page, view }: { readonly page: Page; readonly view: CaseView }) {
  const t = editorWords[page.language].helping;
  const { draft, found } = view;
  if (view.helping.length === 0) return null;
  return (
    <section aria-labelledby="helping">
      <h2 id="helping">{t.heading}</h2>
      <p class="quiet">{t.lead}</p>
      {view.helping.map(({ messageId, regionCode, version, publishedAt, advice }) => (
        <details class="helping" {...(view.helping.length === 1 ? { open: true } : {})}>
          <summary>{t.from(nameRegion(regionCode), stockholmDate(publishedAt), version)}</summary>
          <p class="quiet">{page.words.adviceTypes[advice.type]}</p>
          {splitParagraphs(advice.text.sv).map((text) => (
            <p class="as-written" lang="sv">
              {text}
            </p>
          ))}
          <DeskForm page={page} action={`/cases/${found.id}/take-over`} label={t.takeOver(nameRegion(regionCode))}>
            <input type="hidden" name="message" value={messageId} />
            <SeenDraftFields draft={draft} />
            {draft === null || draft.content.advice === null ? null : <p class="hint">{t.replaces}</p>}
            <p class="buttons">
              <SubmitButton text={t.takeOver(nameRegion(regionCode))} variant="secondary" />
            </p>
          </DeskForm>
        </details>
      ))}
    </section>
  );
}
