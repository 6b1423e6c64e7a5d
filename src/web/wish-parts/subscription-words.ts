import { cleanLine } from "../../../templates/text.ts";
import { describeDelivering, describeWish, type WishAsked } from "../../../templates/wish-words.ts";
import type { NamedInWishes } from "../../db/wish-names.ts";
import type { SubscriptionFilter } from "../../domain/subscription.ts";
import type { Subscription } from "../../db/subscriptions.ts";
import { DAILY, parseRhythm, type Delivering } from "../../domain/rhythm.ts";
import { nameRegion } from "../../domain/region.ts";
import { capitalize } from "../../domain/words.ts";
import type { Page } from "../frame/page.ts";

type Delivered = Pick<Subscription, "rhythm" | "urgent" | "quietFrom" | "quietTo" | "snoozedUntil">;

/** How a subscriber has what comes; a rhythm that a newer version wrote is told as each day. */
export function deliveringOf({ rhythm, urgent, quietFrom, quietTo, snoozedUntil }: Delivered): Delivering {
  const quiet = quietFrom === null || quietTo === null ? null : { from: quietFrom, to: quietTo };
  return { rhythm: parseRhythm(rhythm) ?? DAILY, urgent, quiet, snoozedUntil };
}

/** When what comes is to come, as a sentence of its own. */
export function sayDelivering({ language }: Pick<Page, "language">, own: Delivered, now: Date): string {
  return `${capitalize(describeDelivering(deliveringOf(own), { language, now }))}.`;
}

/** Words of a wish that are Swedish in every language: the list's own names. */
export function listSwedish(
  { areas = [], categories = [] }: SubscriptionFilter,
  { cases, substances }: Pick<NamedInWishes, "cases" | "substances">,
): string[] {
  const medicines = [...cases.values()].map(({ substance, strength }) =>
    [substance, strength].filter(Boolean).join(" "),
  );
  return [...areas, ...categories, ...medicines, ...substances.values()].map(cleanLine);
}

/** What somebody asked for, begun with a capital. */
export function sayWish(
  { language }: Pick<Page, "language">,
  wish: WishAsked,
  { regionCode, names }: { regionCode: string; names: NamedInWishes },
): string {
  return capitalize(describeWish(wish, { ...names, regionName: nameRegion(regionCode) }, language));
}
