import type { RegionCount } from "../../db/situation.ts";
import { REGIONS, type Region } from "../../domain/region.ts";
import { linkTo, type Page } from "../page.ts";
import type { FeedAddress } from "./feed-links.tsx";
import { FeedLinks } from "./feed-links.tsx";
import { Layout } from "./layout.tsx";

interface OverviewPageProps {
  readonly page: Page;
  readonly counts: readonly RegionCount[];
  /** Codes of the regions that have a list in use. */
  readonly withList: ReadonlySet<string>;
}

/** The first page: every region and how many medicines on its list are short. */
export function OverviewPage({ page, counts, withList }: OverviewPageProps) {
  const { t } = page;
  const byName = REGIONS.toSorted((a, b) => a.name.localeCompare(b.name, "sv"));
  const listed = byName.filter(({ code }) => withList.has(code));
  const others = byName.filter(({ code }) => !withList.has(code));
  const feed: FeedAddress = { path: "/feed", title: t.feed.nation, atc: [], priorities: [] };
  return (
    <Layout page={page} title={t.overview.title} feed={feed}>
      <h1>{t.overview.title}</h1>
      <p class="lead">{t.overview.lead}</p>
      {listed.length === 0 ? null : (
        <section aria-labelledby="regions">
          <h2 id="regions">{t.overview.choose}</h2>
          <ul class="regions">
            {listed.map((region) => (
              <RegionCard page={page} region={region} count={counts.find((row) => row.regionCode === region.code)} />
            ))}
          </ul>
        </section>
      )}
      {others.length === 0 ? null : (
        <section aria-labelledby="others">
          <h2 id="others">{t.overview.others}</h2>
          <ul class="others">
            {others.map(({ code, name }) => (
              <li>
                <a href={linkTo(page.language, `/r/${code}`)}>{name}</a> <span class="quiet">{t.overview.noList}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="follow">
        <h2 id="follow">{t.overview.followHeading}</h2>
        <p>{t.overview.followLead}</p>
        <FeedLinks as="list" page={page} feed={feed} />
      </section>
    </Layout>
  );
}

interface RegionCardProps {
  readonly page: Page;
  readonly region: Region;
  readonly count: RegionCount | undefined;
}

function RegionCard({ page: { t, language }, region, count }: RegionCardProps) {
  return (
    <li>
      <a href={linkTo(language, `/r/${region.code}`)}>{region.name}</a>
      {count === undefined ? (
        <span class="quiet">{t.overview.none}</span>
      ) : (
        <span class="counts">
          <span class="status ongoing">{t.overview.ongoing(count.ongoing)}</span>
          <span class="status upcoming">{t.overview.upcoming(count.upcoming)}</span>
        </span>
      )}
    </li>
  );
}
