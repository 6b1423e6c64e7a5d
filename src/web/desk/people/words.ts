import type { Language } from "../../../domain/message.ts";
import { peopleEn } from "./words-en.ts";
import { peopleSv, type PeopleStrings } from "./words-sv.ts";

export const peopleWords: Readonly<Record<Language, PeopleStrings>> = { sv: peopleSv, en: peopleEn };
