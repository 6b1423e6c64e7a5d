import { nameEntry } from "../../../../templates/entry-name.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import type { Draft } from "../../../db/open-drafts.ts";
import type { CaseView } from "./case-view.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { DeskForm, ProblemSummary, SubmitButton } from "../../parts/form-fields.tsx";
import { MINUTES_FIELD, MinutesField, minutesWords } from "../../desk-parts/minutes-field.tsx";
import { OutlookList } from "../../desk-parts/outlook-list.tsx";
import { PreviewsSection } from "../../desk-parts/drawings/previews-section.tsx";
import { SeenDraftFields } from "./seen-draft.tsx";
import { outlookWords } from "../../desk-parts/outlook-words.ts";
import { editorWords } from "../../desk-parts/editor-words.ts";

export interface ConfirmPageProps {
  readonly page: Page;
  readonly view: CaseView;
  readonly draft: Draft;
  /** When it is to go out; null for in a minute. */
  readonly at: Date | null;
  /** The inbox that the next case is found in, and that the last one goes back to. */
  readonly returnTo: string;
  /** What is in the way: then there is nothing to press. */
  readonly problems: readonly FieldProblem[];
  /** What somebody said that it took, where that is no number of minutes. */
  readonly wrongMinutes: string | null;
}

/** The final message, whom it reaches and what happens then; one button, which does it. */
export function ConfirmPage(props: ConfirmPageProps) {
  const { page, view, draft, problems } = props;
  const wrong = listWrong(props);
  const t = outlookWords[page.language];
  const name = nameEntry(view.found.entry, page.words);
  return (
    <DeskLayout page={page} title={t.title(name)} regionCode={view.region.code} area="inbox">
      <ProblemSummary page={page} problems={[...problems, ...wrong]} />
      <section class="confirm" aria-labelledby="happens">
        <h2 id="happens">{t.heading}</h2>
        <p>{tellWhat(page, view)}</p>
        {draft.content.factsOnly === true ? <p class="grave">{t.factsOnly}</p> : null}
        <p>
          <strong>{tellWhen(props)}</strong>
        </p>
        <OutlookList page={page} outlook={view.outlook} />
        {problems.length > 0 ? null : <PublishForm {...props} />}
        <p>
          <a href={`${linkTo(page.language, `/cases/${view.found.id}`, returnQuery(props.returnTo))}#editor`}>
            {t.back}
          </a>
        </p>
      </section>
      <PreviewsSection page={page} previews={view.previews} />
    </DeskLayout>
  );
}

function returnQuery(returnTo: string): URLSearchParams {
  return new URLSearchParams(returnTo === "" ? {} : { return: returnTo });
}

function tellWhat(page: Page, { prepared }: CaseView): string {
  const { editor } = editorWords[page.language];
  return prepared.kind === "prepared" ? editor.willBe(editor.messageKinds[prepared.messageKind]) : "";
}

function tellWhen({ page, view, at }: ConfirmPageProps): string {
  const t = outlookWords[page.language];
  if (view.secondPerson) return at === null ? t.waits : t.waitsUntil(stockholmMinute(at));
  return at === null ? t.soon : t.later(stockholmMinute(at));
}

/** What can be mended in the form itself. */
function listWrong({ page, problems, wrongMinutes }: ConfirmPageProps): FieldProblem[] {
  if (wrongMinutes === null || problems.length > 0) return [];
  return [{ field: MINUTES_FIELD, problem: minutesWords[page.language].wrong }];
}

function PublishForm(props: ConfirmPageProps) {
  const { page, view, draft, at, returnTo, wrongMinutes } = props;
  const t = outlookWords[page.language];
  const { found, secondPerson } = view;
  return (
    <DeskForm page={page} action={`/cases/${found.id}/publish`} label={t.publish}>
      <SeenDraftFields draft={draft} />
      <input type="hidden" name="facts" value={view.seal} />
      <input type="hidden" name="publishAt" value={at === null ? "" : stockholmMinute(at).replace(" ", "T")} />
      <input type="hidden" name="return" value={returnTo} />
      <input type="hidden" name="do" value={secondPerson ? "submit" : "schedule"} />
      <MinutesField language={page.language} value={wrongMinutes ?? ""} problems={listWrong(props)} />
      <p class="buttons">
        <SubmitButton text={secondPerson ? t.submit : t.publish} />
        {returnTo === "" ? null : (
          <SubmitButton
            text={secondPerson ? t.submitNext : t.publishNext}
            name="next"
            value="yes"
            variant="secondary"
          />
        )}
      </p>
    </DeskForm>
  );
}
