import { stockholmDate, stockholmMinute, weekdayOf } from "../../domain/calendar.ts";
import type { Page } from "../frame/page.ts";
import { receiversWords } from "./receivers-words.ts";
import type { Span } from "./receivers-words-sv.ts";

/** `måndag 2026-08-24 klockan 07:00`, of the first, and of the last where it is another. */
export function spanOf({ language }: Pick<Page, "language">, times: readonly Date[]): Span {
  const { at } = receiversWords[language];
  const say = (time: number) => {
    const [date = "", minute = ""] = stockholmMinute(new Date(time)).split(" ");
    return at(weekdayOf(stockholmDate(new Date(time))), date, minute);
  };
  const [first, last] = [Math.min(...times.map(Number)), Math.max(...times.map(Number))];
  return { first: say(first), last: first === last ? null : say(last) };
}
