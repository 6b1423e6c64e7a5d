import type { Language } from "../../../domain/message.ts";
import { timelineEn } from "./timeline-words-en.ts";
import { timelineSv, type TimelineStrings } from "./timeline-words-sv.ts";

export const timelineWords: Readonly<Record<Language, TimelineStrings>> = { sv: timelineSv, en: timelineEn };
