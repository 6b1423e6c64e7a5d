import { stockholmMinute } from "../../../domain/calendar.ts";
import type { DraftContent } from "../../../domain/draft.ts";
import type { Draft } from "../../../db/open-drafts.ts";
import { FACTS_ONLY, toEditorValues, type EditorValues } from "../../desk-parts/draft-form.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { editorWords } from "../../desk-parts/editor-words.ts";

/** A decision about what is not as it was shown any more. */
export interface Conflict {
  /** The draft as it stands now; null when none is open. */
  readonly theirs: Draft | null;
  /** What was written, when the decision was about one's own words. */
  readonly yours: EditorValues | null;
  /** What the page showed; null when it showed no draft, or did not say which. */
  readonly seen: DraftContent | null;
}

interface CaseConflictProps {
  readonly page: Page;
  readonly conflict: Conflict;
  readonly caseId: number;
}

/** What was seen, or written, beside what holds now, and a way on. */
export function CaseConflict({ page, conflict, caseId }: CaseConflictProps) {
  const t = editorWords[page.language].conflict;
  const { theirs, yours, seen } = conflict;
  return (
    <section class="ds-alert conflict" data-color="danger" role="alert" aria-labelledby="conflict">
      <h2 id="conflict">{t.heading}</h2>
      <p>{describe(page, conflict)}</p>
      <div class="side-by-side">
        {yours === null && seen !== null ? (
          <div>
            <h3>{t.seen}</h3>
            <Words page={page} {...toEditorValues(seen)} />
          </div>
        ) : null}
        {theirs === null ? null : (
          <div>
            <h3>{yours === null ? t.now : t.theirs}</h3>
            <Words page={page} {...toEditorValues(theirs.content)} />
          </div>
        )}
        {yours === null ? null : (
          <div>
            <h3>{t.yours}</h3>
            <Words page={page} {...yours} />
          </div>
        )}
      </div>
      {yours !== null && theirs?.state === "draft" ? <p>{t.keepYours}</p> : null}
      <p>
        <a class="ds-button" data-variant="secondary" href={linkTo(page.language, `/cases/${caseId}`)}>
          {yours === null || theirs === null ? t.readAgain : t.takeTheirs}
        </a>
      </p>
    </section>
  );
}

function describe(page: Page, { theirs, yours }: Conflict): string {
  const t = editorWords[page.language].conflict;
  if (yours === null) {
    if (theirs === null) return t.decidedGone;
    return t.decided(theirs.updatedBy.name, stockholmMinute(theirs.updatedAt), t.states[theirs.state]);
  }
  if (theirs === null) return t.gone;
  if (theirs.state !== "draft") return t.busy(theirs.submittedBy?.name ?? theirs.updatedBy.name);
  return t.lead(theirs.updatedBy.name, stockholmMinute(theirs.updatedAt));
}

/** All that readers would get or be chosen by, so that whatever differs can be seen. */
function Words({ page, type, sv, en, areas, roles, urgency, validUntil }: EditorValues & { readonly page: Page }) {
  const { conflict, editor } = editorWords[page.language];
  const named = Object.entries(page.words.adviceTypes).find(([known]) => known === type)?.[1];
  const name = type === FACTS_ONLY ? editor.factsOnly : named;
  const about = [
    areas.length === 0 ? null : `${editor.fields.areas}: ${areas.join(", ")}`,
    roles.length === 0 ? null : `${editor.fields.roles}: ${roles.join(", ")}`,
    validUntil === "" ? null : `${editor.fields.validUntil}: ${validUntil}`,
    urgency === "high" ? editor.fields.urgency : null,
  ].filter((one) => one !== null);
  return (
    <>
      {sv === "" && en === "" && name === undefined ? <p>{conflict.noText}</p> : null}
      {name === undefined ? null : <p class="quiet">{name}</p>}
      <p class="as-written" lang="sv">
        {sv}
      </p>
      {en === "" ? null : (
        <p class="as-written" lang="en">
          {en}
        </p>
      )}
      {about.map((line) => (
        <p class="quiet">{line}</p>
      ))}
    </>
  );
}
