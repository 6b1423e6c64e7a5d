import type { ListVersion } from "../../../db/lists.ts";
import type { DifferenceCounts } from "../../../domain/list-difference.ts";
import type { ReportFilter, ReportRow } from "./list-report.ts";
import { linkTo, type RegionProps } from "../../frame/page.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { Pager } from "../../parts/pager.tsx";
import { ListReportTable } from "./list-report-table.tsx";
import { ReportLinks } from "./list-report-links.tsx";
import { CompareForm } from "./list-versions.tsx";
import { listsWords } from "./words.ts";

interface ListDifferencePageProps extends RegionProps {
  readonly versions: readonly ListVersion[];
  /** Null when the two were not given, or are not there. */
  readonly compared: {
    readonly from: number;
    readonly to: number;
    readonly counts: Omit<DifferenceCounts, "unchanged">;
    readonly filter: ReportFilter;
    readonly rows: readonly ReportRow[];
    readonly at: number;
    readonly pages: number;
  } | null;
}

/** What one version of the list has that another has not. */
export function ListDifferencePage({ page, region, versions, compared }: ListDifferencePageProps) {
  const words = listsWords[page.language];
  const title = compared === null ? words.versions.choose : words.difference.heading(compared.from, compared.to);
  const path = `/lists/${region.code}/difference`;
  const pair = compared === null ? {} : { from: String(compared.from), to: String(compared.to) };
  const list = linkTo(page.language, `/lists/${region.code}`);
  return (
    <DeskLayout page={page} title={title} regionCode={region.code} area="lists">
      <p>
        <a href={list}>{words.import.toList}</a>
      </p>
      <CompareForm
        page={page}
        region={region}
        versions={versions}
        from={compared?.from ?? null}
        to={compared?.to ?? null}
      />
      {compared === null ? (
        <p>{words.difference.bad}</p>
      ) : compared.counts.added + compared.counts.changed + compared.counts.removed === 0 ? (
        <p>{words.difference.none}</p>
      ) : (
        <>
          <ReportLinks
            page={page}
            path={path}
            query={new URLSearchParams(pair)}
            current={compared.filter}
            counts={compared.counts}
          />
          <ListReportTable page={page} rows={compared.rows} label={title} />
          <Pager
            page={page}
            path={path}
            query={new URLSearchParams({ ...pair, show: compared.filter })}
            number={compared.at}
            pages={compared.pages}
          />
        </>
      )}
    </DeskLayout>
  );
}
