import { SENDING_DECISIONS } from "../../../domain/sending-view.ts";
import type { Page } from "../../frame/page.ts";
import { deliveriesWords } from "./words.ts";

/** What was just done, from the address: `?done=replay&count=3&left=1`, or a key of the page's own words. */
export function readToldDecision(page: Page): string | undefined {
  const t = deliveriesWords[page.language];
  const done = page.query.get("done") ?? "";
  const number = (name: string) => Number(/^\d{1,9}$/.exec(page.query.get(name) ?? "")?.[0] ?? 0);
  const decision = SENDING_DECISIONS.find((one) => one === done);
  if (decision === undefined) {
    const { left: _, ...plain } = t.done;
    return Object.hasOwn(plain, done) ? Object.entries(plain).find(([key]) => key === done)?.[1] : undefined;
  }
  const left = number("left");
  if (number("count") === 0) return t.done.nothing;
  return [t.decisions[decision].done(number("count")), ...(left === 0 ? [] : [t.done.left(left)])].join(" ");
}
