import type { Child } from "hono/jsx";
import { LIST_TRIAL_DAYS, type ListTrial, type TrialCatch } from "../../../domain/list-trial.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { listsWords } from "./words.ts";

interface ListTrialPartProps {
  readonly page: Page;
  readonly trial: ListTrial;
  /** The import's address. */
  readonly path: string;
  readonly accepted: number;
}

/** What the list would have caught in the last 90 days, beside the list in use. */
export function ListTrialPart({ page, trial, path, accepted }: ListTrialPartProps) {
  const t = listsWords[page.language].trial;
  return (
    <section aria-labelledby="trial">
      <h2 id="trial">{t.heading}</h2>
      <p class={trial.dataDays < LIST_TRIAL_DAYS ? "ds-alert" : "quiet"} data-color="info">
        {describeData(page, trial)}
      </p>
      {trial.dataDays === 0 ? null : (
        <>
          <p class="quiet">{t.basis(trial.notices)}</p>
          <TotalsTable page={page} trial={trial} />
          <WeeksTable page={page} trial={trial} />
          <Catches page={page} heading={t.newly(trial.newlyCaught.length)} catches={trial.newlyCaught} />
          <Catches page={page} heading={t.noLonger(trial.noLongerCaught.length)} catches={trial.noLongerCaught} />
          <p>
            {t.never(trial.neverHit.length, accepted)}{" "}
            {trial.neverHit.length === 0 ? null : (
              <a href={`${linkTo(page.language, path, new URLSearchParams({ show: "never" }))}#report`}>
                {t.showNever}
              </a>
            )}
          </p>
        </>
      )}
    </section>
  );
}

function describeData({ language }: Page, { dataDays, dataFrom, from, until }: ListTrial): string {
  const words = listsWords[language].trial;
  if (dataDays === 0 || dataFrom === null) return words.noData;
  return dataDays < LIST_TRIAL_DAYS ? words.partData(dataDays, dataFrom) : words.fullData(from, until);
}

type PartProps = Pick<ListTrialPartProps, "page" | "trial">;

function TotalsTable({ page, trial }: PartProps) {
  const words = listsWords[page.language].trial;
  return (
    <FiguresTable page={page} caption={words.table} first={words.figure}>
      {(["updates", "cases", "caught", "possible", "openCases"] as const).map((figure) => (
        <tr>
          <th scope="row">{words[figure]}</th>
          <td>{trial.staged[figure]}</td>
          <td>{trial.inUse[figure]}</td>
        </tr>
      ))}
    </FiguresTable>
  );
}

function WeeksTable({ page, trial }: PartProps) {
  const words = listsWords[page.language].trial;
  return (
    <FiguresTable page={page} caption={words.weeks} first={words.week}>
      {trial.weeks.map(({ week, staged, inUse }) => (
        <tr>
          <th scope="row" class="date">
            {week}
          </th>
          <td>{words.weekCell(staged.updates, staged.cases)}</td>
          <td>{words.weekCell(inUse.updates, inUse.cases)}</td>
        </tr>
      ))}
    </FiguresTable>
  );
}

interface FiguresTableProps {
  readonly page: Page;
  readonly caption: string;
  /** Title of the column that names the rows. */
  readonly first: string;
  readonly children?: Child;
}

/** Figures of the list that is tried beside those of the list in use. */
function FiguresTable({ page: { language }, caption, first, children }: FiguresTableProps) {
  const words = listsWords[language].trial;
  return (
    <table class="ds-table figures">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {[first, words.staged, words.inUse].map((column) => (
            <th scope="col">{column}</th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

interface CatchesProps {
  readonly page: Page;
  readonly heading: string;
  readonly catches: readonly TrialCatch[];
}

/** So many are seen at a glance; the rest are folded. */
const CATCHES_SHOWN = 5;

function Catches({ page, heading, catches }: CatchesProps) {
  const words = listsWords[page.language].trial;
  const rest = catches.slice(CATCHES_SHOWN);
  return (
    <>
      <h3>{heading}</h3>
      {catches.length === 0 ? (
        <p>{words.nothing}</p>
      ) : (
        <CatchList page={page} catches={catches.slice(0, CATCHES_SHOWN)} />
      )}
      {rest.length === 0 ? null : (
        <details>
          <summary>{words.more(rest.length)}</summary>
          <CatchList page={page} catches={rest} />
        </details>
      )}
    </>
  );
}

function CatchList({ page: { language }, catches }: Pick<CatchesProps, "page" | "catches">) {
  const words = listsWords[language].trial;
  return (
    <ul class="catches">
      {catches.map(({ substance, notices, examples, products }) => (
        <li>
          <strong>{substance}</strong>, {words.notices(notices)}:{" "}
          {words.examples(examples.join("; "), products - examples.length)}
        </li>
      ))}
    </ul>
  );
}
