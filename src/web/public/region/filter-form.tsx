import { GRADES_BY_CONCERN } from "../../../domain/extent-fact.ts";
import { writeCaseFilter, type CaseFilter } from "../../case-parts/case-filter.ts";
import type { CaseLine } from "../../case-parts/case-line.ts";
import type { Page } from "../../frame/page.ts";
import { regionWords } from "./words.ts";
import { FilterForm } from "../../parts/filter-form.tsx";
import { SelectField } from "../../parts/form-fields.tsx";

const SHOWN_STATUSES = ["ongoing", "upcoming"] as const;

interface CaseFilterFormProps {
  readonly page: Page;
  readonly path: string;
  readonly filter: CaseFilter;
  /** Every line there is to choose from. */
  readonly lines: readonly CaseLine[];
}

/** The reader's wishes, sent as a plain GET. */
export function CaseFilterForm({ page, path, filter, lines }: CaseFilterFormProps) {
  const t = regionWords[page.language];
  const { words } = page;
  const active = writeCaseFilter(filter).size > 0 || filter.badAtc !== null;
  const priorities = lines.map((line) => line.entry.priority).filter((priority) => priority !== null);
  return (
    <FilterForm page={page} path={path} words={t.filter} active={active}>
      <AtcField page={page} filter={filter} />
      <SelectField
        name="priority"
        label={t.filter.priority}
        value={filter.priority === null ? "" : String(filter.priority)}
        options={[["", t.filter.any], ...[...new Set(priorities)].map((one) => [String(one), String(one)] as const)]}
      />
      <SelectField
        name="grade"
        label={t.filter.grade}
        value={filter.grade ?? ""}
        options={[
          ["", t.filter.any],
          ...GRADES_BY_CONCERN.filter((grade) => lines.some((line) => line.grade === grade)).map(
            (grade) => [grade, t.groups[grade]] as const,
          ),
        ]}
      />
      <SelectField
        name="status"
        label={t.filter.status}
        value={filter.status ?? ""}
        options={[["", t.filter.any], ...SHOWN_STATUSES.map((status) => [status, words.statuses[status]] as const)]}
      />
    </FilterForm>
  );
}

function AtcField({ page: { language }, filter }: Pick<CaseFilterFormProps, "page" | "filter">) {
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
