import { COMMAND_LINE } from "../../domain/audit.ts";
import type { Page } from "../frame/page.ts";
import { stopsWords } from "./stops-words.ts";

/** Who did something, as records keep it in one text, in the reader's words within a sentence. */
export function nameHand({ language }: Pick<Page, "language">, name: string): string {
  return name === COMMAND_LINE ? stopsWords[language].atCommandLine : name;
}
