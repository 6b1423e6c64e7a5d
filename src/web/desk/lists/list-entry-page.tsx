import { FORM_GROUPS } from "../../../domain/form.ts";
import { ADVICE_TYPES } from "../../../domain/message.ts";
import type { Region } from "../../../domain/region.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type Page } from "../../frame/page.ts";
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
import { listsWords } from "./words.ts";

/** The fields of the form, as text. */
export const ENTRY_FORM_FIELDS = [
  "atc",
  "emdn",
  "substance",
  "form",
  "strength",
  "priority",
  "category",
  "stockDays",
  "areas",
  "careSetting",
  "adviceType",
  "adviceText",
  "adviceTextEn",
] as const;
export type EntryFormField = (typeof ENTRY_FORM_FIELDS)[number];
export type EntryForm = Readonly<Record<EntryFormField, string>>;

interface ListEntryPageProps {
  readonly page: Page;
  readonly region: Region;
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
  const words = listsWords[language].entry;
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
        <Identity page={page} values={values} problems={problems} />
        <About page={page} values={values} problems={problems} />
        <Advice page={page} values={values} problems={problems} />
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

type PartProps = Pick<ListEntryPageProps, "page" | "values" | "problems">;

function Identity({ page: { language, words: shared }, values, problems }: PartProps) {
  const t = listsWords[language];
  const words = t.entry;
  const columns = t.fields;
  const forms = FORM_GROUPS.map((group) => [group, shared.forms[group]] as const);
  return (
    <fieldset class="ds-fieldset">
      <legend class="ds-label">{words.identity}</legend>
      <p class="hint">{words.identityHint}</p>
      <TextField name="atc" label="ATC" hint={words.atcHint} value={values.atc} maxChars={20} problems={problems} />
      <TextField name="emdn" label="EMDN" hint={words.emdnHint} value={values.emdn} maxChars={20} problems={problems} />
      <SelectField
        name="form"
        label={words.form}
        value={values.form}
        options={[["", words.anyForm], ...forms]}
        problems={problems}
      />
      <TextField
        name="strength"
        label={columns.strength}
        hint={words.strengthHint}
        value={values.strength}
        maxChars={200}
        problems={problems}
      />
    </fieldset>
  );
}

const PRIORITIES = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

function About({ page: { t, language }, values, problems }: PartProps) {
  const own = listsWords[language];
  const words = own.entry;
  const columns = own.fields;
  const priorities = PRIORITIES.map((priority) => [priority, priority] as const);
  return (
    <fieldset class="ds-fieldset">
      <legend class="ds-label">{words.about}</legend>
      <TextField
        name="substance"
        label={columns.substance}
        value={values.substance}
        maxChars={500}
        problems={problems}
      />
      <SelectField
        name="priority"
        label={columns.priority}
        value={values.priority}
        options={[["", t.desk.form.none], ...priorities]}
        problems={problems}
      />
      <TextField name="category" label={columns.category} value={values.category} maxChars={500} problems={problems} />
      <TextField name="stockDays" label={columns.stockDays} value={values.stockDays} maxChars={4} problems={problems} />
      <TextAreaField
        name="areas"
        label={columns.areas}
        hint={words.areasHint}
        rows={3}
        value={values.areas}
        problems={problems}
      />
      <TextField
        name="careSetting"
        label={columns.careSetting}
        hint={words.careSettingHint}
        value={values.careSetting}
        maxChars={500}
        problems={problems}
      />
    </fieldset>
  );
}

function Advice({ page: { t, language, words: shared }, values, problems }: PartProps) {
  const words = listsWords[language].entry;
  const types = ADVICE_TYPES.map((type) => [type, shared.adviceTypes[type]] as const);
  return (
    <fieldset class="ds-fieldset">
      <legend class="ds-label">{words.advice}</legend>
      <p class="hint">{words.adviceHint}</p>
      <SelectField
        name="adviceType"
        label={words.adviceType}
        value={values.adviceType}
        options={[["", words.noAdvice], ...types]}
        problems={problems}
      />
      <TextAreaField
        name="adviceText"
        label={words.adviceText}
        rows={5}
        lang="sv"
        value={values.adviceText}
        problems={problems}
      />
      <TextAreaField
        name="adviceTextEn"
        label={words.adviceTextEn}
        hint={t.desk.form.optional}
        rows={5}
        lang="en"
        value={values.adviceTextEn}
        problems={problems}
      />
    </fieldset>
  );
}
