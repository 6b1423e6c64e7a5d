import type { FormGroup } from "./form.ts";
import type { MessageAdvice } from "./message.ts";
import { normaliseStrength } from "./strength.ts";

/** A product, a pack or an article that the region buys; at least one of the four is told. */
export interface OwnProduct {
  /** 14 digits. */
  readonly nplId: string | null;
  /** 14 digits. */
  readonly nplPackId: string | null;
  /** Six digits with leading zeros; NOT unique, so that it says nothing without the name. */
  readonly articleNumber: string | null;
  readonly name: string | null;
}

/** One line of a region's list of prioritised medicines. */
export interface ListEntry {
  /** The identity of the line, the same in every version of the list that has it: `<ATC or EMDN>/<form group>/<strength>`. */
  readonly key: string;
  /** Where in the file it stood, the header being row 1; 0 for a line that was added at the desk. */
  readonly row: number;
  /** A prefix: `A12AX` takes `A12AX01`. */
  readonly atc: string;
  /** Set for a medical device: its EMDN code, a prefix too; `atc` is then empty. */
  readonly emdn: string | null;
  readonly substance: string;
  readonly formGroup: FormGroup | null;
  readonly strength: string | null;
  /** 1 is the most important. */
  readonly priority: number | null;
  readonly category: string | null;
  /** How many days the region's own stock lasts. */
  readonly stockDays: number | null;
  /** What a rule sends with the facts, and what a draft begins with. */
  readonly standingAdvice: MessageAdvice | null;
  /** The areas of care that the line concerns; a draft begins with them. */
  readonly areas: readonly string[];
  /** Where it is used, such as `slutenvård`. */
  readonly careSetting: string | null;
  /** What the region itself buys of it. */
  readonly own: readonly OwnProduct[];
}

export const MAX_PRIORITY = 9_999;

/** A priority that somebody asks for; null when it is none. */
export function parsePriority(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,3}$/.test(text) ? Number(text) : null;
}

/** Identity of a list line, so that a line keeps its case when the list is imported again. */
export function entryKey(entry: Pick<ListEntry, "atc" | "emdn" | "formGroup" | "strength">): string {
  const strength = entry.strength === null ? null : normaliseStrength(entry.strength);
  const code = entry.emdn === null ? entry.atc : `EMDN ${entry.emdn}`;
  return [code, entry.formGroup ?? "", strength ?? ""].join("/");
}
