import type { Child } from "hono/jsx";
import type { FieldProblem } from "../frame/form.ts";
import { linkTo, type Page } from "../frame/page.ts";
import { ConfirmBox } from "./confirm-box.tsx";

interface DeskFormProps {
  readonly page: Page;
  /** Where it is sent; the reader's language is added. */
  readonly action: string;
  /** For forms that carry a file. */
  readonly multipart?: boolean;
  readonly class?: string;
  /** For fields that lie outside it, such as boxes in the rows of a table. */
  readonly id?: string;
  /** The accessible name, where a page has several forms. */
  readonly label?: string;
  readonly children?: Child;
}

/** A form of the desk: a POST that carries the visitor's own token. */
export function DeskForm({ page, action, multipart = false, label, children, ...rest }: DeskFormProps) {
  return (
    <form
      method="post"
      action={linkTo(page.language, action)}
      {...(rest.id === undefined ? {} : { id: rest.id })}
      {...(rest.class === undefined ? {} : { class: rest.class })}
      {...(label === undefined ? {} : { "aria-label": label })}
      {...(multipart ? { enctype: "multipart/form-data" } : {})}
    >
      <input type="hidden" name="csrf" value={page.visitor?.csrf ?? ""} />
      {children}
    </form>
  );
}

/** What must be mended before a form is taken, each a link to its field. Stands first on the page. */
export function ProblemSummary({
  page: { t },
  problems,
}: {
  readonly page: Page;
  readonly problems: readonly FieldProblem[];
}) {
  if (problems.length === 0) return null;
  return (
    <div class="ds-alert problems" data-color="danger" role="alert" aria-labelledby="problems">
      <h2 id="problems">{t.desk.form.problems(problems.length)}</h2>
      <ProblemLinks problems={problems} />
    </div>
  );
}

/** What is wrong, each a link to its field. */
export function ProblemLinks({ problems }: { readonly problems: readonly FieldProblem[] }) {
  return (
    <ul>
      {problems.map(({ field, problem }) => (
        <li>
          <a href={`#${field}`}>{problem}</a>
        </li>
      ))}
    </ul>
  );
}

interface FieldProps {
  /** Also the field's id, and what a problem names it by, unless `id` is given. */
  readonly name: string;
  /** Where a page has several fields of one name. */
  readonly id?: string | undefined;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problems?: readonly FieldProblem[] | undefined;
}

/** A label, a hint, what is wrong, and the field itself. */
export function Field(props: FieldProps & { readonly hintClass?: "hint" | "quiet"; readonly children?: Child }) {
  const { name, id = name, label, hint, hintClass = "hint", problems = [], children } = props;
  const wrong = problems.find(({ field }) => field === id);
  const problem = wrong?.problem;
  return (
    <div class="ds-field">
      <label class="ds-label" for={id}>
        {label}
      </label>
      {hint === undefined ? null : (
        <p class={hintClass} id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children}
      {problem === undefined ? null : (
        <p class="ds-validation-message" id={`${id}-wrong`} data-color="danger">
          {problem}
        </p>
      )}
      <ConfirmBox confirm={wrong?.confirm} />
    </div>
  );
}

/** The attributes that tie a field to its hint and to what is wrong. */
function describeField({ name, id = name, hint, problems = [] }: FieldProps): Record<string, string> {
  const wrong = problems.some(({ field }) => field === id);
  const described = [...(hint === undefined ? [] : [`${id}-hint`]), ...(wrong ? [`${id}-wrong`] : [])].join(" ");
  return {
    id,
    name,
    ...(described === "" ? {} : { "aria-describedby": described }),
    ...(wrong ? { "aria-invalid": "true" } : {}),
  };
}

interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly type?: "text" | "email" | "password" | "date" | "datetime-local" | "number" | "search";
  readonly maxChars?: number;
  readonly autocomplete?: string;
  readonly required?: boolean;
  /** Shown and sent, but not to be changed. */
  readonly readonly?: boolean;
}

