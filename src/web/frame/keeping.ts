import type { PageClock } from "./page-clock.ts";

/** What an answer is made with that is kept for all who ask the same. Its request holds nothing of who asked first. */
export interface Keeping {
  readonly clock: PageClock;
  /** Stands where the page tells the minute at which it was fetched: each reader gets their own. */
  readonly minute: string;
}
