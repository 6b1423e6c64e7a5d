import type { Page } from "./page.ts";
import { feedAddress } from "./feed-query.ts";
import { feedWords } from "./feed-words.ts";

const FORMATS = [
  { name: "RSS", extension: "rss", type: "application/rss+xml" },
  { name: "Atom", extension: "atom", type: "application/atom+xml" },
  { name: "JSON", extension: "json", type: "application/feed+json" },
] as const;

/** Which feed: the path without its ending, and the reader's wishes. */
export interface FeedAddress {
  readonly path: string;
  readonly title: string;
  readonly atc: readonly string[];
  readonly priorities: readonly number[];
}

interface FeedLinksProps {
  readonly page: Page;
  readonly feed: FeedAddress;
  /** `alternate` is for the head, where feed readers look; `list` for people. */
  readonly as: "alternate" | "list";
}

/** The feed in its three formats. */
export function FeedLinks({ page: { language }, feed, as }: FeedLinksProps) {
  const links = FORMATS.map(({ name, extension, type }) => ({
    name,
    type,
    href: feedAddress(`${feed.path}.${extension}`, { ...feed, areas: [], language }),
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
    </ul>
  );
}
