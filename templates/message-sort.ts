import { daysBetween, stockholmDate, type IsoDate } from "../src/domain/calendar.ts";
import { summarizeDates } from "../src/domain/case-dates.ts";
import type { CaseFacts, MessageView } from "../src/domain/message.ts";
import { readDates } from "./dates-content.ts";
import type { MessageSort } from "./strings/sv.ts";

/** What a message is, as its headline and a digest say it. The first that readers get of a case is no update to them. */
export function sortOf({ message }: MessageView, readOn = stockholmDate(message.publishedAt)): MessageSort {
  const { kind, version, facts, publishedAt } = message;
  if (facts.kind !== "case") return facts.kind;
  if (kind === "resolved") return wasShortage(facts) ? "resolved" : "closed";
  if (kind !== "new" && !(kind === "update" && version === 1)) return kind;
  return sortNews(facts, { on: stockholmDate(publishedAt), readOn }) ?? (kind === "new" ? "closed" : kind);
}

/** A shortage that began longer ago than this is no news by itself. */
const NEW_DAYS = 30;

/** What is open; null when nothing is. */
function sortNews(facts: CaseFacts, { on, readOn }: { on: IsoDate; readOn: IsoDate }): MessageSort | null {
  const { shortage, cessation, unknown } = summarizeDates(facts.notices.map(readDates), on).open;
  if (shortage !== undefined) {
    if (shortage.begun === 0) return "upcomingShortage";
    const { first, count } = shortage.starts;
    const dated = first !== null && count === shortage.packages;
    return dated && daysBetween(first, readOn) <= NEW_DAYS ? "newShortage" : "shortage";
  }
  if (unknown !== undefined) return "suspension";
  if (cessation === undefined) return null;
  return cessation.begun === cessation.packages ? "ceased" : "cessation";
}

function wasShortage({ status, notices }: CaseFacts): boolean {
  return status === "ended" && notices.every(({ type, status: own }) => type === "shortage" && own === "ended");
}
