import type { Child } from "hono/jsx";
import type { LastWord } from "../../../db/situation.ts";
import { Swedish } from "../../frame/swedish.tsx";
import { casePath } from "../../../addresses.ts";
import { describeDates, listDates } from "../../../../templates/dates-content.ts";
import { splitEntryName } from "../../../../templates/entry-name.ts";
import type { CaseLine } from "../../case-parts/case-line.ts";
import { linkTo, type Page, type RegionProps } from "../../frame/page.ts";
import { DeskLink } from "../../frame/desk-link.tsx";
import { KIND_MARKS } from "../../parts/status.tsx";
import { regionWords } from "./words.ts";
import { Cell, StackedTable } from "../../parts/stacked-table.tsx";

interface CaseTableProps extends RegionProps {
  readonly priority: number | null;
  readonly lines: readonly CaseLine[];
}

/**
 * The cases of one priority. On a narrow screen the rows become cards by style alone, which makes browsers forget that
 * it is a table: hence the roles.
 */
export function CaseTable({ page, region, priority, lines }: CaseTableProps) {
  const t = regionWords[page.language];
  const heading = priority === null ? t.noPriority : t.priority(priority);
  const id = `priority-${priority ?? "none"}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>
        {heading} <span class="quiet">({lines.length})</span>
      </h2>
      <CaseRows page={page} region={region} labelledBy={id} lines={lines} />
    </section>
  );
}

interface CaseRowsProps extends Omit<CaseTableProps, "priority"> {
  /** Id of the heading that names the table. */
  readonly labelledBy: string;
  /** Beside a case's medicine, by the case's id. */
  readonly notes?: ReadonlyMap<number, Child>;
}

/** Cases as rows, whatever brings them together. */
export function CaseRows({ page, region, labelledBy, lines, notes }: CaseRowsProps) {
  return (
    <StackedTable class="cases" labelledBy={labelledBy} columns={Object.values(regionWords[page.language].columns)}>
      <tbody role="rowgroup">
        {lines.map((line) => (
          <Row page={page} region={region} line={line} note={notes?.get(line.caseId) ?? null} />
        ))}
      </tbody>
    </StackedTable>
  );
}

interface RowProps extends RegionProps {
  readonly line: CaseLine;
  readonly note: Child;
}

function Row({ page, region, line, note }: RowProps) {
  const { words, language } = page;
  const { columns } = regionWords[page.language];
  const { medicine, form } = splitEntryName(line.entry, words);
  const path = casePath({ regionCode: region.code, caseId: line.caseId });
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <a href={linkTo(language, path)}>
          <strong>
            <Swedish page={page} text={medicine} />
          </strong>
          {form === null ? "" : `, ${form}`}
        </a>{" "}
        {note}
        <span class="quiet">
          {line.entry.atc}
          {line.entry.atc !== "" && line.entry.category !== null ? " · " : null}
          {line.entry.category === null ? null : <Swedish page={page} text={line.entry.category} />}
        </span>
        <DeskLink page={page} regionCode={region.code} caseId={line.caseId} />
      </th>
      <Cell label={columns.state}>
        <Situation line={line} words={words} />
      </Cell>
      <Cell label={columns.products} class="number">
        {line.products.length}
      </Cell>
      <Cell label={columns.advice}>
        <Advice page={page} lastMessage={line.lastMessage} />
      </Cell>
    </tr>
  );
}

/** Each kind of what happens on a line of its own. */
function Situation({
  line: { dates, kind, today },
  words,
}: {
  readonly line: CaseLine;
  readonly words: Page["words"];
}) {
  const said = dates.vanished ? [describeDates(dates, today, words)] : listDates(dates, today, words);
  return (
    <span class={`status state ${KIND_MARKS[kind]}`}>
      <span>
        {said.map((text) => (
          <span class="line">{text}.</span>
        ))}
      </span>
    </span>
  );
}

function Advice({
  page: { language, words },
  lastMessage,
}: {
  readonly page: Page;
  readonly lastMessage: LastWord | null;
}) {
  const t = regionWords[language];
  if (lastMessage?.kind === "retraction") return <>{t.retracted}</>;
  if (lastMessage === null || lastMessage.adviceType === null) return <span class="quiet">{t.noAdvice}</span>;
  return <strong>{words.adviceTypes[lastMessage.adviceType]}</strong>;
}
