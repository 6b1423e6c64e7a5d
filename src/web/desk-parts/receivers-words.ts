import type { Language } from "../../domain/message.ts";
import { receiversEn } from "./receivers-words-en.ts";
import { receiversSv, type ReceiversStrings } from "./receivers-words-sv.ts";

export const receiversWords: Readonly<Record<Language, ReceiversStrings>> = { sv: receiversSv, en: receiversEn };
