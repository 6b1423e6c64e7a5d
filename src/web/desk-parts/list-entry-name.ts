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
