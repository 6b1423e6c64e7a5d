import { stockholmMinute } from "../../../domain/calendar.ts";
import { mayApprove } from "../../../domain/draft.ts";
import type { Draft } from "../../../db/open-drafts.ts";
import type { CaseFormProps, CaseView } from "./case-view.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { DeskForm, SubmitButton } from "../../parts/form-fields.tsx";
import { editorForm } from "../../desk-parts/draft-form.ts";
import { OutlookList } from "../../desk-parts/outlook-list.tsx";
import { SeenDraftFields } from "./seen-draft.tsx";
import { TextForm } from "./text-form.tsx";
import { editorWords } from "../../desk-parts/editor-words.ts";
import { previewsWords } from "../../desk-parts/drawings/words.ts";

/** Where the case stands and what to do about it now. */
export function CaseNext(props: CaseFormProps) {
  const { page, view } = props;
  const t = editorWords[page.language].next;
  const { draft } = view;
  return (
    <section class="case-next" aria-labelledby="next">
      <h2 id="next">{t.heading}</h2>
      {draft === null || draft.reason === null ? null : (
        <div class="ds-alert" data-color="warning">
          <h3>{t.reason}</h3>
          <p class="as-written" lang="sv">
            {draft.reason}
          </p>
        </div>
      )}
      {draft?.state === "scheduled" ? <Scheduled {...props} draft={draft} /> : null}
      {draft?.state === "submitted" ? <Submitted {...props} draft={draft} /> : null}
      {draft === null || draft.state === "draft" ? <Writing {...props} /> : null}
    </section>
  );
}

function Writing({ page, view }: CaseFormProps) {
  const { next, jumpToEditor } = editorWords[page.language];
  const { draft, may } = view;
  return (
    <>
      {draft === null ? null : <p>{next.draft(draft.updatedBy.name, stockholmMinute(draft.updatedAt))}</p>}
      <p>{adviseNext(page, view)}</p>
      {may.curate ? (
        <p class="buttons">
          <a class="ds-button" data-variant="secondary" href="#editor">
            {jumpToEditor}
          </a>
        </p>
      ) : null}
      {may.curate && draft === null ? <Resolve page={page} view={view} /> : null}
    </>
  );
}

function adviseNext(page: Page, { draft, may, thread, waiting }: CaseView): string {
  const words = editorWords[page.language];
  const { next: t } = words;
  if (!may.curate) return waiting.length > 0 ? words.waiting.heading(waiting.length) : t.readOnly;
  if (draft !== null) return t.finish;
  if (waiting.length > 0) return t.write;
  return thread[0]?.kind === "retraction" ? t.retracted : t.idle;
}

/** One step when the end is all there is to tell. */
function Resolve({ page, view }: Pick<CaseFormProps, "page" | "view">) {
  const t = editorWords[page.language].next;
  const { prepared, found } = view;
  const resolves =
    prepared.kind === "prepared" &&
    prepared.messageKind === "resolved" &&
    prepared.last !== null &&
    prepared.last.kind !== "resolved";
  if (!resolves) return null;
  return (
    <DeskForm page={page} action={`/cases/${found.id}/resolve`} label={t.resolve}>
      <SeenDraftFields draft={view.draft} />
      <input type="hidden" name="facts" value={prepared.factsHash} />
      <p class="hint">{t.resolveLead}</p>
      <p class="buttons">
        <SubmitButton text={t.resolve} />
      </p>
    </DeskForm>
  );
}

function Scheduled({ page, view, draft }: CaseFormProps & { readonly draft: Draft }) {
  const t = editorWords[page.language].next;
  return (
    <>
      <p>
        <strong>{t.scheduled(draft.publishAt === null ? "" : stockholmMinute(draft.publishAt))}</strong>{" "}
        {draft.approvedBy === null ? null : t.approvedBy(draft.approvedBy.name)}
      </p>
      {view.may.curate ? <Step page={page} view={view} step="undo" text={t.undo} variant="primary" /> : null}
    </>
  );
}

function Submitted(props: CaseFormProps & { readonly draft: Draft }) {
  const { page, view, draft } = props;
  const t = editorWords[page.language].next;
  const own = !mayApprove(
    { updatedBy: draft.updatedBy.id, submittedBy: draft.submittedBy?.id ?? null, writers: draft.writers },
    page.visitor?.account.id ?? 0,
  );
  return (
    <>
      <p>
        {t.submitted(draft.submittedBy?.name ?? "")}{" "}
        {draft.publishAt === null ? null : t.wish(stockholmMinute(draft.publishAt))}
      </p>
      {view.may.approve ? null : <p>{t.needsApprover}</p>}
      {view.may.approve && own ? <p>{t.ownDraft}</p> : null}
      {view.may.approve && !own ? <Approval {...props} /> : null}
      {view.may.curate ? <Step page={page} view={view} step="take-back" text={t.takeBack} variant="secondary" /> : null}
    </>
  );
}

function Approval(props: CaseFormProps & { readonly draft: Draft }) {
  const { page, view, draft, problems, left } = props;
  const { next: t, editor } = editorWords[page.language];
  const { found } = view;
  const wish = draft.publishAt === null ? "" : stockholmMinute(draft.publishAt).replace(" ", "T");
  return (
    <>
      <DeskForm page={page} action={`/cases/${found.id}/approve`} label={t.approve}>
        <SeenDraftFields draft={draft} />
        <input type="hidden" name="facts" value={view.seal} />
        <editorForm.Field
          name="publishAt"
          words={editor}
          values={{ ...editorForm.empty, publishAt: left["publishAt"] ?? wish }}
          problems={problems}
        />
        <OutlookList page={page} outlook={view.outlook} />
        <p class="buttons">
          <SubmitButton text={t.approve} />
          <a href={`${linkTo(page.language, `/cases/${found.id}`)}#previews`}>{previewsWords[page.language].title}</a>
        </p>
      </DeskForm>
      <TextForm
        forms={props}
        step="send-back"
        button={t.sendBack}
        field={{ name: "sendBackReason", label: t.sendBackReason, rows: 2 }}
      >
        <SeenDraftFields draft={draft} />
      </TextForm>
    </>
  );
}

interface StepProps extends Pick<CaseFormProps, "page" | "view"> {
  readonly step: "undo" | "take-back" | "discard";
  readonly text: string;
  readonly variant: "primary" | "secondary";
}

/** One button that takes the draft a step back or away. */
export function Step({ page, view, step, text, variant }: StepProps) {
  return (
    <DeskForm page={page} action={`/cases/${view.found.id}/${step}`} label={text}>
      <SeenDraftFields draft={view.draft} />
      <p class="buttons">
        <SubmitButton text={text} variant={variant} />
      </p>
    </DeskForm>
  );
}
