import { nameEntry } from "../../../../templates/entry-name.ts";
import { OBJECT_KINDS, type AuditObject } from "../../../domain/audit.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import type { ListEntry } from "../../../domain/list.ts";
import type { ActorChoice, ObjectChoice } from "../../../db/audit-log.ts";
import { capitalize } from "../../../domain/words.ts";
import type { Page } from "../../frame/page.ts";
import type { AuditStrings } from "./words-sv.ts";
import { auditWords } from "./words.ts";

/** What was done, in the reader's words. */
export function nameDeed(deed: string, t: AuditStrings): string {
  const words: Readonly<Record<string, string>> = t.deeds;
  const known = Object.hasOwn(words, deed) ? words[deed] : undefined;
  return known ?? capitalize(deed);
}

export function describeActor({ kind, name }: ActorChoice, t: AuditStrings): string {
  if (kind === "rule") return t.rule(name ?? "");
  return name ?? { person: "", "command-line": t.commandLine, system: t.system }[kind];
}

/** The number of the case that an entry is about; null when it is about something else. */
export function readCaseId({ kind, id }: AuditObject): number | null {
  return kind === "case" ? Number(id) : null;
}

/** `Meropenem, injektion/infusion (ärende 94)`: a number alone tells nobody what it was about. */
export function nameObject(
  object: AuditObject,
  { page, cases }: { page: Pick<Page, "language" | "words">; cases: ReadonlyMap<number, ListEntry> },
): string {
  const { kind, id } = object;
  const text = kind === "other" ? id : `${auditWords[page.language].objects[kind]} ${id}`;
  const entry = cases.get(readCaseId(object) ?? 0);
  return entry === undefined ? text : `${nameEntry(entry, page.words)} (${text})`;
}

/** What a text means that names objects as the page does, `ärende 12` or `ärende`, alone or after a name; else null. */
export function parseObject(text: string, t: AuditStrings): ObjectChoice | null {
  const asked = /\(([^()]+)\)$/.exec(text)?.[1] ?? text;
  for (const { kind, word } of listObjectWords(t)) {
    const rest = asked.slice(word.length);
    if (asked.slice(0, word.length).toLocaleLowerCase("sv") === word && /^(\s|$)/.test(rest))
      return { kind, id: rest.trim() || null };
  }
  return null;
}

/** The page's word for each kind and its code, those that others begin with last. */
function listObjectWords({ objects }: AuditStrings) {
  const words = OBJECT_KINDS.flatMap((kind) =>
    kind === "other" ? [] : [objects[kind], kind].map((word) => ({ kind, word })),
  );
  return words.toSorted((a, b) => b.word.length - a.word.length);
}

const INSTANT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g;

/** Every instant in a text as the clock in Stockholm showed it. */
export function localizeInstants(text: string): string {
  return text.replace(INSTANT, (instant) => stockholmMinute(new Date(instant)));
}
