import type { EntryField } from "../../domain/list-difference.ts";
import type { ListEntry } from "../../domain/list.ts";
import { splitEntryName } from "../../../templates/entry-name.ts";
import type { Page } from "../frame/page.ts";

/** `Meropenem 1 g, injektion/infusion`. */
export function nameListEntry({ words }: Pick<Page, "words">, entry: ListEntry): string {
  const { medicine, form } = splitEntryName(entry, words);
  return form === null ? medicine : `${medicine}, ${form}`;
}

export function codeOf(entry: ListEntry): string {
  return entry.emdn === null ? entry.atc : `EMDN ${entry.emdn}`;
}

/** The address of a line's page. */
export function entryPath(regionCode: string, key: string): string {
  return `/lists/${regionCode}/entries/${encodeURIComponent(key)}`;
}

/** A field of a line in words; `–` when it is empty. */
export function wordField({ t, words }: Pick<Page, "t" | "words">, entry: ListEntry | null, field: EntryField): string {
  const none = t.desk.lists.empty;
  if (entry === null) return none;
  switch (field) {
    case "standingAdvice": {
      const advice = entry.standingAdvice;
      if (advice === null) return none;
      const { sv, en } = advice.text;
      return `${words.adviceTypes[advice.type]}: ${sv}${en === undefined ? "" : ` / ${en}`}`;
    }
    case "areas":
      return entry.areas.join(", ") || none;
    case "stockDays":
      return entry.stockDays === null ? none : t.desk.lists.days(entry.stockDays);
    case "priority":
      return entry.priority === null ? none : String(entry.priority);
    case "substance":
    case "strength":
    case "category":
    case "careSetting":
      return entry[field] ?? none;
  }
}
