import { readMessages } from "../db/messages.ts";
import { countWanted, readRegionBeginnings, type RegionBeginning } from "../db/wish-preview.ts";
import type { Message } from "../domain/message.ts";
import type { SubscriptionFilter } from "../domain/subscription.ts";
import type { ServiceContext } from "./context.ts";

const PREVIEW_DAYS = 30;

export type Facet = keyof SubscriptionFilter;

/** What somebody would have got of the last 30 days, had they wanted this. */
export interface WishPreview {
  readonly messages: number;
  readonly urgent: number;
  /** The newest of them, the newest first. */
  readonly examples: readonly Message[];
  /** Where nothing fits: how many there were at all, and without which one choice how many would have fitted. */
  readonly lost: {
    readonly all: number;
    readonly without: readonly { readonly facet: Facet; readonly messages: number }[];
  } | null;
  readonly regions: readonly RegionBeginning[];
  /** The first moment that is counted. */
  readonly since: Date;
}

/** Counts as deliveries are chosen, and changes nothing. */
export async function previewWish(
  { db, now }: Pick<ServiceContext, "db" | "now">,
  { regionCodes, filter }: { readonly regionCodes: readonly string[]; readonly filter: SubscriptionFilter },
): Promise<WishPreview> {
  const since = new Date(now.getTime() - PREVIEW_DAYS * 86_400_000);
  const facets = Object.keys(filter).filter((key): key is Facet => key in filter);
  const filters = [filter, {}, ...facets.map((facet) => leaveOut(filter, facet))];
  const [counted, all, ...others] = await countWanted(db, { regionCodes, filters, since, now });
  const { messages, urgent, newest } = counted ?? { messages: 0, urgent: 0, newest: [] };
  const found = await readMessages(db, newest);
  return {
    messages,
    urgent,
    examples: newest.flatMap((id) => found.find((message) => message.id === id) ?? []),
    lost: messages > 0 ? null : { all: all?.messages ?? 0, without: listCulprits(facets, others) },
    regions: await readRegionBeginnings(db, regionCodes),
    since,
  };
}

function listCulprits(facets: readonly Facet[], counts: readonly { readonly messages: number }[]) {
  return facets
    .map((facet, place) => ({ facet, messages: counts[place]?.messages ?? 0 }))
    .filter(({ messages }) => messages > 0);
}

function leaveOut(filter: SubscriptionFilter, facet: Facet): SubscriptionFilter {
  const { [facet]: _left, ...rest } = filter;
  return rest;
}
