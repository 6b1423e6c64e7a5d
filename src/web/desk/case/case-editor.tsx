import { READER_ROLES } from "../../../domain/audience.ts";
import { nameRegion } from "../../../domain/region.ts";
import { AlternativesField, type AlternativeChoices } from "./alternatives-field.tsx";
import type { CaseView } from "./case-view.ts";
import { editorForm, toEditorValues, type EditorValues } from "../../desk-parts/draft-form.ts";
import type { FieldProblem } from "../../frame/form.ts";
import type { Page } from "../../frame/page.ts";
import { Step } from "./case-next.tsx";
import { SeenDraftFields } from "./seen-draft.tsx";
import { DeskForm, SubmitButton } from "../../parts/form-fields.tsx";
import { editorWords } from "../../desk-parts/editor-words.ts";
import { AdviceFields, ValidityFields, type MessageFieldsProps } from "../../desk-parts/advice-fields.tsx";

interface CaseEditorProps {
  readonly page: Page;
  readonly view: CaseView;
  readonly values: EditorValues | undefined;
  readonly choices: AlternativeChoices;
  readonly problems: readonly FieldProblem[];
  /** The inbox that the case was opened from; empty when it was not. */
  readonly returnTo: string;
}

const { Field } = editorForm;

/** Where the message is written. Every button of it saves first, so that nothing is lost. */
export function CaseEditor({ page, view, values, choices, problems, returnTo }: CaseEditorProps) {
  const words = editorWords[page.language];
  const t = words.editor;
  const { draft, found, prepared } = view;
  const shown = values ?? startValues(page, view);
  const discarded = view.draft === null && view.discarded !== null ? view.discarded : null;
  return (
    <section aria-labelledby="editor">
      <h2 id="editor">{t.heading}</h2>
      <Lead page={page} view={view} shown={shown} />
      <DeskForm page={page} action={`/cases/${found.id}/draft`} class="editor" label={t.heading}>
        <SeenDraftFields draft={draft} />
        <input type="hidden" name="return" value={returnTo} />
        <input type="hidden" name="facts" value={prepared.kind === "prepared" ? prepared.factsHash : ""} />
        <KindField page={page} view={view} shown={shown} problems={problems} />
        <AdviceFields page={page} shown={shown} problems={problems} />
        <AlternativesField
          page={page}
          entry={found.entry}
          shown={shown}
          choices={choices}
          problems={problems}
          today={view.today}
        />
        {view.origin === null ? null : (
          <label class="choice">
            <input class="ds-input" type="checkbox" name="origin" value="kept" checked={shown.keepsOrigin} />{" "}
            {t.origin(nameRegion(view.origin.regionCode), view.origin.version)}
          </label>
        )}
        <AudienceFields page={page} view={view} shown={shown} />
        <ValidityFields
          page={page}
          shown={shown}
          problems={problems}
          urgent={prepared.kind === "prepared" ? prepared.urgent : null}
        />
        <Sending page={page} view={view} shown={shown} problems={problems} />
      </DeskForm>
      {draft === null ? null : (
        <Step page={page} view={view} step="discard" text={words.next.discard} variant="secondary" />
      )}
      {discarded === null ? null : (
        <details>
          <summary>{t.discarded}</summary>
          <p class="as-written">{discarded.content.advice?.text.sv}</p>
        </details>
      )}
    </section>
  );
}

/**
 * What the editor shows when nobody has sent it: the draft, or what one begins with. A link may ask for a correction, which
 * is no less urgent than what it corrects.
 */
function startValues(page: Page, { draft, beginning, thread }: CaseView): EditorValues {
  const values = toEditorValues(draft?.content ?? beginning);
  if (draft !== null || page.query.get("kind") !== "correction") return values;
  return { ...values, kind: "correction", urgency: thread[0]?.urgency === "high" ? "high" : values.urgency };
}

function Lead({ page, view, shown }: Pick<CaseEditorProps, "page" | "view"> & { readonly shown: EditorValues }) {
  const t = editorWords[page.language].editor;
  const { prepared } = view;
  const lead = whereFrom(view);
  const chosen = shown.kind === "correction" || shown.kind === "retraction" ? shown.kind : null;
  return (
    <>
      {prepared.kind === "prepared" ? <p>{t.willBe(t.messageKinds[chosen ?? prepared.messageKind])}</p> : null}
      {lead === null ? null : <p class="hint">{t[lead]}</p>}
    </>
  );
}

/** Where the words come from that a new draft begins with: the last message, or the list. */
function whereFrom({ draft, beginning, found, thread }: CaseView): "carried" | "standing" | null {
  if (draft !== null || beginning.advice === null) return null;
  const { sv } = beginning.advice.text;
  if (thread[0]?.advice?.text.sv === sv) return "carried";
  return found.entry.standingAdvice?.text.sv === sv ? "standing" : null;
}

/** A first message can correct nothing, so nobody is asked. */
function KindField({ page, view, shown, problems }: MessageFieldsProps & { readonly view: CaseView }) {
  const words = editorWords[page.language].editor;
  const last = view.thread[0] ?? null;
  const kinds =
    shown.kind === "retraction" ? (["auto", "correction", "retraction"] as const) : (["auto", "correction"] as const);
  if ((last === null || last.kind === "retraction") && shown.kind === "auto")
    return <input type="hidden" name="kind" value="auto" />;
  return (
    <Field
      name="kind"
      words={words}
      values={shown}
      problems={problems}
      options={kinds.map((kind) => [kind, words.kinds[kind]])}
    />
  );
}

function AudienceFields({ page, view, shown }: Omit<MessageFieldsProps, "problems"> & { readonly view: CaseView }) {
  const words = editorWords[page.language].editor;
  const form = { words, values: shown };
  const areas = [...new Set([...view.areas, ...shown.areas])];
  const others = shown.roles.filter((role) => !READER_ROLES.some((known) => known === role));
  const roles = [
    ...READER_ROLES.map((role) => [role, words.roleNames[role]] as const),
    ...others.map((role) => [role, role] as const),
  ];
  return (
    <div class="audience">
      {areas.length === 0 ? null : <Field {...form} name="areas" options={areas.map((area) => [area, area])} />}
      <Field {...form} name="roles" options={roles} />
    </div>
  );
}

function Sending({ page, view, shown, problems }: MessageFieldsProps & { readonly view: CaseView }) {
  const t = editorWords[page.language].editor;
  const wrong = problems.some(({ field }) => field === "publishAt");
  return (
    <>
      <details {...(wrong || shown.publishAt !== "" ? { open: true } : {})}>
        <summary>{t.when}</summary>
        <Field name="publishAt" words={t} values={shown} problems={problems} />
      </details>
      <p class="hint">{view.secondPerson ? t.submitHint : t.publishHint}</p>
      <p class="buttons">
        <SubmitButton text={t.save} name="do" value="save" variant="secondary" />
        <SubmitButton text={view.secondPerson ? t.submit : t.publish} name="do" value="confirm" />
      </p>
    </>
  );
}
