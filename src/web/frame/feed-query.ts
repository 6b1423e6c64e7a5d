import { parseAtcWish } from "../../domain/atc.ts";
import { parsePriority } from "../../domain/list.ts";
import type { FeedFilter } from "../../db/messages.ts";
import type { Language } from "../../domain/message.ts";
import { parseLanguage } from "./page.ts";
import type { FeedStrings } from "./feed-words-sv.ts";

const MAX_VALUES = 20;
const MAX_AREA_CHARS = 100;

/** The wishes that a feed's address holds. */
export interface FeedQuery extends Pick<FeedFilter, "atc" | "priorities" | "areas"> {
  readonly language: Language;
}

export type FeedQueryResult =
  | { readonly kind: "parsed"; readonly query: FeedQuery }
  | { readonly kind: "refused"; readonly reason: (t: FeedStrings) => string };

/** Reads `?atc=&priority=&area=&lang=`; each may stand several times, empty ones and unknown names do not count. */
export function parseFeedQuery(query: URLSearchParams): FeedQueryResult {
  const values = (name: string) => query.getAll(name).filter((value) => value.trim() !== "");
  const [atcTexts, priorityTexts, areaTexts] = [values("atc"), values("priority"), values("area")];
  if ([atcTexts, priorityTexts, areaTexts].some((texts) => texts.length > MAX_VALUES))
    return { kind: "refused", reason: (t) => t.tooMany };
  const atc = atcTexts.map(parseAtcWish);
  if (!isComplete(atc)) return { kind: "refused", reason: (t) => t.badAtc };
  const priorities = priorityTexts.map(parsePriority);
  if (!isComplete(priorities)) return { kind: "refused", reason: (t) => t.badPriority };
  const areas = areaTexts.map((text) => text.trim());
  if (areas.some((area) => area.length > MAX_AREA_CHARS)) return { kind: "refused", reason: (t) => t.badArea };
  const language = parseLanguage(query.get("lang"));
  return {
    kind: "parsed",
    query: { atc: sortOut(atc), priorities: sortOut(priorities), areas: sortOut(areas), language },
  };
}

/** Each value once and in one order, so that all who ask the same get the same address. */
function sortOut<T extends string | number>(values: readonly T[]): T[] {
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : 1));
}

function isComplete<T>(values: readonly (T | null)[]): values is readonly T[] {
  return values.every((value) => value !== null);
}

/** The one address of a feed: its wishes sorted, Swedish left out, so that all who ask the same share a copy. */
export function feedAddress(path: string, { atc, priorities, areas, language }: FeedQuery): string {
  const params = new URLSearchParams();
  for (const area of areas) params.append("area", area);
  for (const prefix of atc) params.append("atc", prefix);
  if (language !== "sv") params.append("lang", language);
  for (const priority of priorities) params.append("priority", String(priority));
  return params.size === 0 ? path : `${path}?${params.toString()}`;
}
