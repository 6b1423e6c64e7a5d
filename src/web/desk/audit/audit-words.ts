import { nameEntry } from "../../../../templates/entry-name.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import type { ListEntry } from "../../../domain/list.ts";
import type { Page } from "../../frame/page.ts";
import type { AuditStrings } from "./words-sv.ts";
import { auditWords } from "./words.ts";

/** What was done, in the reader's words. */
export function nameDeed(what: string, { whats }: AuditStrings): string {
  const known = Object.hasOwn(whats, what) ? whats[what] : undefined;
  return known ?? `${what.charAt(0).toLocaleUpperCase("sv")}${what.slice(1)}`;
}

/** The number of the case that an entry is about; null when it is about something else. */
export function readCaseId(object: string): number | null {
  const id = /^case ([1-9]\d{0,14})(?: |$)/.exec(object)?.[1];
  return id === undefined ? null : Number(id);
}

/** `Meropenem, injektion/infusion (ärende 94)`: a number alone tells nobody what it was about. */
export function nameObjectOf(
  object: string,
  { page, cases }: { page: Pick<Page, "language" | "words">; cases: ReadonlyMap<number, ListEntry> },
): string {
  const [kind = "", ...rest] = object.split(" ");
  const text = [auditWords[page.language].objects[kind] ?? kind, ...rest].filter(Boolean).join(" ");
  const entry = cases.get(readCaseId(object) ?? 0);
  return entry === undefined ? text : `${nameEntry(entry, page.words)} (${text})`;
}

const INSTANT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g;

/** Every instant in a text as the clock in Stockholm showed it. */
export function localizeInstants(text: string): string {
  return text.replace(INSTANT, (instant) => stockholmMinute(new Date(instant)));
}
