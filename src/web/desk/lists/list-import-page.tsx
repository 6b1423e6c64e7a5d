import { stockholmMinute } from "../../../domain/calendar.ts";
import type { ListImport } from "../../../db/list-imports.ts";
import type { ListVersion } from "../../../db/lists.ts";
import {
  isUnderWay,
  type LayoutQuestion,
  type ListImportReport,
  type ListMapping,
  type ReadLayout,
  type ReadReport,
} from "../../../domain/list-import.ts";
import type { FieldProblem } from "../../frame/form.ts";
import type { ReportFilter, ReportRow } from "./list-report.ts";
import { linkTo, type RegionProps } from "../../frame/page.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { ProblemSummary } from "../../parts/form-fields.tsx";
import { Decision, DiscardForm } from "./list-decision.tsx";
import { ListLayoutForm } from "./list-layout-form.tsx";
import { ListMappingForm } from "./list-mapping-form.tsx";
import { Pager } from "../../parts/pager.tsx";
import { ReportLinks } from "./list-report-links.tsx";
import { ListReportTable } from "./list-report-table.tsx";
import { ListTrialPart } from "./list-trial-part.tsx";
import { importPath } from "./list-answers.ts";
import { listsWords } from "./words.ts";

export interface ListImportPageProps extends RegionProps {
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
  /** Rows that have something worth a look. */
  readonly remarked: number;
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
  if (report?.kind === "layout" && state === "uploaded") return <LayoutAsked {...props} asked={report} />;
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

type Asked = Extract<ListImportReport, { kind: "layout" }>;

function LayoutAsked({ asked, ...props }: ListImportPageProps & { readonly asked: Asked }) {
  const { page, region, found } = props;
  const words = listsWords[page.language].layout;
  const { kind } = asked.fault;
  const why = { sheets: words.sheets, encoding: words.letters, "no-header": words.noHeader };
  return (
    <>
      <p class="ds-alert" data-color="warning">
        {Object.entries(why).find(([name]) => name === kind)?.[1]}
      </p>
      <section aria-labelledby="layout">
        <h2 id="layout">{kind === "encoding" ? words.lettersHeading : words.heading}</h2>
        <LayoutForm {...props} asked={asked} />
      </section>
      <DiscardForm page={page} region={region} found={found} />
    </>
  );
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

export type ReportProps = ListImportPageProps & { readonly report: ReadReport };

function Report(props: ReportProps) {
  const { page, region, found, base, report } = props;
  const words = listsWords[page.language];
  const path = importPath(region, found);
  const { accepted, joined = 0, rejected, ignored, difference, trial } = report;
  return (
    <>
      {found.state === "taken" ? (
        <p class="ds-alert" data-color="success">
          {words.import.taken}
        </p>
      ) : null}
      <p class="lead">{words.import.summary(accepted, rejected.length)}</p>
      {joined === 0 ? null : <p>{words.own.joined(joined)}</p>}
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
      {props.remarked === 0 ? null : (
        <p class="ds-alert" data-color="warning">
          {words.own.remarked(props.remarked)}{" "}
          <a href={`${linkTo(page.language, path, new URLSearchParams({ show: "remarked" }))}#report`}>
            {words.own.showRemarked}
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
      <ReportRows {...props} />
    </>
  );
}

function ReportRows({ page, region, found, report, shown }: ReportProps) {
  const words = listsWords[page.language];
  const path = importPath(region, found);
  const { rejected, difference, trial } = report;
  const counts = { rejected: rejected.length, ...difference, never: trial.neverHit.length };
  return (
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
  );
}
