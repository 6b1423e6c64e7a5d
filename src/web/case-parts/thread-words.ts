import type { Language } from "../../domain/message.ts";
import { threadEn } from "./thread-words-en.ts";
import { threadSv, type ThreadStrings } from "./thread-words-sv.ts";

export const threadWords: Readonly<Record<Language, ThreadStrings>> = { sv: threadSv, en: threadEn };
