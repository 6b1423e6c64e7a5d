import { clipText } from "../../../domain/clean-text.ts";
import { doubtStrength } from "../../../domain/list-strength.ts";
import { listFaults } from "../../../domain/row-fault.ts";
import type { Page } from "../../frame/page.ts";
import type { ReportRow } from "./list-report.ts";
import { codeOf, nameListEntry } from "../../desk-parts/list-entry-name.ts";
import { labelField, wordField } from "./list-field.ts";
import { listsWords } from "./words.ts";
import { Cell, StackedTable } from "../../parts/stacked-table.tsx";

interface ListReportTableProps {
  readonly page: Page;
  readonly rows: readonly ReportRow[];
  readonly label: string;
}

/** What became of rows, a line each; cards on a narrow screen. */
export function ListReportTable({ page, rows, label }: ListReportTableProps) {
  const t = listsWords[page.language];
  if (rows.length === 0) return <p>{t.report.nothing}</p>;
  return (
    <StackedTable
      class="list-rows"
      label={label}
      columns={[t.report.medicine, t.report.row, t.report.outcome, t.report.what]}
    >
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr role="row">
            <th role="rowheader" scope="row">
              {row.entry === null ? (
                t.empty
              ) : (
                <>
                  <strong>{nameListEntry(page, row.entry)}</strong>
                  <span class="quiet">{codeOf(row.entry)}</span>
                </>
              )}
            </th>
            <Cell label={t.report.row}>{row.row ?? t.empty}</Cell>
            <Cell label={t.report.outcome}>
              <span class={`outcome ${row.outcome}`}>{t.outcomes[row.outcome]}</span>
            </Cell>
            <Cell label={t.report.what}>
              {describeRow(page, row).map((line) => (
                <span class="line">{line}</span>
              ))}
            </Cell>
          </tr>
        ))}
      </tbody>
    </StackedTable>
  );
}

/** What is wrong, what changed or what cannot be read, a line each; `–` when there is nothing to say. */
export function describeRow(page: Pick<Page, "language" | "words">, row: ReportRow): string[] {
  const t = listsWords[page.language];
  const { rejected, entry, before, fields } = row;
  if (rejected !== null)
    return listFaults(rejected).map(({ column, fault }) => {
      const place = column === "" ? "" : t.report.column(column);
      return `${place}${t.faults[fault.kind](fault.value)}`;
    });
  const doubt = row.outcome === "removed" ? null : doubtStrength(entry?.strength ?? null);
  const unread =
    doubt === null
      ? []
      : [`${t.report.column("Styrka")}${t.strengthDoubts[doubt](clipText(entry?.strength ?? "", 40))}`];
  const changes =
    entry === null || before === null
      ? []
      : fields.map((field) =>
          t.report.from(labelField(page, field), wordField(page, before, field), wordField(page, entry, field)),
        );
  const remarks = row.remarks.map(({ row: at, column, kind, values }) => {
    const place = at === row.row ? "" : `${t.report.row} ${at}. `;
    return `${place}${t.report.column(column)}${t.own.remarks[kind](...values)}`;
  });
  const lines = [...unread, ...remarks, ...changes];
  return lines.length === 0 ? [t.empty] : lines;
}
