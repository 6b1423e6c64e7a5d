import { SUBSCRIBE_PATH } from "../../../addresses.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import { FEED_FORMATS, type FeedFormat } from "../../../domain/feed-format.ts";
import type { Region } from "../../../domain/region.ts";
import type { SubscriptionFilter } from "../../../domain/subscription.ts";
import { writeFeedAddress, type FeedQuery } from "../../frame/feed-query.ts";
import { Layout } from "../../frame/layout.tsx";
import { WithSwedish } from "../../frame/swedish.tsx";
import { linkTo, type Page } from "../../frame/page.ts";
import { describeWish, titleOf, type FeedContent } from "./feed-document.ts";
import type { FeedFacet } from "./feed-facets.ts";
import { feedPageWords } from "./words.ts";

interface FeedPageProps {
  readonly page: Page;
  readonly publicUrl: string;
  readonly region: Region | null;
  readonly query: FeedQuery;
  readonly content: FeedContent;
  /** Narrower feeds of the region; none where something has been chosen. */
  readonly facets: readonly FeedFacet[];
}

/** What a feed is, how it comes into a reader's program, and what stands in it: the same for people as the feed for programs. */
export function FeedPage({ page, publicUrl, region, query, content, facets }: FeedPageProps) {
  const t = feedPageWords[page.language];
  const title = titleOf({ region, query, cases: content.cases });
  const regionCode = region?.code ?? null;
  const newest = { ...query, archive: null };
  const address = (format: FeedFormat) => publicUrl + writeFeedAddress(newest, { regionCode, format });
  const trail = [
    ...(region === null ? [] : [{ text: region.name, path: `/r/${region.code}` }]),
    { text: t.feeds, path: "/feeds" },
  ];
  return (
    <Layout page={page} title={`${t.feed}: ${title}`} trail={trail} feed={{ regionCode, filter: query.filter, title }}>
      <h1>{`${t.feed}: ${title}`}</h1>
      <p class="lead">{t.lead}</p>
      <dl class="feed-addresses">
        {FEED_FORMATS.map((format) => (
          <div>
            <dt>{t.formats[format]}</dt>
            <dd>
              <a href={address(format)}>{address(format)}</a>
            </dd>
          </div>
        ))}
      </dl>
      <p>
        {t.slow} <a href={linkTo(page.language, SUBSCRIBE_PATH)}>{t.subscribe}</a>
      </p>
      <Guides page={page} rss={address("rss")} />
      <Messages page={page} regionCode={regionCode} query={query} content={content} />
      {facets.length === 0 ? null : <Facets page={page} region={region} facets={facets} />}
    </Layout>
  );
}

/** How it is added, program by program. */
function Guides({ page: { language }, rss }: { readonly page: Page; readonly rss: string }) {
  const t = feedPageWords[language];
  return (
    <section aria-labelledby="add">
      <h2 id="add">{t.addHeading}</h2>
      {t.guides(rss).map(({ program, steps, note }) => (
        <details>
          <summary>{program}</summary>
          <ol>
            {steps.map((step) => (
              <li>{step}</li>
            ))}
          </ol>
          {note === null ? null : <p>{note}</p>}
        </details>
      ))}
    </section>
  );
}

interface MessagesProps extends Pick<FeedPageProps, "page" | "query" | "content"> {
  readonly regionCode: string | null;
}

function Messages({ page: { language }, regionCode, query, content: { items, older, newer } }: MessagesProps) {
  const t = feedPageWords[language];
  const link = (archive: number | null) => writeFeedAddress({ ...query, archive }, { regionCode, format: "page" });
  return (
    <section aria-labelledby="messages">
      <h2 id="messages">{query.archive === null ? t.newest : t.archive}</h2>
      {items.length === 0 ? <p>{t.none}</p> : null}
      <ul class="feed-items">
        {items.map(({ title, url, publishedAt }) => (
          <li>
            <a href={url}>{title}</a> <span class="quiet">{stockholmMinute(publishedAt)}</span>
          </li>
        ))}
      </ul>
      <p>
        {query.archive === null ? null : <a href={link(newer)}>{newer === null ? t.toNewest : t.newer}</a>}{" "}
        {older === null ? null : <a href={link(older)}>{t.older}</a>}
      </p>
    </section>
  );
}

/** Narrower feeds. */
function Facets({ page, region, facets }: Pick<FeedPageProps, "page" | "region" | "facets">) {
  const { language } = page;
  const t = feedPageWords[language];
  const link = (filter: SubscriptionFilter) =>
    writeFeedAddress({ filter, language, archive: null }, { regionCode: region?.code ?? null, format: "page" });
  return (
    <section aria-labelledby="narrower">
      <h2 id="narrower">{t.narrower}</h2>
      {region === null ? null : (
        <p>
          <a href={linkTo(language, `/r/${region.code}/feeds.opml`)}>{t.opmlRegion}</a>
        </p>
      )}
      {facets.map(({ kind, filters }) => (
        <details>
          <summary>{t.facets[kind]}</summary>
          <ul class="links">
            {filters.map((filter) => (
              <li>
                <a href={link(filter)}>
                  <WithSwedish
                    page={page}
                    text={describeWish(filter, language)}
                    words={[...(filter.areas ?? []), ...(filter.categories ?? [])]}
                  />
                </a>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}

interface FeedsPageProps {
  readonly page: Page;
  readonly withList: readonly Region[];
  readonly others: readonly Region[];
}

/** Every region's feed, and the nation's. */
export function FeedsPage({ page, withList, others }: FeedsPageProps) {
  const { language } = page;
  const t = feedPageWords[language];
  const Regions = ({ regions }: { readonly regions: readonly Region[] }) => (
    <ul class="links">
      {regions.map(({ code, name }) => (
        <li>
          <a href={linkTo(language, `/r/${code}/feed`)}>{name}</a>
        </li>
      ))}
    </ul>
  );
  return (
    <Layout page={page} title={t.feeds} trail={[]}>
      <h1>{t.feeds}</h1>
      <p class="lead">{t.feedsLead}</p>
      <p>
        <a href={linkTo(language, "/feed")}>{t.nation}</a>
      </p>
      <h2>{t.regions}</h2>
      {withList.length === 0 ? <p>{t.noLists}</p> : <Regions regions={withList} />}
      {others.length === 0 ? null : (
        <details>
          <summary>{t.others}</summary>
          <Regions regions={others} />
        </details>
      )}
      <h2>{t.opmlHeading}</h2>
      <p>
        {t.opml} <a href={linkTo(language, "/feeds.opml")}>{t.opmlLink}</a>
      </p>
    </Layout>
  );
}
