import type { Language } from "../../domain/message.ts";
import type { FieldProblem } from "../frame/form.ts";
import { TextField } from "../parts/form-fields.tsx";

/** The field's name, and what a problem names it by. */
export const MINUTES_FIELD = "minutes";

export const minutesWords: Readonly<
  Record<Language, { readonly label: string; readonly hint: string; readonly wrong: string }>
> = {
  sv: {
    label: "Hur många minuter tog det? (frivilligt)",
    hint: "Hela minuter, 1–600. Visas bara sammanräknat för regionen, aldrig för en person.",
    wrong: "Skriv hela minuter, från 1 till 600, eller lämna fältet tomt.",
  },
  en: {
    label: "How many minutes did it take? (optional)",
    hint: "Whole minutes, 1–600. Shown only for the region together, never for a person.",
    wrong: "Write whole minutes, from 1 to 600, or leave the field empty.",
  },
};

/** What a decision took, as whoever takes it says; read by `parseMinutes`. */
export function MinutesField({
  language,
  value,
  problems,
}: {
  readonly language: Language;
  readonly value: string;
  readonly problems?: readonly FieldProblem[];
}) {
  const { label, hint } = minutesWords[language];
  return (
    <TextField
      name={MINUTES_FIELD}
      type="number"
      label={label}
      hint={hint}
      value={value}
      {...(problems === undefined ? {} : { problems })}
    />
  );
}
