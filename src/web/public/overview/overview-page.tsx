import type { FoundNotice } from "../../../db/search.ts";
import type { RegionCount } from "../../../db/situation.ts";
import type { IsoDate } from "../../../domain/calendar.ts";
import { uncapitalize } from "../../../domain/words.ts";
import { gradeWords } from "../../case-parts/grade-words.ts";
import { findRegion, REGIONS, type Region } from "../../../domain/region.ts";
import type { Found } from "../../../domain/search.ts";
import { linkTo, type Page, type RegionProps } from "../../frame/page.ts";
import type { Slice } from "../../parts/slice.ts";
import type { NationAnswer, RegionHits } from "../../search-parts/search-answer.ts";
import type { ShownFeed } from "../../frame/feed-links.tsx";
import { FeedLinks } from "../../frame/feed-links.tsx";
import { Layout } from "../../frame/layout.tsx";
import { NationList } from "../../search-parts/nation-list.tsx";
import { SHOW_ALL } from "../../search-parts/nation-slice.ts";
import { SearchField } from "../../search-parts/search-field.tsx";
import { AlsoSearched, NationResults, NothingKnown } from "../../search-parts/search-results.tsx";
import { searchWords } from "../../search-parts/words.ts";
import { feedWords } from "../../frame/feed-words.ts";
import { overviewWords } from "./words.ts";

/** What was asked of the whole country, and the answer. */
export interface NationSearch {
  readonly found: Found;
  readonly regions: readonly RegionHits[];
  readonly nation: NationAnswer;
}

interface OverviewPageProps {
  readonly page: Page;
  readonly counts: readonly RegionCount[];
  /** Codes of the regions that have a list in use. */
  readonly withList: ReadonlySet<string>;
  /** The region that the reader looked at last; null before the first. */
  readonly last: Region | null;
  /** Null when nothing is asked. */
  readonly search: NationSearch | null;
  /** The nation's open notices, where they are what the page shows; else null. */
  readonly all: Slice<FoundNotice> | null;
  readonly today: IsoDate;
}

/** The first page: the one field, then the answer, or every region and how many medicines on its list are short. */
export function OverviewPage({ page, last, counts, withList, search, all, today }: OverviewPageProps) {
  const words = searchWords[page.language];
  const t = overviewWords[page.language];
  const { language } = page;
  const feed: ShownFeed = { regionCode: null, filter: {}, title: feedWords[page.language].nation };
  const title = search === null ? t.title : `${search.found.text}: ${t.title}`;
  const query = withList.size === 0 ? new URLSearchParams() : new URLSearchParams({ [SHOW_ALL]: "all" });
  return (
    <Layout page={page} title={title} feed={feed}>
      <h1>{t.title}</h1>
      <SearchField page={page} path="/" text={search?.found.text ?? ""}>
        <RegionChoice page={page} />
      </SearchField>
      {last === null ? null : (
        <p class="last-region">
          {t.last} <a href={linkTo(language, `/r/${last.code}`)}>{last.name}</a>
        </p>
      )}
      {search === null ? <p class="lead">{t.lead}</p> : <Results page={page} search={search} today={today} />}
      {all === null ? null : (
        <NationList
          page={page}
          path="/"
          query={query}
          slice={all}
          instead={withList.size === 0 ? words.noListsYet : null}
          today={today}
        />
      )}
      <Regions page={page} counts={counts} withList={withList} />
      {all === null ? (
        <p>
          <a href={linkTo(language, "/", query)}>{words.showNation}</a>
        </p>
      ) : null}
      <section aria-labelledby="follow">
        <h2 id="follow">{t.followHeading}</h2>
        <p>{t.followLead}</p>
        <FeedLinks as="list" page={page} feed={feed} />
      </section>
    </Layout>
  );
}

function byName(regions: readonly Region[]): Region[] {
  return regions.toSorted((a, b) => a.name.localeCompare(b.name, "sv"));
}

