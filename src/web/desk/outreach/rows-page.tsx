import { nameCut } from "../../../../templates/outreach/writing.ts";
import { wordsOf } from "../../../../templates/outreach/words.ts";
import { casePath, deskCasePath } from "../../../addresses.ts";
import { defineFigure } from "../../../domain/outreach/definitions.ts";
import type { AskedFigure, FigureRow } from "../../../domain/outreach/report.ts";
import { nameRegion, type Region } from "../../../domain/region.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { Pager } from "../../parts/pager.tsx";
import { parsePage, sliceLines } from "../../parts/slice.ts";
import { Cell, StackedTable } from "../../parts/stacked-table.tsx";
import { namePeriod } from "../../report-parts/name-period.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { addressQuery, type Asked } from "./asked.ts";
import { sayPlace } from "./report-page.tsx";
import { outreachWords } from "./words.ts";

const ROWS = 50;

interface RowsPageProps {
  readonly page: Page;
  readonly region: Region | null;
  readonly asked: Asked;
  readonly figure: AskedFigure;
  /** The rows, or the sentence that says why there are none. */
  readonly rows: readonly FigureRow[] | string;
}

/** What a figure is made of: each case is opened where whoever reads this may open it. */
export function RowsPage({ page, region, asked, figure, rows }: RowsPageProps) {
  const { language, path } = page;
  const t = outreachWords[language].rows;
  const base = path.replace(/\/rows$/u, "");
  return (
    <DeskLayout page={page} title={t.title} regionCode={region?.code ?? null} area="outreach">
      <p class="lead">
        <strong>
          {t.lead(nameFigure(page, figure), sayPlace(page, asked.place), namePeriod(asked.period.id, page))}
        </strong>
      </p>
      <p>{defineFigure(figure.id, language).definition}</p>
      {typeof rows === "string" ? <p>{rows}</p> : <Rows page={page} region={region} rows={rows} />}
      <p>
        <a href={linkTo(language, base, addressQuery(asked, region))}>{t.back}</a>
      </p>
    </DeskLayout>
  );
}

function nameFigure({ language }: Page, { id, cut }: AskedFigure): string {
  const values = Object.entries(cut).map(([name, value]) => nameCut(name, value, wordsOf(language)));
  return [defineFigure(id, language).name, ...values].join(", ");
}

function Rows({
  page,
  region,
  rows,
}: Pick<RowsPageProps, "page" | "region"> & { readonly rows: readonly FigureRow[] }) {
  const { language, path, query } = page;
  const t = outreachWords[language].rows;
  const reasons = wordsOf(language).excluded;
  const slice = sliceLines(rows, { page: parsePage(query), size: ROWS });
  const left = rows.filter(({ excluded }) => excluded !== null).length;
  const whole = new URLSearchParams(query);
  whole.delete("page");
  if (rows.length === 0) return <p>{t.none}</p>;
  return (
    <>
      <p>{t.counted(rows.length - left, left)}</p>
      <StackedTable class="report" label={t.title} columns={[t.row, t.region, t.counts]}>
        <tbody role="rowgroup">
          {slice.shown.map(({ id, regionCode, caseId, excluded }) => (
            <tr role="row">
              <th role="rowheader" scope="row">
                {caseId === null ? (
                  id
                ) : (
                  <a href={linkTo(language, region === null ? casePath({ regionCode, caseId }) : deskCasePath(caseId))}>
                    {t.case(caseId)}
                  </a>
                )}
              </th>
              <Cell label={t.region}>{nameRegion(regionCode)}</Cell>
              <Cell label={t.counts}>{excluded === null ? t.yes : t.no(reasons[excluded] ?? excluded)}</Cell>
            </tr>
          ))}
        </tbody>
      </StackedTable>
      <Pager page={page} path={path} query={whole} number={slice.page} pages={slice.pages} />
    </>
  );
}
