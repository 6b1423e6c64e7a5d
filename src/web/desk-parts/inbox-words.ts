import type { Language } from "../../domain/message.ts";
import { inboxEn } from "./inbox-words-en.ts";
import { inboxSv, type InboxStrings } from "./inbox-words-sv.ts";

export const inboxWords: Readonly<Record<Language, InboxStrings>> = { sv: inboxSv, en: inboxEn };
