import { FORM_GROUPS } from "../../../domain/form.ts";
import { COLUMNS, PRIORITIES, ruleOf, type ColumnKey, type ColumnRule } from "../../../domain/list-columns.ts";
import { ADVICE_TYPES } from "../../../domain/message.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type Page, type RegionProps } from "../../frame/page.ts";
import { DeskLayout } from "../desk-layout.tsx";
import {
  DeskForm,
  ProblemSummary,
  SelectField,
  SubmitButton,
  TextAreaField,
  TextField,
} from "../../parts/form-fields.tsx";
import { entryPath } from "../../desk-parts/list-entry-name.ts";
import { labelColumn } from "./list-field.ts";
import { listsWords } from "./words.ts";

/** What stands in the form's fields, a field for each column. */
export type EntryForm = ReadonlyMap<ColumnKey, string>;

interface ListEntryPageProps extends RegionProps {
  /** The line that is edited; null when one is added. */
  readonly entry: { readonly key: string; readonly name: string } | null;
  /** The version in use, which the change is made to. */
  readonly version: { readonly id: number; readonly number: number };
  readonly values: EntryForm;
  readonly problems: readonly FieldProblem[];
}

/** One line of the list: what it catches, and what goes with it. */
export function ListEntryPage({ page, region, entry, version, values, problems }: ListEntryPageProps) {
  const { t, language } = page;
  const { entry: words, own } = listsWords[language];
  const path = entry === null ? `/lists/${region.code}/new-entry` : entryPath(region.code, entry.key);
  return (
    <DeskLayout
      page={page}
      title={entry === null ? words.add : words.heading(entry.name)}
      regionCode={region.code}
      area="lists"
    >
      <ProblemSummary page={page} problems={problems} />
      <p class="quiet">{words.shown(version.number)}</p>
      <DeskForm page={page} action={path} label={words.about} class="entry-form">
        <input type="hidden" name="version" value={String(version.id)} />
        {[
          { legend: words.identity, hint: words.identityHint, columns: IDENTITY.map(ruleOf) },
          { legend: words.about, hint: undefined, columns: listPart("about") },
          { legend: own.legend, hint: own.hint, columns: listPart("own") },
          { legend: words.advice, hint: words.adviceHint, columns: listPart("advice") },
        ].map(({ legend, hint, columns }) => (
          <fieldset class="ds-fieldset">
            <legend class="ds-label">{legend}</legend>
            {hint === undefined ? null : <p class="hint">{hint}</p>}
            {columns.map((rule) => (
              <ColumnField page={page} rule={rule} value={values.get(rule.key) ?? ""} problems={problems} />
            ))}
          </fieldset>
        ))}
        <div class="buttons">
          <SubmitButton text={t.desk.form.save} />
          <a href={linkTo(language, `/lists/${region.code}`)}>{t.desk.form.cancel}</a>
        </div>
      </DeskForm>
      {entry === null ? null : (
        <section aria-labelledby="remove">
          <h2 id="remove">{words.remove}</h2>
          <p>{words.removeText}</p>
          <DeskForm page={page} action={`${path}/remove`} label={words.remove}>
            <input type="hidden" name="version" value={String(version.id)} />
            <SubmitButton text={words.remove} variant="secondary" />
          </DeskForm>
        </section>
      )}
    </DeskLayout>
  );
}

/** The codes stand beside each other: a line has one of them. */
const IDENTITY = ["ATC", "EMDN", "Beredningsform", "Styrka"] as const;

function listPart(part: ColumnRule["part"]): readonly ColumnRule[] {
  return COLUMNS.filter((column) => column.part === part);
}

interface ColumnFieldProps {
  readonly page: Page;
  readonly rule: ColumnRule;
  readonly value: string;
  readonly problems: readonly FieldProblem[];
}

function ColumnField({ page, rule, value, problems }: ColumnFieldProps) {
  const { key, language, rows, maxChars = 500, formChars = maxChars } = rule;
  const { entry, own } = listsWords[page.language];
  const hint = entry.hints[key] ?? own.hints[key] ?? (language === "en" ? page.t.desk.form.optional : undefined);
  const field = { name: key, label: labelColumn(page, rule), hint, value, problems };
  const options = listOptions(page, key);
  if (options !== null) return <SelectField {...field} options={options} />;
  if (rows === undefined) return <TextField {...field} maxChars={formChars} />;
  return <TextAreaField {...field} rows={rows} {...(language === undefined ? {} : { lang: language })} />;
}

/** What a column offers to choose from; null where it is written freely. */
function listOptions({ t, language, words }: Page, key: ColumnKey): readonly (readonly [string, string])[] | null {
  const { anyForm, noAdvice } = listsWords[language].entry;
  if (key === "form") return [["", anyForm], ...FORM_GROUPS.map((group) => [group, words.forms[group]] as const)];
  if (key === "priority") return [["", t.desk.form.none], ...PRIORITIES.map((name) => [name, name] as const)];
  if (key === "adviceType")
    return [["", noAdvice], ...ADVICE_TYPES.map((type) => [type, words.adviceTypes[type]] as const)];
  return null;
}
