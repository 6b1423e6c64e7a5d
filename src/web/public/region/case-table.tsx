import type { Child } from "hono/jsx";
import type { LastWord } from "../../../db/situation.ts";
import { isSevere, type ExtentGrade } from "../../../domain/extent-fact.ts";
import { describeUnknown } from "../../case-parts/extent-section.tsx";
import { describeExtent } from "../../case-parts/grade-badge.tsx";
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

interface CaseGroupProps extends RegionProps {
  readonly grade: ExtentGrade;
  /** Of the group on every page. */
  readonly total: number;
  readonly lines: readonly CaseLine[];
  /** Whether what is told calmly is folded. */
  readonly folded: boolean;
}

/** The cases of one grade. What leaves other products is folded, under a heading that says so and counts them. */
export function CaseGroup({ page, region, grade, total, lines, folded }: CaseGroupProps) {
  const t = regionWords[page.language];
  const id = `grade-${grade}`;
  const heading = (
    <h2 id={id}>
      {t.groups[grade]} <span class="quiet">({total})</span>
    </h2>
  );
  const rows = (
    <>
      {/* Where others are left: that nobody reported them is no promise. */}
      {grade === "whole" || grade === "unknown" ? null : <p class="quiet">{page.words.extent.notInStock}</p>}
      <CaseRows page={page} region={region} labelledBy={id} lines={lines} />
    </>
  );
  if (grade === "part" || grade === "ceasing")
    return (
      <details class="grade-group" open={!folded}>
        <summary>{heading}</summary>
        {rows}
      </details>
    );
  const unknown = grade === "unknown" ? listUnknown(page, lines) : [];
  return (
    <section class="grade-group" aria-labelledby={id}>
      {heading}
      {unknown.map((text) => (
        <p>{text}</p>
      ))}
      {rows}
    </section>
  );
}

/** Why nobody knows how much of them is reported, each reason once. */
function listUnknown(page: Page, lines: readonly CaseLine[]): string[] {
  const reasons = lines.flatMap(({ entry, extent }) =>
    extent === null ? [] : [describeUnknown(page, { entry, catalogueOn: extent.catalogueOn })],
  );
  return [...new Set(reasons)];
}

interface CaseRowsProps extends RegionProps {
  readonly lines: readonly CaseLine[];
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
          {[line.entry.atc, line.entry.priority === null ? "" : words.priorityShort(line.entry.priority)]
            .filter(Boolean)
            .join(" · ")}
          {line.entry.category === null ? null : (
            <>
              {" · "}
              <Swedish page={page} text={line.entry.category} />
            </>
          )}
        </span>
        <DeskLink page={page} regionCode={region.code} caseId={line.caseId} />
      </th>
      <Cell label={columns.state}>
        {line.extent === null ? null : <p class="said">{describeExtent(page, line.extent, line.today)}</p>}
        <Situation line={line} words={words} />
      </Cell>
      <Cell label={columns.advice}>
        <Advice page={page} lastMessage={line.lastMessage} />
      </Cell>
    </tr>
  );
}

/** Each kind of what happens on a line of its own. */
function Situation({
  line: { dates, kind, grade, today },
  words,
}: {
  readonly line: CaseLine;
  readonly words: Page["words"];
}) {
  const said = dates.vanished ? [describeDates(dates, today, words)] : listDates(dates, today, words);
  return (
    <span class={`status state ${isSevere(grade) ? KIND_MARKS[kind] : "calm"}`}>
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
  if (lastMessage?.inReview === true) return <span class="mark warning">{words.alternatives.review.kicker}</span>;
  if (lastMessage?.kind === "retraction") return <>{t.retracted}</>;
  if (lastMessage === null || lastMessage.adviceType === null) return <span class="quiet">{t.noAdvice}</span>;
  return <strong>{words.adviceTypes[lastMessage.adviceType]}</strong>;
}
