import type { LayoutQuestion, ListLayout } from "../../../domain/list-import.ts";
import type { FieldProblem } from "../../frame/form.ts";
import type { Page } from "../../frame/page.ts";
import { ChoicesField, DeskForm, SelectField, SubmitButton } from "../../parts/form-fields.tsx";
import { listsWords } from "./words.ts";

interface ListLayoutFormProps {
  readonly page: Page;
  readonly action: string;
  readonly asked: LayoutQuestion;
  /** What was chosen before. */
  readonly chosen: ListLayout;
  readonly problems: readonly FieldProblem[];
}

/** Asks which sheet and which row hold the list and, where it cannot be told, how its letters are to be read. */
export function ListLayoutForm({ page, action, asked, chosen, problems }: ListLayoutFormProps) {
  const words = listsWords[page.language].layout;
  const { sheets, encodings, layout } = asked;
  const head = layout?.head ?? [];
  const sheet = chosen.sheet ?? layout?.sheet ?? "";
  return (
    <DeskForm page={page} action={action} label={words.heading}>
      {encodings.length === 0 ? null : (
        <ChoicesField
          name="encoding"
          type="radio"
          label={words.lettersLegend}
          values={chosen.encoding === undefined ? [] : [chosen.encoding]}
          options={encodings.map(({ encoding, sample }) => [
            encoding,
            `${sample.join(" · ").replace(/[;\t]/g, "; ")} (${words.encodings[encoding] ?? encoding})`,
          ])}
          problems={problems}
        />
      )}
      {sheets.length < 2 ? null : (
        <SelectField
          name="sheet"
          label={words.sheet}
          value={sheets.includes(sheet) ? sheet : ""}
          options={[
            ["", head.length === 0 ? words.choose : words.found],
            ...sheets.map((name) => [name, name] as const),
          ]}
          problems={problems}
        />
      )}
      {head.length === 0 ? null : (
        <SelectField
          name="row"
          label={words.row}
          hint={words.rowHint}
          value={String(chosen.headerRow ?? "")}
          options={[
            ["", words.found],
            ...head.map(({ row, text }) => [String(row), words.rowOption(row, text)] as const),
          ]}
          problems={problems}
        />
      )}
      {sheets.length < 2 && head.length === 0 ? null : <p class="quiet">{words.kept}</p>}
      <div class="buttons">
        <SubmitButton text={words.submit} variant="secondary" />
      </div>
    </DeskForm>
  );
}
