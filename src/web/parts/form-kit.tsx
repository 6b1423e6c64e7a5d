import type { z } from "zod";
import { listProblems, textOf, textsOf, type FieldProblem, type FormValues } from "../frame/form.ts";
import { ChoicesField, SelectField, TextAreaField, TextField } from "./form-fields.tsx";

/** What a field is on the page, and how what was typed in it is taken. `boxes` holds several values, all others one. */
export interface FieldSpec {
  readonly control: "text" | "email" | "area" | "date" | "datetime-local" | "number" | "select" | "boxes" | "radios";
  readonly maxChars?: number;
  readonly rows?: number;
  /** Of an area: the language that is written in it. */
  readonly lang?: string;
  readonly required?: boolean;
  readonly autocomplete?: string;
  /** Makes what was typed clean; as it stands when left out. */
  readonly clean?: (text: string) => string;
}

export type FieldSpecs = Readonly<Record<string, FieldSpec>>;

/** A form as somebody filled it in, by field. */
export type FieldsOf<S extends FieldSpecs> = {
  readonly [N in keyof S]: S[N]["control"] extends "boxes" ? readonly string[] : string;
};

/** The words of a form's fields: a label each, and hints and faults where there are any. */
export interface FieldWords<N extends string> {
  readonly fields: Readonly<Record<N, string>>;
  readonly hints?: Readonly<Partial<Record<N, string>>>;
  readonly problems?: Readonly<Record<string, string>>;
}

interface FormFieldProps<N extends string> {
  readonly name: N;
  readonly words: FieldWords<N>;
  readonly values: Readonly<Record<N, string | readonly string[]>>;
  readonly problems?: readonly FieldProblem[] | undefined;
  /** Of a choice: value and text of each. */
  readonly options?: readonly (readonly [string, string])[];
  /** The language of those texts, where it is another than the page's. */
  readonly optionsLang?: string | undefined;
  /** Where the words of the field are others than its name's, such as the same field of a device. */
  readonly hint?: string | undefined;
}

/**
 * A form whose fields are declared once. From the declaration come the empty form, what was sent, the faults that a
 * schema found, and each field on the page; words and schema lie where they belong, under the same names.
 */
export function defineForm<const S extends FieldSpecs>(specs: S) {
  type Name = keyof S & string;
  const names: readonly Name[] = Object.keys(specs);
  return {
    specs,
    names,
    empty: collect(specs, () => ""),
    /** What was sent, clean; a field that was not sent is empty. */
    read: (values: FormValues): FieldsOf<S> =>
      collect(specs, (name, { control, clean = (text) => text }) =>
        control === "boxes" ? textsOf(values, name) : clean(textOf(values, name)),
      ),
    /** A problem for each field that a schema found fault with, in words. */
    problems: (error: z.ZodError, { problems = {} }: FieldWords<Name>): FieldProblem[] =>
      listProblems(error, (field) => problems[field] ?? field),
    Field: (props: FormFieldProps<Name>) => renderField(specs[props.name], props),
  };
}

/** A value for each field; boxes without one hold none. */
function collect<const S extends FieldSpecs>(
  specs: S,
  valueOf: (name: string, spec: FieldSpec) => string | readonly string[],
): FieldsOf<S> {
  const values = Object.entries(specs).map(([name, spec]) => {
    const value = valueOf(name, spec);
    return [name, spec.control === "boxes" && value === "" ? [] : value];
  });
  // Object.fromEntries forgets the names, which are those of the declaration.
  return Object.fromEntries(values) as FieldsOf<S>;
}

function renderField<N extends string>(spec: FieldSpec | undefined, props: FormFieldProps<N>) {
  if (spec === undefined) return null;
  const { name, words, values, problems, options = [], optionsLang, hint = words.hints?.[name] } = props;
  const field = { name, label: words.fields[name], hint, problems };
  const chosen: readonly string[] = [values[name]].flat();
  const [value = ""] = chosen;
  switch (spec.control) {
    case "boxes":
      return <ChoicesField {...field} type="checkbox" values={chosen} options={options} optionsLang={optionsLang} />;
    case "radios":
      return <ChoicesField {...field} type="radio" values={chosen} options={options} />;
    case "select":
      return <SelectField {...field} value={value} options={options} />;
    case "area":
      return <TextAreaField {...field} value={value} rows={spec.rows} lang={spec.lang} />;
    case "text":
    case "email":
    case "date":
    case "datetime-local":
    case "number":
      return <TextField {...field} {...limitsOf(spec)} value={value} type={spec.control} />;
  }
}

/** What a browser is told to hold a line to. */
function limitsOf({ maxChars, required, autocomplete }: FieldSpec) {
  return {
    ...(maxChars === undefined ? {} : { maxChars }),
    ...(required === undefined ? {} : { required }),
    ...(autocomplete === undefined ? {} : { autocomplete }),
  };
}
