import type { EntryField } from "../../../domain/list-difference.ts";
import type { ListEntry } from "../../../domain/list.ts";
import type { Page } from "../../frame/page.ts";
import { listsWords } from "./words.ts";

/** A field of a line in words; `–` when it is empty. */
export function wordField(
  { language, words }: Pick<Page, "language" | "words">,
  entry: ListEntry | null,
  field: EntryField,
): string {
  const t = listsWords[language];
  const none = t.empty;
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
      return entry.stockDays === null ? none : t.days(entry.stockDays);
    case "priority":
      return entry.priority === null ? none : String(entry.priority);
    case "substance":
    case "strength":
    case "category":
    case "careSetting":
      return entry[field] ?? none;
  }
}
