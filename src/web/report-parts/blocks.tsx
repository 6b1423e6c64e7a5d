import { textOfCell, type Block, type Table } from "../../../templates/outreach/outline.ts";
import { Cell, StackedTable } from "../parts/stacked-table.tsx";

/** Parts of a report as a page shows them; drawings are made where the page has a place for them. */
export function Blocks({ blocks }: { readonly blocks: readonly Block[] }) {
  return (
    <>
      {blocks.map((block) => {
        switch (block.kind) {
          case "paragraph":
            return <p>{block.text}</p>;
          case "lead":
            return (
              <ul class="report-lead">
                {block.figures.map(({ name, value, note }) => (
                  <li>
                    {name} <strong>{value}</strong> <span class="quiet">{note}</span>
                  </li>
                ))}
              </ul>
            );
          case "table":
            return <BlockTable table={block} />;
          case "bars":
            return null;
        }
      })}
    </>
  );
}

function BlockTable({ table: { caption, columns, rows } }: { readonly table: Table }) {
  return (
    <StackedTable class="report" caption={caption} columns={columns.map(({ title }) => title)}>
      <tbody role="rowgroup">
        {rows.map(([first = "", ...rest]) => (
          <tr role="row">
            <th role="rowheader" scope="row">
              {textOfCell(first)}
            </th>
            {rest.map((cell, index) => (
              <Cell label={columns[index + 1]?.title}>{textOfCell(cell)}</Cell>
            ))}
          </tr>
        ))}
      </tbody>
    </StackedTable>
  );
}
