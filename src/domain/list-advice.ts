import { ADVICE_TYPES, type AdviceType } from "./message.ts";

/** Each type of advice in Swedish: in a list's file, and in the messages. */
export const ADVICE_WORDS: Readonly<Record<AdviceType, string>> = {
  interchangeable: "Utbytbart läkemedel",
  "other-package": "Annan förpackning",
  "other-strength": "Annan styrka",
  "other-form": "Annan beredningsform",
  "same-substance": "Annat preparat med samma substans",
  "other-substance": "Annan substans i gruppen",
  exemption: "Dispens",
  licence: "Licens",
  extempore: "Extempore",
  "local-stock": "Lokalt lager eller ransonering",
  "no-new-patients": "Sätt inte in på nya patienter",
  "ask-specialist": "Kontakta specialist",
  "no-action": "Avvakta, ingen åtgärd",
  ceases: "Läkemedlet upphör",
  recall: "Indragning",
};

/** The type that a cell names, by our word or by its Swedish words in any case; null when it is none. */
export function parseAdviceType(text: string): AdviceType | null {
  const folded = text.toLowerCase().replace(/\s+/g, " ").trim();
  return ADVICE_TYPES.find((type) => type === folded || ADVICE_WORDS[type].toLowerCase() === folded) ?? null;
}
