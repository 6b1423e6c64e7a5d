import type { ClosedCase } from "../../db/situation.ts";
import { stockholmDate } from "../../domain/calendar.ts";
import { messagePath } from "../../domain/message.ts";
import type { Region } from "../../domain/region.ts";
import { fitsFilter, writeCaseFilter, type CaseFilter } from "../case-filter.ts";
import { nameEntry } from "../../../templates/entry-name.ts";
import type { CaseLine } from "../case-line.ts";
import { linkTo, type Page } from "../page.ts";
import { CaseTable } from "./case-table.tsx";
import { FilterForm } from "./filter-form.tsx";
import { FeedLinks, type FeedAddress } from "./feed-links.tsx";
import { Layout } from "./layout.tsx";

const LINES_PER_PAGE = 200;

interface RegionPageProps {
  readonly page: Page;
  readonly region: Region;
  readonly hasList: boolean;
  /** Every open case, in the order to show. */
  readonly lines: readonly CaseLine[];
  readonly closed: readonly ClosedCase[];
  readonly filter: CaseFilter;
}

/** What is short now on a region's list. */
export function RegionPage({ page, region, hasList, lines, closed, filter }: RegionPageProps) {
  const { t } = page;
  const title = t.region.title(region.name);
  const feed: FeedAddress = {
    path: `/r/${region.code}/feed`,
    title,
    atc: filter.atc === null ? [] : [filter.atc],
    priorities: filter.priority === null ? [] : [filter.priority],
  };
  return (
    <Layout page={page} title={title} trail={[]} feed={feed}>
      <h1>{title}</h1>
      {hasList || lines.length > 0 ? (
        <Lines page={page} region={region} lines={lines} filter={filter} />
      ) : (
        <p class="lead">{t.region.noList(region.name)}</p>
      )}
      {closed.length === 0 ? null : <ClosedCases page={page} region={region} closed={closed} />}
      <section aria-labelledby="follow">
        <h2 id="follow">{t.region.followHeading}</h2>
        <p>{feed.atc.length + feed.priorities.length > 0 ? t.region.followFiltered : t.region.followLead}</p>
        <FeedLinks as="list" page={page} feed={feed} />
      </section>
    </Layout>
  );
}

function Lines({ page, region, lines, filter }: Pick<RegionPageProps, "page" | "region" | "lines" | "filter">) {
  const { t } = page;
  if (lines.length === 0) return <p class="lead">{t.region.nothing}</p>;
  const count = (kind: CaseLine["kind"]) => lines.filter((line) => line.kind === kind).length;
  const fitting = lines.filter((line) => fitsFilter(line, filter));
  const pages = Math.max(1, Math.ceil(fitting.length / LINES_PER_PAGE));
  const number = Math.min(filter.page, pages);
  const first = (number - 1) * LINES_PER_PAGE;
  const shown = fitting.slice(first, first + LINES_PER_PAGE);
  const groups = Map.groupBy(shown, (line) => line.entry.priority);
  return (
    <>
      <p class="lead">{t.region.lead(count("short"), count("coming"), count("ceasing"))}</p>
      <FilterForm page={page} path={`/r/${region.code}`} filter={filter} lines={lines} />
      <p class="quiet" role="status">
        {t.filter.showing(fitting.length, lines.length)}
        {pages > 1 ? `. ${t.paging.range(first + 1, first + shown.length, fitting.length)}.` : ""}
      </p>
      {fitting.length === 0 ? <p>{t.region.nothingFits}</p> : null}
      {[...groups].map(([priority, members]) => (
        <CaseTable page={page} region={region} priority={priority} lines={members} />
      ))}
      {pages > 1 ? <Paging page={page} region={region} filter={filter} number={number} pages={pages} /> : null}
    </>
  );
}

interface PagingProps extends Pick<RegionPageProps, "page" | "region" | "filter"> {
  readonly number: number;
  readonly pages: number;
}

function Paging({ page: { t, language }, region, filter, number, pages }: PagingProps) {
  const linkToPage = (target: number) => {
    const query = writeCaseFilter(filter);
    query.set("page", String(target));
    return linkTo(language, `/r/${region.code}`, query);
  };
  return (
    <nav class="paging" aria-label={t.paging.label}>
      {number > 1 ? (
        <a rel="prev" href={linkToPage(number - 1)}>
          {t.paging.previous}
        </a>
      ) : null}
      <span>{t.paging.where(number, pages)}</span>
      {number < pages ? (
        <a rel="next" href={linkToPage(number + 1)}>
          {t.paging.next}
        </a>
      ) : null}
    </nav>
  );
}

function ClosedCases({ page, region, closed }: Pick<RegionPageProps, "page" | "region" | "closed">) {
  const { t, words, language } = page;
  return (
    <section aria-labelledby="closed">
      <h2 id="closed">{t.region.closedHeading}</h2>
      <ul class="closed">
        {closed.map(({ caseId, entry, closedAt }) => (
          <li>
            <a href={linkTo(language, messagePath({ regionCode: region.code, caseId }))}>{nameEntry(entry, words)}</a>{" "}
            <span class="quiet">{t.region.closed(stockholmDate(closedAt))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
