import type { Child } from "hono/jsx";

interface StackedTableProps {
  /** Beside `stacked`, for its style. */
  readonly class?: string;
  readonly columns: readonly string[];
  readonly label?: string;
  /** Id of the heading that names the table. */
  readonly labelledBy?: string;
  readonly caption?: string;
  /** Where a link or the keyboard is to reach it. */
  readonly id?: string;
  /** Its bodies. */
  readonly children?: Child;
}

/** Narrow, its rows become cards by style alone, which makes browsers forget that it is a table: hence the roles. */
export function StackedTable({ columns, label, labelledBy, caption, id, children, ...rest }: StackedTableProps) {
  return (
    <table
      class={rest.class === undefined ? "stacked" : `stacked ${rest.class}`}
      role="table"
      {...(id === undefined ? {} : { id, tabindex: -1 })}
      {...(label === undefined ? {} : { "aria-label": label })}
      {...(labelledBy === undefined ? {} : { "aria-labelledby": labelledBy })}
    >
      {caption === undefined ? null : <caption>{caption}</caption>}
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th role="columnheader" scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      {children}
    </table>
  );
}

/** A cell that names its column where the row is a card. */
export function Cell({
  label,
  children,
  ...rest
}: {
  readonly label: string | undefined;
  /** For its style. */
  readonly class?: string;
  readonly children?: Child;
}) {
  return (
    <td role="cell" data-label={label} class={rest.class}>
      <div>{children}</div>
    </td>
  );
}
