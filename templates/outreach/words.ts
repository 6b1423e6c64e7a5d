import { outreachEn } from "./words-en.ts";
import { outreachSv, type OutreachWords } from "./words-sv.ts";

export function wordsOf(language: "sv" | "en"): OutreachWords {
  return language === "sv" ? outreachSv : outreachEn;
}
