import { raw } from "hono/html";
import { buildTimeline, type Timeline, type TimelineRow } from "../../../domain/timeline.ts";
import type { IsoDate } from "../../../domain/calendar.ts";
import type { CurrentFacts } from "../../case-parts/case-facts.ts";
import type { Page } from "../../frame/page.ts";
import { drawTimeline } from "./timeline-chart.ts";
import { DateText, Mark, Status } from "../../parts/status.tsx";
import { timelineWords } from "./timeline-words.ts";
import { threadWords } from "../../case-parts/thread-words.ts";
import { Cell, StackedTable } from "../../parts/stacked-table.tsx";

/** When each package of a case is away, as a drawing and as the same table. */
export function PackageTimeline({
  page,
  notices,
  asOf,
}: Pick<CurrentFacts, "notices"> & { readonly page: Page; readonly asOf: IsoDate }) {
  const t = timelineWords[page.language];
  const timeline = buildTimeline(notices, asOf);
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{t.title}</h2>
      {timeline.rows.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <>
          <Chart page={page} timeline={timeline} />
          <h3 id="timeline-table">{t.tableHeading}</h3>
          <PackageTable page={page} timeline={timeline} />
        </>
      )}
    </section>
  );
}

interface TimelineProps {
  readonly page: Page;
  readonly timeline: Timeline;
}

function Chart({ page, timeline }: TimelineProps) {
  const t = timelineWords[page.language];
  const svg = drawTimeline({
    timeline,
    words: t,
    describe: (row) => describeRow(page, row),
  });
  return (
    <>
      <div class="timeline-scroll" tabindex={0} role="group" aria-label={t.scroll}>
        {raw(svg)}
      </div>
      <ul class="timeline-legend" aria-label={t.legend.label}>
        {(["ongoing", "ceased", "upcoming", "ended", "late"] as const).map((look) => (
          <li>
            <span class={`key ${look}`} aria-hidden="true" /> {t.legend[look]}
          </li>
        ))}
        <li>■ {t.legend.cessation}</li>
        <li>→ {t.legend.goesOn}</li>
        <li>← {t.legend.startsBefore}</li>
      </ul>
    </>
  );
}

/** `Försenad · Meropenem Exempel 1 g … · Injektionsflaska, 10 x 1 g`: what must not be missed stands first. */
function describeRow(page: Page, row: TimelineRow): string {
  return [...listMarks(page, row), row.product, row.description].filter(Boolean).join(" · ");
}

function listMarks(page: Page, row: TimelineRow): string[] {
  const { words } = page;
  const { marks } = timelineWords[page.language];
  return [
    ...(row.status === "ended" || row.status === "withdrawn" ? [words.statuses[row.status]] : []),
    ...(row.ceases ? [nameCessation(page, row)] : []),
    ...(row.overdue ? [marks.overdue] : []),
    ...(row.vanished ? [marks.vanished] : []),
    ...(row.preliminary ? [marks.preliminary] : []),
  ];
}

/** `Slutade säljas 2025-03-21`: what has left the market is neither ongoing nor late. */
function nameCessation({ language }: Page, { status, start }: TimelineRow): string {
  const { marks } = timelineWords[language];
  return status === "upcoming" ? marks.ceases(start) : marks.ceased(start);
}

/** See `CaseTable` on the roles. */
function PackageTable({ page, timeline }: TimelineProps) {
  const { columns } = timelineWords[page.language];
  return (
    <StackedTable class="timeline-table" labelledBy="timeline-table" columns={Object.values(columns)}>
      <tbody role="rowgroup">
        {timeline.rows.map((row) => (
          <Row page={page} row={row} />
        ))}
      </tbody>
    </StackedTable>
  );
}

function Row({ page, row }: { readonly page: Page; readonly row: TimelineRow }) {
  const { words } = page;
  const { columns, marks } = timelineWords[page.language];
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        {row.description}
      </th>
      <Cell label={columns.product}>{row.product || words.unknownMedicine}</Cell>
      <Cell label={columns.status}>
        {row.ceases ? <>{nameCessation(page, row)}</> : <Status words={words} status={row.status} />}
        {row.vanished ? <Mark color="warning" text={marks.vanished} /> : null}
      </Cell>
      <Cell label={columns.start}>
        {row.start === null ? threadWords[page.language].noStart : <DateText date={row.start} />}
      </Cell>
      <Cell label={columns.end}>
        <End page={page} row={row} />
      </Cell>
      <Cell label={columns.source}>{words.sources[row.source] ?? row.source}</Cell>
    </tr>
  );
}

/** When it ends. What leaves the market is never "back", whatever end date the source gives. */
function End({ page: { language, words }, row }: { readonly page: Page; readonly row: TimelineRow }) {
  const t = threadWords[language];
  const { status, end, overdue } = row;
  // Its status says the rest.
  if (status === "withdrawn") return <>–</>;
  if (status === "ended") return end === null ? <>{t.noEnd}</> : <span class="whole">{t.ended(end)}</span>;
  const late = overdue ? <Mark color="warning" text={t.overdue} /> : null;
  if (row.type === "cessation") {
    return (
      <>
        {status === "upcoming" ? t.ceases : t.ceased}
        {end === null ? null : (
          <span class="quiet source-end">{t.sourceEnd(row.preliminary ? words.preliminary(end) : end)}</span>
        )}
        {late}
      </>
    );
  }
  return (
    <>
      {end === null ? t.noEnd : <DateText date={end} />}
      {row.preliminary ? <Mark text={timelineWords[language].preliminary} /> : null}
      {late}
    </>
  );
}
