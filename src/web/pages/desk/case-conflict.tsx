import { stockholmMinute } from "../../../domain/calendar.ts";
import type { Draft } from "../../../db/drafts.ts";
import type { EditorValues } from "../../draft-form.ts";
import { linkTo, type Page } from "../../page.ts";

/** What somebody wrote while another was faster. */
export interface Conflict {
  readonly theirs: Draft | null;
  readonly yours: EditorValues;
}

interface CaseConflictProps {
  readonly page: Page;
  readonly conflict: Conflict;
  readonly caseId: number;
}

/** Both texts side by side, and a way to take either. */
export function CaseConflict({ page, conflict, caseId }: CaseConflictProps) {
  const t = page.t.desk.editor.conflict;
  const { theirs, yours } = conflict;
  return (
    <section class="ds-alert conflict" data-color="danger" role="alert" aria-labelledby="conflict">
      <h2 id="conflict">{t.heading}</h2>
      <p>{describe(page, theirs)}</p>
      <div class="side-by-side">
        {theirs === null ? null : (
          <div>
            <h3>{t.theirs}</h3>
            <Words page={page} type={theirs.content.advice?.type ?? ""} {...theirs.content.advice?.text} />
          </div>
        )}
        <div>
          <h3>{t.yours}</h3>
          <Words page={page} {...yours} />
        </div>
      </div>
      {theirs?.state === "draft" ? <p>{t.keepYours}</p> : null}
      {theirs === null ? null : (
        <p>
          <a class="ds-button" data-variant="secondary" href={linkTo(page.language, `/cases/${caseId}`)}>
            {t.takeTheirs}
          </a>
        </p>
      )}
    </section>
  );
}

function describe(page: Page, theirs: Draft | null): string {
  const t = page.t.desk.editor.conflict;
  if (theirs === null) return t.gone;
  if (theirs.state !== "draft") return t.busy(theirs.submittedBy?.name ?? theirs.updatedBy.name);
  return t.lead(theirs.updatedBy.name, stockholmMinute(theirs.updatedAt));
}

interface WordsProps {
  readonly page: Page;
  readonly type: string;
  readonly sv?: string | undefined;
  readonly en?: string | undefined;
}

function Words({ page, type, sv = "", en = "" }: WordsProps) {
  const name = Object.entries(page.words.adviceTypes).find(([known]) => known === type)?.[1];
  if (sv === "" && en === "" && name === undefined) return <p>{page.t.desk.editor.conflict.noText}</p>;
  return (
    <>
      {name === undefined ? null : <p class="quiet">{name}</p>}
      <p class="as-written" lang="sv">
        {sv}
      </p>
      {en === "" ? null : (
        <p class="as-written" lang="en">
          {en}
        </p>
      )}
    </>
  );
}
