import { writeCaseFilter, type CaseFilter } from "../../case-parts/case-filter.ts";
import type { CaseLine } from "../../case-parts/case-line.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { regionWords } from "./words.ts";

interface FilterFormProps {
  readonly page: Page;
  readonly path: string;
  readonly filter: CaseFilter;
  /** Every line there is to choose from. */
  readonly lines: readonly CaseLine[];
}

/** The reader's wishes, sent as a plain GET. */
export function FilterForm({ page, path, filter, lines }: FilterFormProps) {
  const t = regionWords[page.language];
  const { words, language } = page;
  const active = writeCaseFilter(filter).size > 0 || filter.badAtc !== null;
  const priorities = lines.map((line) => line.entry.priority).filter((priority) => priority !== null);
  return (
    <form class="filter" method="get" action={path} aria-label={t.filter.heading}>
      {language === "sv" ? null : <input type="hidden" name="lang" value={language} />}
      <AtcField page={page} filter={filter} />
      <Choice
        id="priority"
        label={t.filter.priority}
        any={t.filter.any}
        chosen={filter.priority === null ? null : String(filter.priority)}
        options={[...new Set(priorities)].map((priority) => [String(priority), String(priority)])}
      />
      <Choice
        id="status"
        label={t.filter.status}
        any={t.filter.any}
        chosen={filter.status}
        options={(["ongoing", "upcoming"] as const).map((status) => [status, words.statuses[status]])}
      />
      <div class="actions">
        <button class="ds-button" type="submit">
          {t.filter.submit}
        </button>
        {active ? <a href={linkTo(language, path)}>{t.filter.clear}</a> : null}
      </div>
    </form>
  );
}

function AtcField({ page: { language }, filter }: Pick<FilterFormProps, "page" | "filter">) {
  const t = regionWords[language];
  const wrong = filter.badAtc !== null;
  return (
    <div class="ds-field wide">
      <label class="ds-label" for="atc">
        {t.filter.atc}
      </label>
      <input
        class="ds-input"
        type="text"
        id="atc"
        name="atc"
        maxlength={8}
        autocapitalize="characters"
        autocomplete="off"
        spellcheck={false}
        value={filter.atc ?? filter.badAtc ?? ""}
        {...(wrong ? { "aria-invalid": "true", "aria-describedby": "atc-wrong" } : {})}
      />
      {wrong ? (
        <p class="ds-validation-message" id="atc-wrong" data-color="danger">
          {t.filter.badAtc}
        </p>
      ) : null}
    </div>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly any: string;
  readonly chosen: string | null;
  /** Value and text of each. */
  readonly options: readonly (readonly [string, string])[];
}

function Choice({ id, label, any, chosen, options }: ChoiceProps) {
  return (
    <div class="ds-field">
      <label class="ds-label" for={id}>
        {label}
      </label>
      <select class="ds-input" id={id} name={id}>
        <option value="">{any}</option>
        {options.map(([value, text]) => (
          <option value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
