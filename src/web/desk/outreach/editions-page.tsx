import type { EditionSummary } from "../../../db/outreach-editions.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import type { Period } from "../../../domain/outreach/period.ts";
import { FORMATS } from "../../../outreach-report/formats.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { FilterForm } from "../../parts/filter-form.tsx";
import { ChoicesField, DeskForm, ProblemSummary, SelectField, SubmitButton } from "../../parts/form-fields.tsx";
import { Cell, StackedTable } from "../../parts/stacked-table.tsx";
import { namePeriod } from "../../report-parts/name-period.ts";
import { reportWords } from "../../report-parts/words.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { editionWords } from "./edition-words.ts";

interface EditionsPageProps {
  readonly page: Page;
  readonly editions: readonly EditionSummary[];
  /** Those that are over. */
  readonly periods: readonly Period[];
  readonly period: string;
  readonly problems: readonly FieldProblem[];
  readonly done: string | undefined;
}

/** What is frozen, who sees it, and what can be done about it. */
export function EditionsPage(props: EditionsPageProps) {
  const { page, editions, problems, done } = props;
  const t = editionWords[page.language];
  return (
    <DeskLayout page={page} title={t.title} regionCode={null} area="outreach" done={done}>
      <ProblemSummary page={page} problems={problems} />
      <p>{t.lead}</p>
      {editions.length === 0 ? <p class="lead">{t.none}</p> : <Editions page={page} editions={editions} />}
      {editions.length < 2 ? null : <ChooseTwo page={page} editions={editions} />}
      <Freeze {...props} />
    </DeskLayout>
  );
}

export function nameEdition(page: Page, { periodId, number }: EditionSummary): string {
  return editionWords[page.language].name(namePeriod(periodId, page), number);
}

function Editions({ page, editions }: Pick<EditionsPageProps, "page" | "editions">) {
  const { language } = page;
  const t = editionWords[language];
  const { columns } = t;
  return (
    <StackedTable class="report" label={t.title} columns={Object.values(columns)}>
      <tbody role="rowgroup">
        {editions.map((edition) => {
          const name = nameEdition(page, edition);
          const isPublic = edition.publicAt !== null;
          return (
            <tr role="row">
              <th role="rowheader" scope="row">
                {name}
              </th>
              <Cell label={columns.frozen}>{t.frozenBy(stockholmMinute(edition.frozenAt), edition.frozenBy)}</Cell>
              <Cell label={columns.public}>
                {edition.publicAt === null ? t.onlySkr : t.publicSince(stockholmMinute(edition.publicAt))}
              </Cell>
              <Cell label={columns.files}>
                {Object.keys(FORMATS).map((format, index) => (
                  <>
                    {index === 0 ? "" : " · "}
                    <a href={linkTo(language, `/outreach/editions/${edition.id}/files/${format}`)}>
                      {reportWords[language].formats[format] ?? format}
                      <span class="ds-sr-only">{t.of(name)}</span>
                    </a>
                  </>
                ))}
              </Cell>
              <Cell label={columns.deed}>
                <DeskForm page={page} action={`/outreach/editions/${edition.id}/public`}>
                  <input type="hidden" name="public" value={isPublic ? "no" : "yes"} />
                  <button class="ds-button" data-variant="secondary" data-size="sm" type="submit">
                    {isPublic ? t.makePrivate : t.makePublic}
                    <span class="ds-sr-only">{t.of(name)}</span>
                  </button>
                </DeskForm>
              </Cell>
            </tr>
          );
        })}
      </tbody>
    </StackedTable>
  );
}

function ChooseTwo({ page, editions }: Pick<EditionsPageProps, "page" | "editions">) {
  const t = editionWords[page.language].differences;
  const options = editions.map((edition) => [String(edition.id), nameEdition(page, edition)] as const);
  return (
    <section>
      <h2>{t.heading}</h2>
      <FilterForm page={page} path="/outreach/editions/differences" words={t} active={false}>
        <SelectField name="before" label={t.before} value={options.at(-1)?.[0] ?? ""} options={options} />
        <SelectField name="after" label={t.after} value={options[0]?.[0] ?? ""} options={options} />
      </FilterForm>
    </section>
  );
}

function Freeze({ page, periods, period, problems }: EditionsPageProps) {
  const t = editionWords[page.language].freeze;
  const options = periods.map(({ id }) => [id, namePeriod(id, page)] as const);
  return (
    <section>
      <h2>{t.heading}</h2>
      {options.length === 0 ? (
        <p>{t.nothing}</p>
      ) : (
        <DeskForm page={page} action="/outreach/editions" label={t.heading}>
          <p>{t.text}</p>
          <SelectField name="period" label={t.period} value={period} options={options} problems={problems} />
          <ChoicesField
            type="checkbox"
            name="sure"
            label={t.heading}
            values={[]}
            options={[["yes", t.sure]]}
            problems={problems}
          />
          <SubmitButton text={t.button} />
        </DeskForm>
      )}
    </section>
  );
}
