import type { SubscriptionFilter } from "../../domain/subscription.ts";
import { linkTo, type Page } from "./page.ts";
import { writeFeedAddress } from "./feed-query.ts";
import { feedWords } from "./feed-words.ts";

const FORMATS = [
  { name: "RSS", extension: "rss", type: "application/rss+xml" },
  { name: "Atom", extension: "atom", type: "application/atom+xml" },
  { name: "JSON", extension: "json", type: "application/feed+json" },
] as const;

/** Which feed: of a region or of the whole country (null), and what of it. */
export interface ShownFeed {
  readonly regionCode: string | null;
  readonly filter: SubscriptionFilter;
  readonly title: string;
}

interface FeedLinksProps {
  readonly page: Page;
  readonly feed: ShownFeed;
  /** `alternate` is for the head, where feed readers look; `list` for people. */
  readonly as: "alternate" | "list";
}

/** The feed in its three formats. */
export function FeedLinks({ page: { language }, feed, as }: FeedLinksProps) {
  const { regionCode, filter } = feed;
  const links = FORMATS.map(({ name, extension, type }) => ({
    name,
    type,
    href: writeFeedAddress({ filter, language, archive: null }, { regionCode, format: extension }),
  }));
  if (as === "alternate")
    return (
      <>
        {links.map(({ name, type, href }) => (
          <link rel="alternate" type={type} title={`${feed.title} (${name})`} href={href} />
        ))}
      </>
    );
  return (
    <ul class="links">
      {links.map(({ name, href }) => (
        <li>
          <a href={href}>{feedWords[language].link(name)}</a>
        </li>
      ))}
      <li>
        <a href={writeFeedAddress({ filter, language, archive: null }, { regionCode, format: "page" })}>
          {feedWords[language].page}
        </a>
      </li>
      <li>
        <a href={linkTo(language, "/feeds")}>{feedWords[language].all}</a>
      </li>
    </ul>
  );
}
