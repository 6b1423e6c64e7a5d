import { describeAge } from "../../../templates/age.ts";
import type { Page } from "../frame/page.ts";

/** How long ago, in words. */
export function describeTimeSince(page: Page, from: Date, now: Date): string {
  return describeAge((now.getTime() - from.getTime()) / 3_600_000, page.words);
}
