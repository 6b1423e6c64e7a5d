import type { FoundNotice } from "../../../db/search.ts";
import type { ClosedCase } from "../../../db/situation.ts";
import { stockholmDate, type IsoDate } from "../../../domain/calendar.ts";
import { GRADES_BY_CONCERN, isAhead, isSevere } from "../../../domain/extent-fact.ts";
import { casePath, SUBSCRIBE_WISH_PATH } from "../../../addresses.ts";
import type { SubscriptionFilter } from "../../../domain/subscription.ts";
import { fitsFilter, writeCaseFilter, type CaseFilter } from "../../case-parts/case-filter.ts";
import type { CaseLine } from "../../case-parts/case-line.ts";
import { gradeWords } from "../../case-parts/grade-words.ts";
import { linkTo, type Page, type RegionProps } from "../../frame/page.ts";
import { DeskLink } from "../../frame/desk-link.tsx";
import { EntryName } from "../../frame/swedish.tsx";
import { sliceLines, type Slice } from "../../parts/slice.ts";
import type { RegionAnswer } from "../../search-parts/search-answer.ts";
import { CaseGroup } from "./case-table.tsx";
import { CaseFilterForm } from "./filter-form.tsx";
import { FeedLinks, type ShownFeed } from "../../frame/feed-links.tsx";
import { Layout } from "../../frame/layout.tsx";
import { BeforeFile, NationList } from "../../search-parts/nation-list.tsx";
import { Pager } from "../../parts/pager.tsx";
import { RegionResults } from "./region-results.tsx";
import { SearchField } from "../../search-parts/search-field.tsx";
import { searchWords } from "../../search-parts/words.ts";
import { regionWords } from "./words.ts";

const LINES_PER_PAGE = 200;

interface RegionPageProps extends RegionProps {
  readonly hasList: boolean;
  /** Every open case, in the order to show. */
  readonly lines: readonly CaseLine[];
  readonly closed: readonly ClosedCase[];
  readonly filter: CaseFilter;
  /** Null when nothing is asked. */
  readonly answer: RegionAnswer | null;
  /** The nation's open notices, which a region without a list shows; else null. */
  readonly nation: Slice<FoundNotice> | null;
  readonly today: IsoDate;
}

/** The one field, then its answer, or what is short now on a region's list. */
export function RegionPage(props: RegionPageProps) {
  const { page, region, hasList, lines, closed, filter, answer, nation, today } = props;
  const t = regionWords[page.language];
  const title = t.title(region.name);
  const path = `/r/${region.code}`;
  const feed: ShownFeed = {
    regionCode: region.code,
    title,
    filter: {
      ...(filter.atc === null ? {} : { atc: [filter.atc] }),
      ...(filter.priority === null ? {} : { priorities: [filter.priority] }),
    },
  };
  const asked = answer?.found.text ?? "";
  return (
    <Layout page={page} title={asked === "" ? title : `${asked}: ${title}`} trail={[]} feed={feed}>
      <h1>{title}</h1>
      <SearchField page={page} path={path} text={asked} />
      {answer === null ? null : (
        <RegionResults page={page} region={region} hasList={hasList} answer={answer} today={today} />
      )}
      {answer === null && nation === null ? <Lines page={page} region={region} lines={lines} filter={filter} /> : null}
      {nation === null ? null : (
        <NationList
          page={page}
          path={path}
          query={new URLSearchParams()}
          slice={nation}
          instead={searchWords[page.language].noListYet(region.name)}
          today={today}
        />
      )}
      {closed.length === 0 ? null : <ClosedCases page={page} region={region} closed={closed} />}
      <section aria-labelledby="follow">
        <h2 id="follow">{t.followHeading}</h2>
        <p>
          <a href={linkTo(page.language, SUBSCRIBE_WISH_PATH, subscribeQuery(region.code, feed.filter))}>
            {t.subscribe}
          </a>
        </p>
        <p>{Object.keys(feed.filter).length > 0 ? t.followFiltered : t.followLead}</p>
        <FeedLinks as="list" page={page} feed={feed} />
      </section>
    </Layout>
  );
}

