import { nameEntry } from "../../../../templates/entry-name.ts";
import type { Draft } from "../../../db/open-drafts.ts";
import type { IsoDate } from "../../../domain/calendar.ts";
import type { RegionCase } from "../../../db/cases.ts";
import type { PublicationRefusal } from "../../../domain/publication.ts";
import type { PreparedPublication } from "../../../services/held-case.ts";
import type { Audience } from "../../../domain/audience.ts";
import { FACTS_ONLY, type EditorValues } from "../../desk-parts/draft-form.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { linkBack } from "../../parts/link-back.ts";
import type { ChannelOutlook } from "../../desk-parts/outlook.ts";
import type { RegionProps } from "../../frame/page.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { DeskForm, ProblemSummary, SubmitButton } from "../../parts/form-fields.tsx";
import { GradeBadge } from "../../case-parts/grade-badge.tsx";
import { OutlookList } from "../../desk-parts/outlook-list.tsx";
import { adviseWords } from "./advise-words.ts";
import { outlookWords } from "../../desk-parts/outlook-words.ts";
import { editorWords } from "../../desk-parts/editor-words.ts";
import { AdviceFields, ValidityFields } from "../../desk-parts/advice-fields.tsx";

/** A case that is to get the advice, as it stands now. */
export interface AdvisedCase {
  readonly found: RegionCase;
  readonly prepared: PreparedPublication | PublicationRefusal;
  /** Somebody writes about it: it is left out. */
  readonly draft: Draft | null;
  readonly outlook: readonly ChannelOutlook[];
  readonly audience: Audience;
}

interface AdvisePageProps extends RegionProps {
  readonly cases: readonly AdvisedCase[];
  readonly values: EditorValues;
  /** Whether the words are written, and what is left is to say yes. */
  readonly isAsking: boolean;
  readonly problems: readonly FieldProblem[];
  readonly secondPerson: boolean;
  readonly returnTo: string;
  readonly today: IsoDate;
}

/** One text for many cases: written, then shown case by case, and asked once. */
export function AdvisePage(props: AdvisePageProps) {
  const { page, region, cases, isAsking, problems, returnTo } = props;
  const t = adviseWords[page.language];
  const back = linkBack({ language: page.language, returnTo, fallback: `/inbox/${region.code}`, done: {} });
  return (
    <DeskLayout
      page={page}
      title={isAsking ? t.confirmTitle(cases.length) : t.title(cases.length)}
      regionCode={region.code}
      area="inbox"
    >
      <ProblemSummary page={page} problems={problems} />
      <DeskForm page={page} action={`/inbox/${region.code}/advise`} label={t.title(cases.length)} class="editor">
        <input type="hidden" name="return" value={returnTo} />
        {isAsking ? (
          <Asked {...props} />
        ) : (
          <>
            <AdviceFields page={page} shown={props.values} problems={props.problems} />
            <ValidityFields page={page} shown={props.values} problems={props.problems} />
          </>
        )}
        <p class="buttons">
          {isAsking ? (
            <SubmitButton text={t.publish(cases.length)} name="do" value="publish" />
          ) : (
            <SubmitButton text={t.review} name="do" value="confirm" />
          )}
          <a href={back}>{page.t.desk.form.cancel}</a>
        </p>
        <h2>{t.cases}</h2>
        <ul class="entries">
          {cases.map((one) => (
            <OneCase {...props} one={one} />
          ))}
        </ul>
      </DeskForm>
    </DeskLayout>
  );
}

/** The words as they are, carried along; they are changed by going back. */
function Asked({ page, values, secondPerson }: AdvisePageProps) {
  const advise = adviseWords[page.language];
  const confirm = outlookWords[page.language];
  const editor = editorWords[page.language];
  const named = Object.entries(page.words.adviceTypes).find(([known]) => known === values.type)?.[1];
  return (
    <>
      {Object.entries({ ...values, areas: "", roles: "", kind: "auto", publishAt: "", keepsOrigin: "" }).map(
        ([name, value]) => (value === "" ? null : <input type="hidden" name={name} value={value} />),
      )}
      <input type="hidden" name="step" value={secondPerson ? "submit" : "schedule"} />
      <p>
        <strong>{secondPerson ? confirm.waits : advise.soon}</strong>
      </p>
      <p class="quiet">{values.type === FACTS_ONLY ? confirm.factsOnly : named}</p>
      <p class="as-written" lang="sv">
        {values.sv}
      </p>
      {values.en === "" ? null : (
        <p class="as-written" lang="en">
          {values.en}
        </p>
      )}
      {values.validUntil === "" ? null : (
        <p class="quiet">
          {editor.editor.fields.validUntil}: {values.validUntil}
        </p>
      )}
    </>
  );
}

function OneCase({ page, one, isAsking, today }: AdvisePageProps & { readonly one: AdvisedCase }) {
  const { found, prepared, draft, outlook } = one;
  const advise = adviseWords[page.language];
  const editor = editorWords[page.language];
  const kind =
    prepared.kind === "prepared"
      ? editor.editor.willBe(editor.editor.messageKinds[prepared.messageKind])
      : editor.refusals[prepared.why];
  return (
    <li>
      <input type="hidden" name="case" value={found.id} />
      <input type="hidden" name={`facts-${found.id}`} value={prepared.kind === "prepared" ? prepared.factsHash : ""} />
      <strong>{nameEntry(found.entry, page.words)}</strong>{" "}
      {found.extent === null ? null : <GradeBadge page={page} extent={found.extent} today={today} />}
      <span class={draft === null ? "quiet" : "grave"}>
        {draft === null ? kind : advise.drafted(draft.updatedBy.name)}
      </span>
      {isAsking ? <OutlookList page={page} outlook={outlook} /> : null}
    </li>
  );
}
