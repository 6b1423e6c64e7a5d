import type { Language } from "../../../domain/message.ts";
import { listsEn } from "./words-en.ts";
import { listsSv, type ListsStrings } from "./words-sv.ts";

export const listsWords: Readonly<Record<Language, ListsStrings>> = { sv: listsSv, en: listsEn };
