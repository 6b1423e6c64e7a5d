import type { Language } from "../../../domain/message.ts";
import { notesEn } from "./words-en.ts";
import { notesSv, type NotesStrings } from "./words-sv.ts";

export const notesWords: Readonly<Record<Language, NotesStrings>> = { sv: notesSv, en: notesEn };