/** Where to look: in the whole country, or in one region's list. */
function RegionChoice({ page: { language } }: { readonly page: Page }) {
  const t = searchWords[language];
  return (
    <div class="where">
      <label class="ds-label" for="region">
        {t.region}
      </label>
      <select class="ds-input" id="region" name="region">
        <option value="">{t.nation}</option>
        {byName(REGIONS).map(({ code, name }) => (
          <option value={code}>{name}</option>
        ))}
      </select>
    </div>
  );
}

function Results({
  page,
  search,
  today,
}: {
  readonly page: Page;
  readonly search: NationSearch;
  readonly today: IsoDate;
}) {
  const { found, regions, nation } = search;
  return (
    <section class="results" aria-labelledby="results">
      <h2 id="results">{searchWords[page.language].results(found.text)}</h2>
      <AlsoSearched page={page} found={found} />
      {found.known ? (
        <>
          <RegionResults page={page} regions={regions} text={found.text} />
          <NationResults page={page} text={found.text} nation={nation} beside={false} today={today} />
        </>
      ) : (
        <NothingKnown page={page} path="/" found={found} today={today} />
      )}
    </section>
  );
}

interface RegionResultsProps {
  readonly page: Page;
  readonly regions: readonly RegionHits[];
  readonly text: string;
}

/** Which regions have it on their list; each answers for itself on its page. */
function RegionResults({ page: { language }, regions, text }: RegionResultsProps) {
  const t = searchWords[language];
  if (regions.length === 0) return <p>{t.noRegion}</p>;
  const query = new URLSearchParams({ q: text });
  return (
    <section aria-labelledby="lists">
      <h3 id="lists">{t.regionsHeading}</h3>
      <ul>
        {regions.map(({ regionCode, worst, ...counts }) => (
          <li>
            <a href={linkTo(language, `/r/${regionCode}`, query)}>{findRegion(regionCode)?.name ?? regionCode}</a>:{" "}
            {t.regionCounts({
              ...counts,
              worst: worst === null ? null : uncapitalize(gradeWords[language].names[worst]),
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Regions({ page, counts, withList }: Pick<OverviewPageProps, "page" | "counts" | "withList">) {
  const t = overviewWords[page.language];
  const listed = byName(REGIONS).filter(({ code }) => withList.has(code));
  const others = byName(REGIONS).filter(({ code }) => !withList.has(code));
  return (
    <>
      {listed.length === 0 ? null : (
        <section aria-labelledby="regions">
          <h2 id="regions">{t.choose}</h2>
          <ul class="regions">
            {listed.map((region) => (
              <RegionCard page={page} region={region} count={counts.find((row) => row.regionCode === region.code)} />
            ))}
          </ul>
        </section>
      )}
      {others.length === 0 ? null : (
        <section aria-labelledby="others">
          <h2 id="others">{t.others}</h2>
          <ul class="others">
            {others.map(({ code, name }) => (
              <li>
                <a href={linkTo(page.language, `/r/${code}`)}>{name}</a> <span class="quiet">{t.noList}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

interface RegionCardProps extends RegionProps {
  readonly count: RegionCount | undefined;
}

function RegionCard({ page: { language, source }, region, count }: RegionCardProps) {
  const t = overviewWords[language];
  const { whole = 0, own = 0, strength = 0, unknown = 0, part = 0, ceasing = 0 } = count?.grades ?? {};
  const severe = whole + own + strength;
  return (
    <li>
      <a href={linkTo(language, `/r/${region.code}`)}>{region.name}</a>
      {count === undefined ? (
        <span class="quiet">{source === "none" ? t.unknown : t.none}</span>
      ) : (
        <span class="counts">
          {severe === 0 ? null : <span class="status ongoing">{t.severe(severe)}</span>}
          {unknown === 0 ? null : <span class="status unsure">{t.unsure(unknown)}</span>}
          {part === 0 ? null : <span class="status calm">{t.part(part)}</span>}
          {ceasing === 0 ? null : <span class="status ceasing">{t.ceasing(ceasing)}</span>}
        </span>
      )}
    </li>
  );
}
