import type { NoticeType } from "../../domain/notice.ts";

/** What an item's own words make it. */
export interface ItemWording {
  readonly type: NoticeType;
  /** The words that said so, as they stand; empty when none did. */
  readonly rawType: string;
  /** The title says that the shortage is over. */
  readonly ended: boolean;
}

const SHORTAGE =
  /(?<!\p{L})(?:rest(?:noter|anmäl|situation)\p{L}{0,12}|restad(?:e|es)?|(?:läkemedels)?brist(?:en|situation(?:en)?)?|förvänta[st] åter)(?!\p{L})/iu;
const CESSATION =
  /(?<!\p{L})(?:avregistrer(?:a[dst]|ade|ats|ing|ingen)|(?:slutar?|slutat) (?:att )?(?:säljas|marknadsföras|tillverkas|tillhandahållas)|upphör(?:a|t|ande|andet)?)(?!\p{L})/iu;
/** What upphör says nothing bad about: a shortage that ceases is over. */
const PAUSE =
  /(?<!\p{L})(?:\p{L}{0,20}uppehåll|rest(?:noter|anmäl|situation)|(?:läkemedels)?brist)\p{L}{0,12}(?!\p{L})/iu;
const OVER =
  /(?<!\p{L})(?:avsluta(?:d|de|t|ts)|upphört|upphävd|åter (?:i lager|tillgänglig(?:t|a)?)|finns åter)(?!\p{L})/iu;
const BACK = /(?<!\p{L})(?:åter (?:i lager|tillgänglig(?:t|a)?)|finns åter)(?!\p{L})/iu;
/** A sentence with one of these may say the opposite, or what is only hoped for. */
const DENIAL = /(?<!\p{L})(?:inte|ej|icke|ingen|inget|inga)(?!\p{L})/iu;
const HOPE = /(?<!\p{L})(?:förvänta[st]|väntas|beräkna[ds]|planera[ds]|kan|kommer|bli|blir)(?!\p{L})/iu;

/**
 * Reads the type out of the words, and leaves it `unknown` when they do not say clearly. The title decides if it says
 * anything. Only the title can say that a shortage is over: a text tells of other medicines too, and a shortage
 * hidden by mistake is worse than one shown for too long.
 */
export function readWording({ title, text }: { readonly title: string; readonly text: string }): ItemWording {
  const over = findOver(title);
  if (over !== null) return { type: "shortage", rawType: over, ended: true };
  for (const part of [title, text]) {
    const sentences = part.split(/[.!?\n]/);
    const cessation = findFirst(sentences, findCessation);
    if (cessation !== null) return { type: "cessation", rawType: cessation, ended: false };
    const shortage = findFirst(sentences, (sentence) => findWord(SHORTAGE, sentence));
    if (shortage !== null) return { type: "shortage", rawType: shortage, ended: false };
  }
  return { type: "unknown", rawType: "", ended: false };
}

function findOver(title: string): string | null {
  if (HOPE.test(title)) return null;
  return PAUSE.test(title) ? findWord(OVER, title) : findWord(BACK, title);
}

function findCessation(sentence: string): string | null {
  const word = findWord(CESSATION, sentence);
  if (word === null) return null;
  return /^upphör/iu.test(word) && PAUSE.test(sentence) ? null : word;
}

function findFirst(sentences: readonly string[], find: (sentence: string) => string | null): string | null {
  for (const sentence of sentences) {
    const word = find(sentence);
    if (word !== null) return word;
  }
  return null;
}

function findWord(pattern: RegExp, sentence: string): string | null {
  return DENIAL.test(sentence) ? null : (pattern.exec(sentence)?.[0] ?? null);
}
