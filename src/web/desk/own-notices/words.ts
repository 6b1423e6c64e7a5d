import type { Language } from "../../../domain/message.ts";
import { ownNoticesEn } from "./words-en.ts";
import { ownNoticesSv, type OwnNoticesStrings } from "./words-sv.ts";

export const ownNoticesWords: Readonly<Record<Language, OwnNoticesStrings>> = { sv: ownNoticesSv, en: ownNoticesEn };
