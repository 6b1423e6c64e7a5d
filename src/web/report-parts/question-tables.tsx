import { textOfCell } from "../../../templates/outreach/outline.ts";
import { listQuestions } from "../../../templates/outreach/questions.ts";
import { writeExcluded } from "../../../templates/outreach/write-appendix.ts";
import {
  findDefinition,
  leadPlace,
  listCuts,
  nameCut,
  wholeOf,
  writeCell,
  writeCount,
  type Definition,
  type Writing,
} from "../../../templates/outreach/writing.ts";
import type { ShownFigure } from "../../domain/outreach/disclose.ts";
import { Cell, StackedTable } from "../parts/stacked-table.tsx";
import { reportWords } from "./words.ts";

/** Where the rows of a figure are shown; null where nobody who reads this may see them. */
export type RowsAddress = (figure: Pick<ShownFigure, "id" | "place" | "cut">) => string;

interface QuestionTablesProps {
  readonly writing: Writing;
  readonly rowsOf: RowsAddress | null;
}

/** Every figure of the report's widest place, question by question, with what it is and what it leaves out. */
export function QuestionTables({ writing, rowsOf }: QuestionTablesProps) {
  const ids = writing.document.definitions.map(({ id }) => id);
  return (
    <>
      {listQuestions(ids).map(({ question, own }) => (
        <section>
          <h2 id={`q-${question}`}>{writing.words.questions[question]}</h2>
          <StackedTable
            class="report"
            labelledBy={`q-${question}`}
            columns={listColumns({ writing, rowsOf }, reportWords[writing.language].columns.figure)}
          >
            <tbody role="rowgroup">
              {own.map((id) => (
                <FigureRow writing={writing} rowsOf={rowsOf} id={id} />
              ))}
            </tbody>
          </StackedTable>
          {own.map((id) => (
            <Cuts writing={writing} rowsOf={rowsOf} id={id} />
          ))}
        </section>
      ))}
    </>
  );
}

function listColumns({ writing, rowsOf }: QuestionTablesProps, first: string): string[] {
  const t = reportWords[writing.language].columns;
  return [first, t.value, t.n, t.left, ...(rowsOf === null ? [] : [t.rows])];
}

function FigureRow({ writing, rowsOf, id }: QuestionTablesProps & { readonly id: string }) {
  const definition = findDefinition(writing, id);
  if (definition === undefined) return null;
  const { name, definition: what } = definition[writing.language];
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <details class="what">
          <summary>{name}</summary>
          <p>{what}</p>
        </details>
      </th>
      <Values
        writing={writing}
        rowsOf={rowsOf}
        definition={definition}
        figure={wholeOf(writing, id, leadPlace(writing))}
        name={name}
      />
    </tr>
  );
}

interface ValuesProps extends QuestionTablesProps {
  readonly definition: Definition;
  readonly figure: ShownFigure | undefined;
  /** For whoever hears a link without its row. */
  readonly name: string;
}

function Values({ writing, rowsOf, definition, figure, name }: ValuesProps) {
  const t = reportWords[writing.language];
  const hasRows = figure !== undefined && !("hidden" in figure) && (figure.n > 0 || figure.excluded.length > 0);
  return (
    <>
      <Cell label={t.columns.value} class="value">
        {textOfCell(writeCell(writing, figure, definition))}
      </Cell>
      <Cell label={t.columns.n}>{textOfCell(writeCount(writing, figure))}</Cell>
      <Cell label={t.columns.left}>
        {figure === undefined || "hidden" in figure ? "–" : writeExcluded(figure, writing.words)}
      </Cell>
      {rowsOf === null ? null : (
        <Cell label={t.columns.rows}>
          {hasRows && !definition.sensitive ? (
            <a href={rowsOf(figure)}>
              {t.rows}
              <span class="ds-sr-only">{t.of(name)}</span>
            </a>
          ) : (
            "–"
          )}
        </Cell>
      )}
    </>
  );
}

function Cuts({ writing, rowsOf, id }: QuestionTablesProps & { readonly id: string }) {
  const definition = findDefinition(writing, id);
  if (definition === undefined) return null;
  const { words, language } = writing;
  const { name } = definition[language];
  return (
    <>
      {listCuts(writing, id).map(({ names, figures }) => {
        const by = names.map((dimension) => words.dimensions[dimension] ?? dimension).join(", ");
        const title = `${name}, ${by}`;
        return (
          <details>
            <summary>{title}</summary>
            <StackedTable class="report" label={title} columns={listColumns({ writing, rowsOf }, by)}>
              <tbody role="rowgroup">
                {figures.map((figure) => {
                  const value = names.map((one) => nameCut(one, figure.cut[one] ?? "", words)).join(", ");
                  return (
                    <tr role="row">
                      <th role="rowheader" scope="row">
                        {value}
                      </th>
                      <Values
                        writing={writing}
                        rowsOf={rowsOf}
                        definition={definition}
                        figure={figure}
                        name={`${title}: ${value}`}
                      />
                    </tr>
                  );
                })}
              </tbody>
            </StackedTable>
          </details>
        );
      })}
    </>
  );
}
