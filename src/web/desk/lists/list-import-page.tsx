import { stockholmMinute } from "../../../domain/calendar.ts";
import type { ListImport } from "../../../db/list-imports.ts";
import type { ListVersion } from "../../../db/lists.ts";
import { asksContact, MAX_CONTACT_CHARS } from "../../../domain/contact.ts";
import {
  isUnderWay,
  type LayoutQuestion,
  type ListMapping,
  type ReadLayout,
  type ReadReport,
} from "../../../domain/list-import.ts";
import type { Region } from "../../../domain/region.ts";
import type { FieldProblem } from "../../frame/form.ts";
import type { ReportFilter, ReportRow } from "./list-report.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { ChoicesField, DeskForm, ProblemSummary, SubmitButton, TextField } from "../../parts/form-fields.tsx";
import { ListLayoutForm } from "./list-layout-form.tsx";
import { ListMappingForm } from "./list-mapping-form.tsx";
import { Pager } from "../../parts/pager.tsx";
import { ReportLinks } from "./list-report-links.tsx";
import { ListReportTable } from "./list-report-table.tsx";
import { ListTrialPart } from "./list-trial-part.tsx";
import { listsWords } from "./words.ts";

export interface ListImportPageProps {
  readonly page: Page;
  readonly region: Region;
  readonly found: ListImport;
  /** The version that the import was compared with; null for a region's first list. */
  readonly base: ListVersion | null;
  /** The list in use is another than the one that the import was compared with. */
  readonly baseChanged: boolean;
  readonly shown: {
    readonly filter: ReportFilter;
    readonly rows: readonly ReportRow[];
    readonly at: number;
    readonly pages: number;
  };
  /** Lines whose strength says nothing that can be compared. */
  readonly unread: number;
  /** What stands in the mapping form. */
  readonly mapping: ListMapping;
  readonly done?: string | undefined;
  readonly problems?: readonly FieldProblem[];
  /** What was written of how the region is reached, when the form comes back. */
  readonly contact?: string;
}

/** One file on its way to become the list: progress, questions, report, trial, decision. */
export function ListImportPage(props: ListImportPageProps) {
  const { page, region, found, done, problems = [] } = props;
  const words = listsWords[page.language];
  return (
    <DeskLayout
      page={page}
      title={words.import.heading(found.fileName)}
      regionCode={region.code}
      area="lists"
      done={done}
    >
      <ProblemSummary page={page} problems={problems} />
      <p class="quiet">{words.import.by(stockholmMinute(found.createdAt), found.createdBy)}</p>
      <State {...props} />
      <p>
        <a href={linkTo(page.language, `/lists/${region.code}`)}>{words.import.toList}</a>
      </p>
    </DeskLayout>
  );
}

function State(props: ListImportPageProps) {
  const { page, region, found, mapping, problems = [] } = props;
  const words = listsWords[page.language];
  const { state, report } = found;
  if (isUnderWay(state, report)) return <Progress page={page} found={found} region={region} />;
  if (report?.kind === "layout" && state === "uploaded") {
    const asked = { sheets: words.layout.sheets, encoding: words.layout.letters, "no-header": words.layout.noHeader };
    return (
      <>
        <p class="ds-alert" data-color="warning">
          {Object.entries(asked).find(([kind]) => kind === report.fault.kind)?.[1]}
        </p>
        <section aria-labelledby="layout">
          <h2 id="layout">{report.fault.kind === "encoding" ? words.layout.lettersHeading : words.layout.heading}</h2>
          <LayoutForm {...props} asked={report} />
        </section>
        <DiscardForm page={page} region={region} found={found} />
      </>
    );
  }
  if (report?.kind === "columns" && state === "uploaded")
    return (
      <>
        <OtherLayout {...props} layout={report.layout} />
        <ListMappingForm
          page={page}
          action={`${importPath(region, found)}/mapping`}
          titles={report.titles}
          missing={report.missing}
          mapping={mapping}
          problems={problems}
        />
        <DiscardForm page={page} region={region} found={found} />
      </>
    );
  if (state === "discarded") return <p>{words.import.discarded}</p>;
  if (report?.kind === "refused")
    return (
      <>
        <p class="ds-alert" data-color="danger">
          {words.fileFaults[report.fault.kind]}
        </p>
        <p>{words.import.refused}</p>
        <p class="quiet">
          {words.import.reason} <span lang="en">{report.fault.reason}</span>
        </p>
      </>
    );
  return report?.kind === "read" ? <Report {...props} report={report} /> : <p>{words.states[state]}</p>;
}

export function importPath(region: Region, { id }: Pick<ListImport, "id">): string {
  return `/lists/${region.code}/imports/${id}`;
}

function LayoutForm({
  page,
  region,
  found,
  asked,
  problems = [],
}: ListImportPageProps & { readonly asked: LayoutQuestion }) {
  const action = `${importPath(region, found)}/layout`;
  return <ListLayoutForm page={page} action={action} asked={asked} chosen={found.layout ?? {}} problems={problems} />;
}

/** Tells where the list was read, and lets one say that it is elsewhere. */
function OtherLayout({ layout, ...props }: ListImportPageProps & { readonly layout: ReadLayout | undefined }) {
  if (layout === undefined) return null;
  const words = listsWords[props.page.language].layout;
  const asked = { sheets: layout.sheets, encodings: [], layout };
  const isWrong = (props.problems ?? []).some(({ field }) => field === "sheet" || field === "row");
  return (
    <>
      <p class="quiet">{words.readFrom(layout.sheet, layout.headerRow)}</p>
      <details open={isWrong}>
        <summary>{layout.sheets.length < 2 ? words.otherRow : words.other}</summary>
        <LayoutForm {...props} asked={asked} />
      </details>
    </>
  );
}

