import { signOf } from "../../../templates/outreach/write-shortages.ts";
import { namePlaceIn, type Writing } from "../../../templates/outreach/writing.ts";
import type { Shortage, ShortageAnswer } from "../../domain/outreach/shortages.ts";
import { REGIONS } from "../../domain/region.ts";
import type { Page } from "../frame/page.ts";
import { FilterForm, SearchText } from "../parts/filter-form.tsx";
import { Pager } from "../parts/pager.tsx";
import { parsePage, sliceLines } from "../parts/slice.ts";
import { Cell, StackedTable } from "../parts/stacked-table.tsx";
import { reportWords } from "./words.ts";

const ROWS = 25;
const WHICH = ["all", "unhandled", "late"] as const;
type Which = (typeof WHICH)[number];

interface ShortageMatrixProps {
  readonly page: Page;
  readonly writing: Writing;
  /** What the address says beside what is chosen here. */
  readonly query: URLSearchParams;
}

interface Chosen {
  readonly which: Which;
  readonly text: string;
}

/** The same notice in all regions: a sign for each with its words, by page. */
export function ShortageMatrix({ page, writing, query }: ShortageMatrixProps) {
  const t = reportWords[page.language].matrix;
  const { shortages, places } = writing.document;
  const codes = REGIONS.map(({ code }) => code).filter((code) => places.some(({ id }) => id === code));
  const chosen = readChosen(page.query);
  const slice = sliceLines(
    shortages.filter((shortage) => fits(shortage, chosen)),
    { page: parsePage(page.query), size: ROWS },
  );
  const whole = new URLSearchParams(query);
  if (chosen.which !== "all") whole.set("which", chosen.which);
  if (chosen.text !== "") whole.set("q", chosen.text);
  return (
    <section id="matrix">
      <h2 id="matrix-heading">{t.heading}</h2>
      {shortages.length === 0 ? <p>{t.none}</p> : <MatrixFilter page={page} query={query} chosen={chosen} />}
      {shortages.length > 0 && slice.total === 0 ? <p>{t.noneFit}</p> : null}
      {slice.total === 0 ? null : (
        <>
          <p>{t.count(slice.from, slice.to, slice.total)}</p>
          <p class="quiet">{t.key}</p>
          <StackedTable
            class="report matrix"
            labelledBy="matrix-heading"
            columns={[t.product, t.starts, t.told, t.signs]}
          >
            <tbody role="rowgroup">
              {slice.shown.map((shortage) => (
                <MatrixRow page={page} writing={writing} shortage={shortage} codes={codes} />
              ))}
            </tbody>
          </StackedTable>
          <Pager page={page} path={page.path} query={whole} number={slice.page} pages={slice.pages} />
        </>
      )}
    </section>
  );
}

function readChosen(query: URLSearchParams): Chosen {
  return {
    which: WHICH.find((word) => word === query.get("which")) ?? "all",
    text: (query.get("q") ?? "").trim().slice(0, 100),
  };
}

function fits({ product, atc, answers }: Shortage, { which, text }: Chosen): boolean {
  const wanted = text.toLocaleLowerCase("sv");
  if (!`${product} ${atc ?? ""}`.toLocaleLowerCase("sv").includes(wanted)) return false;
  if (which === "unhandled") return answers.some(({ outcome }) => outcome === "unhandled");
  return (
    which === "all" || answers.some(({ outcome, warning }) => outcome === "told" && warning !== null && warning < 0)
  );
}

function MatrixFilter({ page, query, chosen }: Omit<ShortageMatrixProps, "writing"> & { readonly chosen: Chosen }) {
  const t = reportWords[page.language].matrix.filter;
  return (
    <FilterForm
      page={page}
      path={page.path}
      words={t}
      kept={Object.fromEntries(query)}
      active={chosen.which !== "all" || chosen.text !== ""}
    >
      <SearchText label={t.search} value={chosen.text} hasKey={false} />
      <div class="ds-field">
        <label class="ds-label" for="which">
          {t.which}
        </label>
        <select class="ds-input" id="which" name="which">
          {WHICH.map((word) => (
            <option value={word} selected={word === chosen.which}>
              {t[word]}
            </option>
          ))}
        </select>
      </div>
    </FilterForm>
  );
}

interface MatrixRowProps {
  readonly page: Page;
  readonly writing: Writing;
  readonly shortage: Shortage;
  readonly codes: readonly string[];
}

function MatrixRow({ page, writing, shortage, codes }: MatrixRowProps) {
  const t = reportWords[page.language].matrix;
  const { product, atc, start, answers } = shortage;
  const unhandled = answers.filter(({ outcome }) => outcome === "unhandled").length;
  const told = answers.filter(({ outcome }) => outcome === "told").length;
  const byRegion = new Map(answers.map((answer) => [answer.regionCode, answer]));
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <strong>{product}</strong> {atc === null ? null : <span class="quiet">{atc}</span>}
      </th>
      <Cell label={t.starts}>{start ?? t.noStart}</Cell>
      <Cell label={t.told}>
        {t.toldOf(told, answers.length)}
        {unhandled === 0 ? null : (
          <>
            <br />
            <span class="mark warning">{t.unhandledIn(unhandled)}</span>
          </>
        )}
      </Cell>
      <Cell label={t.signs}>
        <Signs codes={codes} byRegion={byRegion} />
        <details class="what">
          <summary>
            {t.inWords}
            <span class="ds-sr-only">: {product}</span>
          </summary>
          <ul>
            {answers.map((answer) => (
              <li>
                {namePlaceIn(writing, answer.regionCode)}: {sayAnswer(page, answer)}
              </li>
            ))}
          </ul>
        </details>
      </Cell>
    </tr>
  );
}

/** Whoever hears the page has the words below instead. */
function Signs({
  codes,
  byRegion,
}: {
  readonly codes: readonly string[];
  readonly byRegion: ReadonlyMap<string, ShortageAnswer>;
}) {
  return (
    <span class="signs" aria-hidden="true">
      {codes.map((code) => {
        const answer = byRegion.get(code);
        return (
          <span class={answer?.outcome ?? "not-listed"}>
            <small>{code}</small>
            {answer === undefined ? "\u{a0}" : signOf(answer)}
          </span>
        );
      })}
    </span>
  );
}

function sayAnswer({ language }: Page, { outcome, on, warning }: ShortageAnswer): string {
  const t = reportWords[language].matrix;
  const when = on === null ? "" : t.on(on);
  return `${t.outcomes[outcome]}${when}${outcome !== "told" || warning === null ? "" : t.ahead(warning)}`;
}