/** A browser's own check of addresses takes ASCII letters only; the keyboard is the same. */
const EMAIL_INPUT = { type: "text", inputmode: "email", autocapitalize: "none", spellcheck: false } as const;

export function TextField({
  value,
  type = "text",
  maxChars,
  autocomplete,
  required,
  readonly,
  ...field
}: TextFieldProps) {
  return (
    <Field {...field}>
      <input
        class="ds-input"
        {...(type === "email" ? EMAIL_INPUT : { type })}
        value={value}
        {...describeField(field)}
        {...(maxChars === undefined ? {} : { maxlength: maxChars })}
        {...(autocomplete === undefined ? {} : { autocomplete })}
        {...(required === true ? { required: true } : {})}
        {...(readonly === true ? { readonly: true } : {})}
      />
    </Field>
  );
}

/** A file that is sent along; the form is multipart. */
export function FileField({ accept, ...field }: FieldProps & { readonly accept: string }) {
  return (
    <Field {...field}>
      <input class="ds-input" type="file" accept={accept} {...describeField(field)} />
    </Field>
  );
}

interface TextAreaFieldProps extends FieldProps {
  readonly value: string;
  readonly rows?: number | undefined;
  readonly lang?: string | undefined;
}

export function TextAreaField({ value, rows = 4, lang, ...field }: TextAreaFieldProps) {
  return (
    <Field {...field}>
      <textarea class="ds-input" rows={rows} {...describeField(field)} {...(lang === undefined ? {} : { lang })}>
        {value}
      </textarea>
    </Field>
  );
}

interface SelectFieldProps extends FieldProps {
  readonly value: string;
  /** Value and text of each. */
  readonly options: readonly (readonly [string, string])[];
}

export function SelectField({ value, options, ...field }: SelectFieldProps) {
  return (
    <Field {...field}>
      <select class="ds-input" {...describeField(field)}>
        {options.map(([option, text]) => (
          <option value={option} selected={option === value}>
            {text}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface ChoicesFieldProps extends FieldProps {
  readonly type: "checkbox" | "radio";
  readonly values: readonly string[];
  readonly options: readonly (readonly [string, string])[];
  /** The language of their texts, where it is another than the page's. */
  readonly optionsLang?: string | undefined;
}

/** Several boxes, or one of several, under one legend. */
export function ChoicesField({
  type,
  values,
  options,
  optionsLang,
  name,
  id = name,
  label,
  hint,
  problems = [],
}: ChoicesFieldProps) {
  const problem = problems.find(({ field }) => field === id)?.problem;
  return (
    <fieldset class="ds-fieldset choices" id={id}>
      <legend class="ds-label">{label}</legend>
      {hint === undefined ? null : <p class="hint">{hint}</p>}
      {options.map(([value, text]) => (
        <label class="choice">
          <input class="ds-input" type={type} name={name} value={value} checked={values.includes(value)} />{" "}
          {optionsLang === undefined ? text : <span lang={optionsLang}>{text}</span>}
        </label>
      ))}
      {problem === undefined ? null : (
        <p class="ds-validation-message" data-color="danger">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

/** A button that sends the form; `name` and `value` tell which of several was pressed. */
export function SubmitButton({
  text,
  name,
  value,
  describedBy,
  variant = "primary",
}: {
  readonly text: string;
  /** Id of what it is about, where a page has several of its text. */
  readonly describedBy?: string;
  readonly name?: string;
  readonly value?: string;
  readonly variant?: "primary" | "secondary";
}) {
  return (
    <button
      class="ds-button"
      type="submit"
      data-variant={variant}
      {...(name === undefined ? {} : { name })}
      {...(value === undefined ? {} : { value })}
      {...(describedBy === undefined ? {} : { "aria-describedby": describedBy })}
    >
      {text}
    </button>
  );
}
