import { MinutesField } from "../../desk-parts/minutes-field.tsx";
import { stockholmMinute } from "../../../domain/calendar.ts";
import type { CaseFormProps } from "./case-view.ts";
import { linkTo } from "../../frame/page.ts";
import { DeskForm, SelectField, SubmitButton, TextAreaField, TextField } from "../../parts/form-fields.tsx";
import { SeenDraftFields } from "./seen-draft.tsx";
import { TextForm } from "./text-form.tsx";
import { editorWords } from "../../desk-parts/editor-words.ts";

/** Whose the case is, and the ways to end what waits without writing a message. */
export function CaseHandlingForms(props: CaseFormProps) {
  const { page, view } = props;
  const t = editorWords[page.language].handling;
  return (
    <section class="case-handling" aria-labelledby="handling">
      <h2 id="handling">{t.heading}</h2>
      <div class="handling-forms">
        <Assignment page={page} view={view} />
        <Due page={page} view={view} />
      </div>
      <Dismissal page={page} view={view} />
      <PuttingRight {...props} />
    </section>
  );
}

function ReturnField({ page, view }: Pick<CaseFormProps, "page" | "view">) {
  return <input type="hidden" name="return" value={linkTo(page.language, `/cases/${view.found.id}`)} />;
}

function Assignment({ page, view }: Pick<CaseFormProps, "page" | "view">) {
  const t = editorWords[page.language].handling;
  const people = view.curators.map(({ id, name }) => [String(id), name] as const);
  return (
    <DeskForm page={page} action={`/cases/${view.found.id}/assign`} label={t.assignee}>
      <ReturnField page={page} view={view} />
      <input type="hidden" name="seen" value={view.handling.assigneeId ?? ""} />
      <SelectField
        name="assignee"
        label={t.assignee}
        value={String(view.handling.assigneeId ?? "")}
        options={[["", t.nobody], ...people]}
      />
      <SubmitButton text={t.assign} variant="secondary" />
    </DeskForm>
  );
}

function Due({ page, view }: Pick<CaseFormProps, "page" | "view">) {
  const t = editorWords[page.language].handling;
  const { dueAt } = view.handling;
  return (
    <DeskForm page={page} action={`/cases/${view.found.id}/due`} label={t.due}>
      <ReturnField page={page} view={view} />
      <input type="hidden" name="seen" value={dueAt?.toISOString() ?? ""} />
      <TextField
        name="due"
        type="datetime-local"
        label={t.due}
        value={dueAt === null ? "" : stockholmMinute(dueAt).replace(" ", "T")}
      />
      <SubmitButton text={t.setDue} variant="secondary" />
    </DeskForm>
  );
}

/** Ends only what stands on the page: what comes while somebody reads still waits. */
function Dismissal({ page, view }: Pick<CaseFormProps, "page" | "view">) {
  const t = editorWords[page.language].handling;
  const newest = view.waiting.at(-1);
  if (newest === undefined || view.draft !== null) return null;
  return (
    <details>
      <summary>{t.dismiss}</summary>
      <DeskForm page={page} action={`/cases/${view.found.id}/dismiss`} label={t.dismiss}>
        <ReturnField page={page} view={view} />
        <input type="hidden" name="upTo" value={newest.id} />
        <p class="hint">{t.dismissLead}</p>
        <TextAreaField name="reason" label={t.dismissReason} rows={2} value="" />
        <MinutesField language={page.language} value="" />
        <p class="buttons">
          <SubmitButton text={t.dismiss} variant="secondary" />
        </p>
      </DeskForm>
    </details>
  );
}

/** A message that was wrong: put right with a new one, or taken back in one step. */
function PuttingRight(props: CaseFormProps) {
  const { page, view, problems } = props;
  const t = editorWords[page.language].handling;
  const { found, thread, prepared, draft } = view;
  const last = thread[0];
  if (last === undefined || last.kind === "retraction" || prepared.kind === "refused") return null;
  const wrong = problems.some(({ field }) => field === "retractReason");
  return (
    <>
      {draft === null ? (
        <p>
          <a
            href={`${linkTo(page.language, `/cases/${found.id}`, new URLSearchParams({ kind: "correction" }))}#editor`}
          >
            {t.correct}
          </a>
        </p>
      ) : null}
      <details {...(wrong ? { open: true } : {})}>
        <summary>{t.retract}</summary>
        <TextForm
          forms={props}
          step="retract"
          button={t.retract}
          field={{ name: "retractReason", label: t.retractReason, hint: t.retractReasonHint, rows: 3 }}
          lang="sv"
        >
          <SeenDraftFields draft={draft} />
          <input type="hidden" name="facts" value={prepared.factsHash} />
          <p class="hint">
            {t.retractLead} {draft === null ? null : t.retractDiscards}
          </p>
        </TextForm>
      </details>
    </>
  );
}
