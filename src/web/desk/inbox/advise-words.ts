import type { Language } from "../../../domain/message.ts";
import { adviseEn } from "./advise-words-en.ts";
import { adviseSv, type AdviseStrings } from "./advise-words-sv.ts";

export const adviseWords: Readonly<Record<Language, AdviseStrings>> = { sv: adviseSv, en: adviseEn };
