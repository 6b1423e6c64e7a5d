import type { Language } from "../../domain/message.ts";
import { editorEn } from "./editor-words-en.ts";
import { editorSv, type EditorStrings } from "./editor-words-sv.ts";

export const editorWords: Readonly<Record<Language, EditorStrings>> = { sv: editorSv, en: editorEn };
