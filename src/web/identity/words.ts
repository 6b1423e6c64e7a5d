import type { Language } from "../../domain/message.ts";
import { signInEn } from "./words-en.ts";
import { signInSv, type SignInStrings } from "./words-sv.ts";

export const signInWords: Readonly<Record<Language, SignInStrings>> = { sv: signInSv, en: signInEn };
