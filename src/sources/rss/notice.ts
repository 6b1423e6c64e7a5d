import { createHash } from "node:crypto";
import { addDays, stockholmDate } from "../../domain/calendar.ts";
import { cleanLine, clipText } from "../../domain/clean-text.ts";
import { MISSING, NOTHING_SAID, NOTHING_SAID_OF_PACKAGE, type Notice } from "../../domain/notice.ts";
import { recogniseCodes } from "../../domain/notice-codes.ts";
import type { NewsItem } from "./item.ts";
import { readWording } from "./wording.ts";

export const MAX_ITEM_TEXT_CHARS = 5_000;
const MAX_LINK_CHARS = 2_000;

/**
 * What the item is known by for ever, whatever is edited in it: its guid, else its own address, else its title with
 * its date, or with its words when it has none. An address that is the whole site's says nothing. Null when there is nothing
 * to know it by.
 */
export function identifyItem(
  item: NewsItem,
  { siteLinks, rawDate }: { readonly siteLinks: ReadonlySet<string>; readonly rawDate: string },
): string | null {
  const hasOwnLink = item.link !== "" && !siteLinks.has(item.link) && !/^[a-z]+:\/\/[^/]*\/?$/i.test(item.link);
  if (item.guid !== "") return shortenId(item.guid);
  if (hasOwnLink) return shortenId(item.link);
  if (rawDate === "" && item.title === "" && item.text === "") return null;
  return shortenId(`${item.title}\n${rawDate === "" ? item.text : rawDate}`);
}

/** Ids of reasonable shape stay readable, the others become a hash. */
function shortenId(id: string): string {
  if (/^[\u0021-\u007e]{1,120}$/.test(id)) return id;
  return `sha256-${createHash("sha256").update(id).digest("hex").slice(0, 40)}`;
}

/**
 * One package that begins on the day of publication stands for whatever the item tells of; without a date nobody knows when
 * it began. It ends when the item says that the shortage is over, else `maxAgeDays` after it was published or seen first.
 */
export function adaptItem(
  item: NewsItem,
  context: {
    readonly name: string;
    readonly maxAgeDays: number;
    readonly reportId: string;
    /** Null when no date that has come tells it. */
    readonly publishedAt: Date | null;
    readonly now: Date;
    readonly terms: ReadonlyMap<string, readonly string[]>;
  },
): Notice {
  const text = clipText(item.text, MAX_ITEM_TEXT_CHARS);
  const codes = recogniseCodes(`${item.title}\n${item.text}`, context.terms);
  const wording = readWording({ title: item.title, text });
  const link = cleanLink(item.link, item.base);
  const [atc] = codes.atc;
  const published = context.publishedAt === null ? null : stockholmDate(context.publishedAt);
  const since = published ?? stockholmDate(context.now);
  return {
    ...NOTHING_SAID,
    source: context.name,
    reportId: context.reportId,
    nplId: "",
    nplIds: codes.nplIds,
    type: wording.type,
    rawType: wording.rawType,
    firstPublished: { value: published },
    productName: item.title === "" ? cleanLine(clipText(item.text, 120)) : item.title,
    holder: "",
    atc: atc === undefined ? MISSING : { value: atc },
    packages: [
      {
        ...NOTHING_SAID_OF_PACKAGE,
        nplPackId: "",
        description: "",
        nordicArticleNumber: codes.articleNumbers[0] === undefined ? MISSING : { value: codes.articleNumbers[0] },
        start: { value: published },
        actualEnd: { value: wording.ended ? since : addDays(since, context.maxAgeDays) },
        ...(published === null ? { endSeen: true as const } : {}),
      },
    ],
    ...(link === null ? {} : { link }),
    ...(text === "" ? {} : { text }),
    ...(codes.atc.length === 0 ? {} : { atcCodes: codes.atc }),
  };
}

/** An http or https address without a password in it, resolved against what it leans on; null for all else. */
function cleanLink(link: string, base: string | null): string | null {
  if (link === "" || link.length > MAX_LINK_CHARS) return null;
  const url = URL.parse(link, base ?? undefined);
  if (url === null || !["http:", "https:"].includes(url.protocol)) return null;
  return url.username === "" && url.password === "" ? url.href : null;
}
