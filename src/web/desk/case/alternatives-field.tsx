import { nameAlternative, sayAlternative } from "../../../../templates/alternatives-content.ts";
import { alternativeKey, isDown, type AlternativeFact } from "../../../domain/alternative.ts";
import type { IsoDate } from "../../../domain/calendar.ts";
import { cleanLine } from "../../../domain/clean-text.ts";
import type { EntryFact } from "../../../domain/message.ts";
import { writeAlternative, type EditorValues } from "../../desk-parts/draft-form.ts";
import { editorForm } from "../../desk-parts/draft-form.ts";
import { editorWords } from "../../desk-parts/editor-words.ts";
import type { FieldProblem } from "../../frame/form.ts";
import type { Page } from "../../frame/page.ts";
import { SubmitButton } from "../../parts/form-fields.tsx";

/** What may be chosen, each with what is known of it now. */
export interface AlternativeChoices {
  readonly chosen: readonly AlternativeFact[];
  /** What was found for `asked`, without what is chosen; `asked` is null when nothing was asked for. */
  readonly found: readonly AlternativeFact[];
  readonly asked: string | null;
  /** How many were found, with those that are chosen and those that are too many to show. */
  readonly total: number;
}

const { Field } = editorForm;

/** The alternatives that the advice names: those that are chosen, what was found, and where others are looked for. */
export function AlternativesField({
  page,
  entry,
  shown,
  choices: { chosen, found, asked, total },
  problems,
  today,
}: {
  readonly page: Page;
  readonly entry: EntryFact;
  readonly shown: EditorValues;
  readonly choices: AlternativeChoices;
  readonly problems: readonly FieldProblem[];
  readonly today: IsoDate;
}) {
  const words = editorWords[page.language].editor;
  const say = (fact: AlternativeFact) =>
    `${nameAlternative(fact.alternative, page.words)}: ${sayAlternative(fact, { on: today, t: page.words })}`;
  const facts = [...chosen, ...found];
  const warned = chosen.filter(({ state }) => isDown(state));
  const same = chosen.some(({ alternative }) => isSame(alternative, entry));
  const form = { words, values: { ...shown, find: "" }, problems };
  return (
    <div class="alternatives">
      {warned.length === 0 && !same ? null : (
        <div class="ds-alert" data-color="warning">
          {warned.map((fact) => (
            <p>
              {words.alternativeDown} {say(fact)}.
            </p>
          ))}
          {same ? <p>{words.alternativeSame}</p> : null}
        </div>
      )}
      {facts.length === 0 ? null : (
        <Field
          {...form}
          name="alternatives"
          options={facts.map((fact) => [writeAlternative(fact.alternative), say(fact)])}
        />
      )}
      {asked === null ? null : <p class="hint">{words.foundFor(asked, { shown: found.length, total })}</p>}
      <Field {...form} name="find" />
      <p class="buttons">
        <SubmitButton text={words.findButton} name="do" value="find" variant="secondary" />
      </p>
    </div>
  );
}

/** Whether the alternative is what the message says is short. */
function isSame(alternative: AlternativeFact["alternative"], { atc, formGroup, strength }: EntryFact): boolean {
  if (alternative.kind === "product" || formGroup === null) return false;
  const own = alternativeKey({ kind: "substance", atc, formGroup, strength, name: cleanLine(alternative.name) });
  return alternativeKey(alternative) === own;
}
