import { writeAbout } from "../../../../templates/outreach/write-outline.ts";
import { wordsOf } from "../../../../templates/outreach/words.ts";
import type { Writing } from "../../../../templates/outreach/writing.ts";
import { stockholmDate } from "../../../domain/calendar.ts";
import { writeCut } from "../../../domain/outreach/figure.ts";
import { isClosed } from "../../../domain/outreach/period.ts";
import { NATION, namePlace, PLACES, type PlaceId } from "../../../domain/outreach/place.ts";
import type { Region } from "../../../domain/region.ts";
import type { OutreachReport } from "../../../services/outreach.ts";
import { FORMATS } from "../../../outreach-report/formats.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { FilterForm } from "../../parts/filter-form.tsx";
import { namePeriod } from "../../report-parts/name-period.ts";
import { ReportView } from "../../report-parts/report-view.tsx";
import { reportWords } from "../../report-parts/words.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { addressQuery, aroundReport, type Asked } from "./asked.ts";
import { outreachWords } from "./words.ts";

interface ReportPageProps {
  readonly page: Page;
  readonly now: Date;
  /** Null at the nation's desk. */
  readonly region: Region | null;
  readonly asked: Asked;
  /** The report, or the sentence that says why there is none. */
  readonly report: OutreachReport | string;
}

/** The report of a period and a place at the desk, or why there is none. */
export function ReportPage(props: ReportPageProps) {
  const { page, region, asked, report } = props;
  const t = outreachWords[page.language];
  const title = reportWords[page.language].title(sayPlace(page, asked.place), namePeriod(asked.period.id, page));
  return (
    <DeskLayout page={page} title={title} regionCode={region?.code ?? null} area="outreach">
      {asked.fault === null ? null : (
        <p class="ds-alert" data-color="warning">
          {t.faults[asked.fault]}
        </p>
      )}
      {typeof report === "string" ? (
        <>
          <p class="lead">{report}</p>
          <Choose {...props} />
        </>
      ) : (
        <Report {...props} report={report} />
      )}
    </DeskLayout>
  );
}

export function sayPlace({ language }: Page, place: PlaceId): string {
  return namePlace(place) ?? reportWords[language].nation;
}

function Report(props: ReportPageProps & { readonly report: OutreachReport }) {
  const { page, region, asked, report } = props;
  const { language, path } = page;
  const t = outreachWords[language];
  const writing: Writing = { document: report.document, words: wordsOf(language), language };
  const query = addressQuery(asked, region);
  return (
    <ReportView
      page={page}
      writing={writing}
      about={writeAbout(writing, aroundReport(report, asked))}
      query={query}
      rowsOf={({ id, cut }) => {
        const whole = new URLSearchParams(query);
        whole.set("figure", id);
        if (Object.keys(cut).length > 0) whole.set("cut", writeCut(cut));
        return linkTo(language, `${path}/rows`, whole);
      }}
      files={Object.keys(FORMATS).map((format) => ({
        format,
        href: linkTo(language, `${path}/files/${format}`, query),
      }))}
    >
      {report.isClosed ? null : <p class="mark warning">{t.going}</p>}
      {region === null ? (
        <p>
          <a href={linkTo(language, "/outreach/editions")}>{t.editions}</a>
        </p>
      ) : null}
      <Choose {...props} />
    </ReportView>
  );
}

function Choose({ page, now, region, asked }: ReportPageProps) {
  const t = outreachWords[page.language].choose;
  const today = stockholmDate(now);
  const others = asked.periods.some(({ id }) => id === asked.period.id) ? [] : [asked.period];
  const heading = region === null ? t.heading : t.headingOwn;
  return (
    <details class="filter-box">
      <summary>{heading}</summary>
      <FilterForm page={page} path={page.path} words={{ ...t, heading }} active={page.query.size > 0}>
        <Select
          name="period"
          label={t.period}
          value={asked.period.id}
          options={[...others, ...asked.periods].map((period) => [
            period.id,
            `${namePeriod(period.id, page)}${isClosed(period, today) ? "" : ` (${t.going})`}`,
          ])}
        />
        {region === null ? (
          <>
            <Select
              name="place"
              label={t.place}
              value={asked.place}
              options={PLACES.map((place) => [
                place,
                place === NATION ? reportWords[page.language].nation : sayPlace(page, place),
              ])}
            />
            <DateField name="from" label={t.from} />
            <DateField name="to" label={t.to} />
          </>
        ) : null}
      </FilterForm>
    </details>
  );
}

interface SelectProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
}

function Select({ name, label, value, options }: SelectProps) {
  return (
    <div class="ds-field">
      <label class="ds-label" for={name}>
        {label}
      </label>
      <select class="ds-input" id={name} name={name}>
        {options.map(([option, text]) => (
          <option value={option} selected={option === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

function DateField({ name, label }: { readonly name: string; readonly label: string }) {
  return (
    <div class="ds-field">
      <label class="ds-label" for={name}>
        {label}
      </label>
      <input class="ds-input" type="date" id={name} name={name} />
    </div>
  );
}
