import { SENDING_DECISIONS } from "../../../domain/sending-view.ts";
import type { Page } from "../../frame/page.ts";
import { readTold } from "../../parts/notice.ts";
import { deliveriesWords } from "./words.ts";

/** What was just done: a decision with how many it was done to, or a key of the page's own words. */
export function readToldDecision(page: Page): string | undefined {
  const t = deliveriesWords[page.language];
  const told = readTold(page, ["done", "count", "left"]);
  if (told === null) return undefined;
  const { done } = told;
  const [count, left] = [Number(told.count ?? 0), Number(told.left ?? 0)];
  const decision = SENDING_DECISIONS.find((one) => one === done);
  if (decision === undefined) {
    const { left: _, ...plain } = t.done;
    return Object.entries(plain).find(([key]) => key === done)?.[1];
  }
  if (count === 0) return t.done.nothing;
  return [t.decisions[decision].done(count), ...(left === 0 ? [] : [t.done.left(left)])].join(" ");
}