function Lines({ page, region, lines, filter }: Pick<RegionPageProps, "page" | "region" | "lines" | "filter">) {
  const own = regionWords[page.language];
  const { t, language } = page;
  if (lines.length === 0)
    return page.source === "none" ? <BeforeFile page={page} /> : <p class="lead">{own.nothing}</p>;
  const query = writeCaseFilter(filter);
  const fitting = sortByConcern(lines.filter((line) => fitsFilter(line, filter)));
  const slice = sliceLines(fitting, { page: filter.page, size: LINES_PER_PAGE });
  const totals = Map.groupBy(fitting, ({ grade }) => grade);
  const groups = Map.groupBy(slice.shown, ({ grade }) => grade);
  const path = `/r/${region.code}`;
  const isFiltered = query.size > 0 || filter.badAtc !== null;
  const form = <CaseFilterForm page={page} path={path} filter={filter} lines={lines} />;
  return (
    <>
      <p class="lead">{describeSituation(page, lines)}.</p>
      <GradeLinks page={page} lines={lines} />
      {isFiltered || slice.pages > 1 ? (
        <p class="quiet" role="status">
          {own.filter.showing(fitting.length, lines.length)}.{" "}
          {slice.pages > 1 ? `${t.paging.range(slice.from, slice.to, slice.total)}. ` : null}
          {isFiltered ? <a href={linkTo(language, path)}>{own.filter.clear}</a> : null}
        </p>
      ) : null}
      {filter.badAtc === null ? null : form}
      {fitting.length === 0 ? <p>{own.nothingFits}</p> : null}
      {[...groups].map(([grade, members]) => (
        <CaseGroup
          page={page}
          region={region}
          grade={grade}
          total={totals.get(grade)?.length ?? 0}
          lines={members}
          folded={!isFiltered}
        />
      ))}
      <Pager page={page} path={path} query={query} number={slice.page} pages={slice.pages} />
      {filter.badAtc === null ? (
        <details class="filter-box" open={isFiltered}>
          <summary>{own.filter.heading}</summary>
          {form}
        </details>
      ) : null}
    </>
  );
}

/** What the page is narrowed to is chosen already. */
function subscribeQuery(
  regionCode: string,
  { atc = [], priorities = [] }: Pick<SubscriptionFilter, "atc" | "priorities">,
): URLSearchParams {
  const query = new URLSearchParams({ region: regionCode });
  if (atc.length > 0) query.set("atc", atc.join(", "));
  for (const priority of priorities) query.append("priorities", String(priority));
  return query;
}

/** By grade, what may call for another treatment first; within one as they came: by priority, then by substance. */
function sortByConcern(lines: readonly CaseLine[]): CaseLine[] {
  const rank = ({ grade }: CaseLine) => GRADES_BY_CONCERN.indexOf(grade);
  return lines.toSorted((a, b) => rank(a) - rank(b));
}

/** What one must know now: of how many medicines there is a shortage. */
function describeSituation({ language }: Page, lines: readonly CaseLine[]): string {
  const t = regionWords[language];
  if (lines.every(({ grade }) => grade === "unknown")) return t.allUnknown(lines.length);
  const severe = lines.filter(({ grade }) => isSevere(grade));
  const later = severe.filter(({ extent, today }) => extent !== null && isAhead(extent, today));
  return severe.length === 0 ? t.noneSevere : t.severe(severe.length, later.length);
}

/** How many there are of each grade, each a press away; nothing where one says it all. */
function GradeLinks({ page: { language }, lines }: Pick<RegionPageProps, "page" | "lines">) {
  const t = regionWords[language];
  const counts = Map.groupBy(lines, ({ grade }) => grade);
  if (counts.size === 1) return null;
  return (
    <ul class="grades" aria-label={t.gradesLabel}>
      {GRADES_BY_CONCERN.filter((grade) => counts.has(grade)).map((grade) => (
        <li>
          <a class="grade" data-grade={grade} href={`#grade-${grade}`}>
            <strong>{counts.get(grade)?.length}</strong> {gradeWords[language].names[grade]}
          </a>
        </li>
      ))}
    </ul>
  );
}

function ClosedCases({ page, region, closed }: Pick<RegionPageProps, "page" | "region" | "closed">) {
  const t = regionWords[page.language];
  const { language } = page;
  return (
    <section aria-labelledby="closed">
      <h2 id="closed">{t.closedHeading}</h2>
      <ul class="closed">
        {closed.map(({ caseId, entry, closedAt }) => (
          <li>
            <a href={linkTo(language, casePath({ regionCode: region.code, caseId }))}>
              <EntryName page={page} entry={entry} />
            </a>{" "}
            <span class="quiet">{t.closed(stockholmDate(closedAt))}</span>{" "}
            <DeskLink page={page} regionCode={region.code} caseId={caseId} />
          </li>
        ))}
      </ul>
    </section>
  );
}
