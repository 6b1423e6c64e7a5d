import type { FormGroup } from "../src/domain/form.ts";
import type { EntryFact } from "../src/domain/message.ts";
import type { Strings } from "./strings/sv.ts";
import { cleanLine } from "./text.ts";

/** What a case is about, in two parts: `meropenem 500 mg` and `injektion/infusion`. */
export function splitEntryName(
  entry: Pick<EntryFact, "substance" | "strength" | "formGroup">,
  t: Strings,
): { medicine: string; form: string | null } {
  const medicine = [entry.substance, entry.strength ?? ""].map(cleanLine).filter(Boolean).join(" ");
  return { medicine: medicine || t.unknownMedicine, form: entry.formGroup === null ? null : t.forms[entry.formGroup] };
}

/** What a case is about: `meropenem 500 mg, injektion/infusion`. */
export function nameEntry(entry: EntryFact, t: Strings): string {
  const { medicine, form } = splitEntryName(entry, t);
  return form === null ? medicine : `${medicine}, ${form}`;
}

/** `meropenem 500 mg (injektion/infusion)`, where commas stand between names. */
export function nameEntryInLine(entry: Parameters<typeof splitEntryName>[0], t: Strings): string {
  const { medicine, form } = splitEntryName(entry, t);
  return form === null ? medicine : `${medicine} (${form})`;
}

/** A form where it stands beside a medicine and there is little room. */
export function nameFormBriefly(form: FormGroup, t: Strings): string {
  return t.extent.briefForms[form] ?? t.forms[form];
}
