import type { OwnNotice, WrittenNotice } from "../../../db/own-notices.ts";
import { isOpen } from "../../../domain/notice.ts";
import { linkTo, type RegionProps } from "../../frame/page.ts";
import { DateText, Status } from "../../parts/status.tsx";
import { DeskLayout } from "../desk-layout.tsx";
import { ownNoticesWords } from "./words.ts";
import { threadWords } from "../../case-parts/thread-words.ts";
import { Cell, StackedTable } from "../../parts/stacked-table.tsx";

interface OwnNoticesPageProps extends RegionProps {
  readonly notices: readonly OwnNotice[];
  /** What was written and is not taken in. */
  readonly untaken: readonly WrittenNotice[];
  readonly mayWrite: boolean;
  readonly done: string | undefined;
}

export function OwnNoticesPage({ page, region, notices, untaken, mayWrite, done }: OwnNoticesPageProps) {
  const t = ownNoticesWords[page.language];
  const open = notices.filter(({ status }) => isOpen(status));
  const closed = notices.filter(({ status }) => !isOpen(status));
  const write = `/own-notices/${region.code}/write`;
  return (
    <DeskLayout page={page} title={t.title} regionCode={region.code} area="own-notices" done={done}>
      <p class="lead">{t.lead}</p>
      {mayWrite ? (
        <p class="buttons">
          <a class="ds-button" href={linkTo(page.language, write)}>
            {t.newMedicine}
          </a>
          <a
            class="ds-button"
            data-variant="secondary"
            href={linkTo(page.language, write, new URLSearchParams({ kind: "device" }))}
          >
            {t.newDevice}
          </a>
        </p>
      ) : null}
      {untaken.length === 0 ? null : (
        <section aria-labelledby="untaken">
          <h2 id="untaken">{t.untaken}</h2>
          <ul>
            {untaken.map(({ notice, state, reason }) => (
              <li>
                <strong>{notice.productName}</strong> {t.states[state]} {reason ?? ""}
              </li>
            ))}
          </ul>
        </section>
      )}
      {notices.length === 0 ? <p>{t.none}</p> : null}
      <NoticeTable page={page} region={region} id="open" heading={t.open} notices={open} mayWrite={mayWrite} />
      <NoticeTable page={page} region={region} id="closed" heading={t.closed} notices={closed} mayWrite={mayWrite} />
    </DeskLayout>
  );
}

interface NoticeTableProps extends Pick<OwnNoticesPageProps, "page" | "region" | "notices" | "mayWrite"> {
  readonly id: string;
  readonly heading: string;
}

function NoticeTable({ page, region, id, heading, notices, mayWrite }: NoticeTableProps) {
  if (notices.length === 0) return null;
  const { columns } = ownNoticesWords[page.language];
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      <StackedTable labelledBy={id} columns={Object.values(columns)}>
        <tbody role="rowgroup">
          {notices.map((own) => (
            <NoticeRow page={page} region={region} own={own} mayWrite={mayWrite} />
          ))}
        </tbody>
      </StackedTable>
    </section>
  );
}

interface NoticeRowProps extends Pick<OwnNoticesPageProps, "page" | "region" | "mayWrite"> {
  readonly own: OwnNotice;
}

function NoticeRow({ page, region, own: { notice, status, caseId }, mayWrite }: NoticeRowProps) {
  const t = ownNoticesWords[page.language];
  const [pack] = notice.packages;
  const change = new URLSearchParams({ id: notice.reportId });
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        {notice.productName}
        {mayWrite ? (
          <>
            {" "}
            <a
              href={linkTo(page.language, `/own-notices/${region.code}/write`, change)}
              aria-label={t.changeTitle(notice.productName)}
            >
              {t.change}
            </a>
          </>
        ) : null}
      </th>
      <Cell label={t.columns.type}>{notice.type === "cessation" ? t.types.cessation : t.types.shortage}</Cell>
      <Cell label={t.columns.status}>
        <Status words={page.words} status={status} />
      </Cell>
      <Cell label={t.columns.from}>{pack?.start.value ? <DateText date={pack.start.value} /> : null}</Cell>
      <Cell label={t.columns.back}>
        {pack?.forecastEnd.value ? <DateText date={pack.forecastEnd.value} /> : threadWords[page.language].noEnd}
      </Cell>
      <Cell label={t.columns.case}>
        {caseId === null ? t.noCase : <a href={linkTo(page.language, `/cases/${caseId}`)}>{t.openCase}</a>}
      </Cell>
    </tr>
  );
}
