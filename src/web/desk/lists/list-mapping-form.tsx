import type { ListMapping } from "../../../domain/list-import.ts";
import { LIST_COLUMNS } from "../../../domain/list-columns.ts";
import type { FieldProblem } from "../../frame/form.ts";
import type { Page } from "../../frame/page.ts";
import { DeskForm, SelectField, SubmitButton } from "../../parts/form-fields.tsx";
import { listsWords } from "./words.ts";

interface ListMappingFormProps {
  readonly page: Page;
  readonly action: string;
  readonly titles: readonly string[];
  /** Columns of ours that were looked for and not found. */
  readonly missing: readonly string[];
  readonly mapping: ListMapping;
  readonly problems: readonly FieldProblem[];
}

/** Asks which of the file's titles stands for which of our columns. */
export function ListMappingForm({ page, action, titles, missing, mapping, problems }: ListMappingFormProps) {
  const words = listsWords[page.language].mapping;
  const named = [...new Set(titles.filter((title) => title !== ""))];
  const options = [["", words.absent] as const, ...named.map((title) => [title, title] as const)];
  return (
    <section aria-labelledby="mapping">
      <h2 id="mapping">{words.heading}</h2>
      <p>{words.lead}</p>
      {missing.length === 0 ? null : (
        <p class="ds-alert" data-color="warning">
          {words.missing(missing.join(", "))}
        </p>
      )}
      <p class="quiet">{words.titles(named.join(", "))}</p>
      <DeskForm page={page} action={action} label={words.heading} class="mapping">
        {LIST_COLUMNS.map((column, index) => (
          <SelectField
            name={mappingField(index)}
            label={column}
            hint={words.hints[column]}
            value={mapping[column] ?? ""}
            options={options}
            problems={problems}
          />
        ))}
        <div class="buttons">
          <SubmitButton text={words.submit} />
        </div>
      </DeskForm>
    </section>
  );
}

/** The name of a column's field; our columns have spaces and Swedish letters, which ids in links should not. */
export function mappingField(index: number): string {
  return `column-${index + 1}`;
}
