import { MAX_OWN_CHARS } from "../../../domain/questionnaire/answer.ts";
import {
  STANDINGS,
  type Column,
  type KeyedPart,
  type Option,
  type PartOf,
  type Question,
} from "../../../domain/questionnaire/question.ts";
import { textOf, textsOf, type FieldProblem, type FormValues } from "../../frame/form.ts";
import type { Page } from "../../frame/page.ts";
import { ChoicesField, SelectField, TextAreaField, TextField } from "../../parts/form-fields.tsx";
import { countRows, fieldOf } from "./answer-form.ts";
import { questionnaireWords } from "./words.ts";

interface PartProps {
  readonly page: Page;
  /** Such as `Q03.people`. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly values: FormValues;
  readonly problems: readonly FieldProblem[];
}
type PropsOf<K extends KeyedPart["part"]["kind"]> = PartProps & { readonly part: PartOf<K> };

interface QuestionProps extends Pick<PartProps, "page" | "values" | "problems"> {
  readonly question: Question;
}

/** A question: its number and text, and a field for each of its parts. */
export function QuestionFields({ page, question, values, problems }: QuestionProps) {
  const { language } = page;
  const text = `${nameQuestion(question)}. ${question.text[language]}`;
  const hint = question.hint?.[language];
  const fields = { page, values, problems };
  const [only] = question.parts;
  if (only !== undefined && question.parts.length === 1)
    return (
      <div class="question">
        <PartField {...fields} name={`${question.code}.${only.code}`} part={only} label={text} hint={hint} />
      </div>
    );
  return (
    <fieldset class="question">
      <legend>{text}</legend>
      {hint === undefined ? null : <p class="hint">{hint}</p>}
      {question.parts.map((part) => (
        <PartField
          {...fields}
          name={`${question.code}.${part.code}`}
          part={part}
          label={part.label?.[language] ?? text}
        />
      ))}
    </fieldset>
  );
}

/** `Q03` is question 3. */
export function nameQuestion({ code }: Pick<Question, "code">): string {
  return code.replace(/^Q0?/, "");
}

function PartField(props: PartProps & { readonly part: KeyedPart["part"] }) {
  const { part, ...rest } = props;
  switch (part.kind) {
    case "one":
    case "several":
      return <ChoiceFields {...rest} part={part} />;
    case "ranking":
      return <RankingFields {...rest} part={part} />;
    case "matrix":
      return <MatrixFields {...rest} part={part} />;
    case "number":
      return <NumberFields {...rest} part={part} />;
    case "text":
      return <TextFields {...rest} part={part} />;
    case "rows":
      return <RowsFields {...rest} part={part} />;
  }
}

/** That there is no answer, said of what is written: two boxes. */
function Standings({ page, name, label, values }: PartProps) {
  const t = questionnaireWords[page.language].standings;
  return (
    <div class="standings" role="group" aria-label={t.label(label)}>
      {STANDINGS.map((standing) => (
        <label class="choice">
          <input
            class="ds-input"
            type="checkbox"
            name={name}
            value={standing}
            checked={textsOf(values, name).includes(standing)}
          />{" "}
          {t[standing]}
        </label>
      ))}
    </div>
  );
}

/** One of several, or several; who says that there is no answer chooses that beside them. */
function ChoiceFields({ page, part, name, label, hint, values, problems }: PropsOf<"one" | "several">) {
  const { standings, multiple } = questionnaireWords[page.language];
  const chosen = textsOf(values, name);
  const isOne = part.kind === "one";
  const none: [string, string][] = isOne ? [["", standings.none]] : [];
  return (
    <>
      <ChoicesField
        type={isOne ? "radio" : "checkbox"}
        name={name}
        label={label}
        hint={joinHints(hint, isOne ? undefined : multiple)}
        values={isOne && chosen.length === 0 ? [""] : chosen}
        options={[
          ...optionsOf(page, part.options),
          ...STANDINGS.map((standing): [string, string] => [standing, standings[standing]]),
          ...none,
        ]}
        problems={problems}
      />
      <OwnFields page={page} options={part.options} name={name} values={values} problems={problems} />
    </>
  );
}

function joinHints(...hints: readonly (string | undefined)[]): string | undefined {
  const said = hints.filter((hint) => hint !== undefined);
  return said.length === 0 ? undefined : said.join(" ");
}

function optionsOf({ language }: Page, options: readonly Option[]): [string, string][] {
  return options.map(({ code, text }) => [code, text[language]]);
}

/** Where an option asks for one's own words. */
function OwnFields({
  page,
  options,
  name,
  values,
  problems,
}: Pick<PartProps, "page" | "name" | "values" | "problems"> & { readonly options: readonly Option[] }) {
  const t = questionnaireWords[page.language];
  return (
    <>
      {options.flatMap(({ code, text, own }) => {
        const field = fieldOf.own(name, code);
        if (own !== true) return [];
        return [
          <TextField
            name={field}
            label={t.own(text[page.language])}
            value={textOf(values, field)}
            maxChars={MAX_OWN_CHARS}
            problems={problems}
          />,
        ];
      })}
    </>
  );
}

function RankingFields({ part, ...props }: PropsOf<"ranking">) {
  const { page, name, values, problems } = props;
  const t = questionnaireWords[page.language];
  const places = Array.from({ length: part.ranks }, (_, place) => place);
  return (
    <>
      <ChoiceFields {...props} part={{ ...part, kind: "several" }} />
      {places.map((place) => (
        <SelectField
          name={fieldOf.rank(name, place)}
          label={t.rank(place + 1)}
          value={textOf(values, fieldOf.rank(name, place))}
          options={[["", t.noRank], ...optionsOf(page, part.options)]}
          problems={problems}
        />
      ))}
    </>
  );
}

function MatrixFields({ part, ...props }: PropsOf<"matrix">) {
  const { page, name, label, hint, values } = props;
  return (
    <fieldset class="ds-fieldset matrix" id={name}>
      <legend class="ds-label">{label}</legend>
      {hint === undefined ? null : <p class="hint">{hint}</p>}
      <Problem {...props} />
      {part.rows.map(({ code, text }) => (
        <ChoicesField
          type="checkbox"
          name={fieldOf.row(name, code)}
          label={text[page.language]}
          values={textsOf(values, fieldOf.row(name, code))}
          options={optionsOf(page, part.columns)}
        />
      ))}
      <Standings {...props} />
    </fieldset>
  );
}

/** What is wrong with the whole of a part. */
function Problem({ name, problems }: PartProps) {
  const problem = problems.find(({ field }) => field === name)?.problem;
  return problem === undefined ? null : (
    <p class="ds-validation-message" data-color="danger">
      {problem}
    </p>
  );
}

function NumberFields({ part, ...props }: PropsOf<"number">) {
  const { page, name, label, hint, values, problems } = props;
  const field = fieldOf.value(name);
  return (
    <div class="written-part" id={name}>
      <TextField
        name={field}
        label={`${label} (${part.unit[page.language]})`}
        hint={hint}
        value={textOf(values, field)}
        maxChars={30}
        autocomplete="off"
        problems={problems}
      />
      <Problem {...props} />
      <Standings {...props} />
    </div>
  );
}

function TextFields(props: PropsOf<"text">) {
  const { name, label, hint, values, problems } = props;
  const field = fieldOf.value(name);
  return (
    <div class="written-part" id={name}>
      <TextAreaField name={field} label={label} hint={hint} value={textOf(values, field)} problems={problems} />
      <Problem {...props} />
      <Standings {...props} />
    </div>
  );
}

function RowsFields({ part, ...props }: PropsOf<"rows">) {
  const { page, name, label, hint, values } = props;
  const t = questionnaireWords[page.language];
  const isWritten = (place: number) =>
    part.columns.some(({ code }) => textOf(values, fieldOf.cell(name, place, code)) !== "");
  const last = Array.from({ length: countRows(Number.MAX_SAFE_INTEGER) }, (_, place) => place).findLastIndex(isWritten);
  const places = Array.from({ length: countRows(last + 1) }, (_, place) => place);
  return (
    <fieldset class="ds-fieldset rows" id={name}>
      <legend class="ds-label">{label}</legend>
      <p class="hint">{joinHints(hint, t.moreRows)}</p>
      <Problem {...props} />
      {places.map((place) => (
        <fieldset class="ds-fieldset row">
          <legend>{t.row(place + 1)}</legend>
          {part.columns.map((column) => (
            <CellField {...props} column={column} place={place} />
          ))}
        </fieldset>
      ))}
      <Standings {...props} />
    </fieldset>
  );
}

function CellField({
  page,
  name,
  column,
  place,
  values,
  problems,
}: PartProps & { readonly column: Column; readonly place: number }) {
  const t = questionnaireWords[page.language];
  const field = fieldOf.cell(name, place, column.code);
  const shared = { name: field, label: column.label[page.language], value: textOf(values, field), problems };
  if (column.kind === "one")
    return <SelectField {...shared} options={[["", t.noChoice], ...optionsOf(page, column.options)]} />;
  if (column.kind === "text" && column.maxChars > MAX_OWN_CHARS) return <TextAreaField {...shared} rows={2} />;
  return <TextField {...shared} maxChars={column.kind === "text" ? column.maxChars : 30} autocomplete="off" />;
}