function Progress({ page, found, region }: Pick<ListImportPageProps, "page" | "found" | "region">) {
  const t = listsWords[page.language];
  const words = t.import;
  const { state, rowsDone, rowsTotal } = found;
  const again = linkTo(page.language, importPath(region, found));
  const refresh = <a href={again}>{t.refresh}</a>;
  if (state !== "reading")
    return (
      <p class="ds-alert" data-color="info" role="status">
        {state === "taking" ? words.taking : words.waiting} {refresh}
      </p>
    );
  return (
    <div class="ds-alert" data-color="info" role="status">
      <p id="progress">
        {rowsDone >= rowsTotal ? words.trying : words.progress(rowsDone, rowsTotal)} {refresh}
      </p>
      <progress max={rowsTotal} value={rowsDone} aria-labelledby="progress">
        {words.progress(rowsDone, rowsTotal)}
      </progress>
    </div>
  );
}

type ReportProps = ListImportPageProps & { readonly report: ReadReport };

function Report(props: ReportProps) {
  const { page, region, found, base, report, shown } = props;
  const words = listsWords[page.language];
  const path = importPath(region, found);
  const { accepted, rejected, ignored, difference, trial } = report;
  const counts = { rejected: rejected.length, ...difference, never: trial.neverHit.length };
  return (
    <>
      {found.state === "taken" ? (
        <p class="ds-alert" data-color="success">
          {words.import.taken}
        </p>
      ) : null}
      <p class="lead">{words.import.summary(accepted, rejected.length)}</p>
      {found.state === "read" ? <OtherLayout {...props} layout={report.layout} /> : null}
      {ignored.length === 0 ? null : (
        <p class="ds-alert" data-color="warning">
          {words.import.ignored(ignored.join(", "))}
        </p>
      )}
      {props.unread === 0 ? null : (
        <p class="ds-alert" data-color="warning">
          {words.import.unread(props.unread)}{" "}
          <a href={`${linkTo(page.language, path, new URLSearchParams({ show: "unread" }))}#report`}>
            {words.import.showUnread}
          </a>
        </p>
      )}
      <p>{base === null ? words.import.againstNothing : words.import.against(base.number)}</p>
      <dl class="counts-list">
        {(["added", "changed", "removed", "unchanged"] as const).map((outcome) => (
          <div>
            <dt>{words.outcomes[outcome]}</dt>
            <dd>{difference[outcome]}</dd>
          </div>
        ))}
      </dl>
      {found.state === "read" ? (
        <p>
          <a href="#decide">{words.import.toDecision}</a>
        </p>
      ) : null}
      <ListTrialPart page={page} trial={trial} path={path} accepted={accepted} />
      {found.state === "read" ? <Decision {...props} /> : null}
      <section aria-labelledby="report">
        <h2 id="report">{words.report.heading}</h2>
        <ReportLinks page={page} path={path} query={new URLSearchParams()} current={shown.filter} counts={counts} />
        {shown.filter === "never" ? <p class="quiet">{words.report.neverText}</p> : null}
        <ListReportTable page={page} rows={shown.rows} label={words.report.heading} />
        <Pager
          page={page}
          path={path}
          query={new URLSearchParams({ show: shown.filter })}
          number={shown.at}
          pages={shown.pages}
        />
        <p>
          <a href={linkTo(page.language, `${path}/report.csv`)}>{words.report.download}</a>
        </p>
      </section>
    </>
  );
}

function Decision(props: ReportProps) {
  const { page, region, found, baseChanged, report } = props;
  const words = listsWords[page.language].import;
  return (
    <section aria-labelledby="decide" class="decision">
      <h2 id="decide">{words.decide}</h2>
      {baseChanged ? (
        <>
          <p class="ds-alert" data-color="warning">
            {words.baseChanged}
          </p>
          <DeskForm page={page} action={`${importPath(region, found)}/again`} label={words.again}>
            <SubmitButton text={words.again} />
          </DeskForm>
        </>
      ) : report.accepted === 0 ? (
        <p class="ds-alert" data-color="warning">
          {words.nothingUsable}
        </p>
      ) : (
        <TakeForm {...props} />
      )}
      <DiscardForm page={page} region={region} found={found} />
    </section>
  );
}

function TakeForm({ page, region, found, report, problems = [], contact = "" }: ReportProps) {
  const words = listsWords[page.language].import;
  const lost = words.confirm(report.difference.removed, report.rejected.length);
  return (
    <DeskForm page={page} action={`${importPath(region, found)}/take`} label={words.take}>
      <p>{words.takeText}</p>
      <input type="hidden" name="version" value={String(found.versionId ?? "")} />
      <input type="hidden" name="base" value={report.baseVersionId === null ? "" : String(report.baseVersionId)} />
      {lost === "" ? null : (
        <ChoicesField
          name="confirm"
          type="checkbox"
          label={words.confirmLegend}
          values={[]}
          options={[["yes", words.confirmLabel(lost)]]}
          problems={problems}
        />
      )}
      {asksContact(page, report.baseVersionId === null) ? (
        <TextField
          name="contact"
          label={words.contactLabel}
          hint={words.contactHint}
          value={contact}
          maxChars={MAX_CONTACT_CHARS}
          required
          problems={problems}
        />
      ) : null}
      <SubmitButton text={words.take} />
    </DeskForm>
  );
}

function DiscardForm({ page, region, found }: Pick<ListImportPageProps, "page" | "region" | "found">) {
  const words = listsWords[page.language].import;
  return (
    <DeskForm page={page} action={`${importPath(region, found)}/discard`} label={words.discard} class="discard">
      <input type="hidden" name="version" value={String(found.versionId ?? "")} />
      <SubmitButton text={words.discard} variant="secondary" />
    </DeskForm>
  );
}
