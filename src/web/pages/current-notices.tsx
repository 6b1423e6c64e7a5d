import { describeEnd } from "../../../templates/notice-content.ts";
import { describeSources, nameSource, nameSources } from "../../../templates/source-content.ts";
import { cleanLine } from "../../../templates/text.ts";
import { parseInstant, stockholmMinute, type IsoDate } from "../../domain/calendar.ts";
import { sourcesOf, type MessageFacts, type NoticeFact, type PackageFact } from "../../domain/message.ts";
import { isOpen, type NoticeStatus } from "../../domain/notice.ts";
import type { Page } from "../page.ts";
import { DateText, Mark, Status } from "./status.tsx";

/** A notice of the case that is over. */
export interface EndedNotice {
  readonly productName: string;
  readonly status: NoticeStatus;
  /** The last of its packages' ends. */
  readonly endedOn: IsoDate | null;
}

interface CurrentNoticesProps {
  readonly page: Page;
  readonly facts: MessageFacts | null;
  readonly ended: readonly EndedNotice[];
  /** A message tells the region's advice. */
  readonly hasMessage: boolean;
  /** What is true of the region's stock today, where nothing above says it. */
  readonly stock: string | null;
}

/** The source's facts as they stand now, apart from the region's advice. */
export function CurrentNotices({ page, facts, ended, hasMessage, stock }: CurrentNoticesProps) {
  const { t, words, source } = page;
  const fallback = typeof source === "string" ? "" : nameSource(source.name, words);
  return (
    <section class="now" aria-labelledby="now">
      <h2 id="now">{t.thread.nowHeading(facts === null ? fallback : nameSources(facts, words))}</h2>
      {facts === null ? null : (
        <p class="quiet">
          {describeTimes(page, facts)} {hasMessage ? t.thread.adviceApart : null}
        </p>
      )}
      {facts === null || facts.notices.length === 0 ? <p>{t.thread.nothingOpen}</p> : null}
      {facts === null || facts.notices.length === 0 ? null : <PackageTable page={page} notices={facts.notices} />}
      {stock === null ? null : (
        <p>
          <strong>{stock}</strong>
        </p>
      )}
      {ended.length === 0 ? null : (
        <details>
          <summary>{t.thread.closedHeading(ended.length)}</summary>
          <ul>
            {ended.map(({ productName, status, endedOn }) => (
              <li>
                {cleanLine(productName)}{" "}
                <span class="quiet">
                  {status === "ended" && endedOn !== null ? t.thread.ended(endedOn) : words.statuses[status]}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** The time of the file, or of each source's when there are several. */
function describeTimes({ t, words }: Page, facts: MessageFacts): string {
  if (sourcesOf(facts).length > 1) return `${describeSources(facts, words).join(". ")}.`;
  const fileTime = parseInstant(facts.source.fileTime);
  return fileTime === null ? "" : t.thread.nowLead(stockholmMinute(fileTime));
}

interface NoticeProps {
  readonly page: Page;
  readonly notice: NoticeFact;
}

/** Packages under their products; see `CaseTable` on the roles. */
function PackageTable({ page, notices }: { readonly page: Page; readonly notices: readonly NoticeFact[] }) {
  return (
    <table class="stacked packages" role="table" aria-labelledby="now">
      <thead role="rowgroup">
        <tr role="row">
          {Object.values(page.t.thread.columns).map((column) => (
            <th role="columnheader" scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      {notices.map((notice) => (
        <NoticeGroup page={page} notice={notice} />
      ))}
    </table>
  );
}

function NoticeGroup({ page: { t, words }, notice }: NoticeProps) {
  const { types, vanished, cause } = t.thread;
  const why = notice.causeCategory === null ? undefined : words.causes[notice.causeCategory];
  const kind = notice.type === "cessation" && notice.status === "ongoing" ? t.region.ceased : types[notice.type];
  const from = notice.source === undefined ? "" : `${words.sourceLabel}: ${nameSource(notice.source, words)}`;
  const about = [kind, cleanLine(notice.holder), why === undefined ? "" : cause(why), from];
  const packages = notice.packages.toSorted((a, b) => Number(isOpen(b.status)) - Number(isOpen(a.status)));
  return (
    <tbody role="rowgroup">
      <tr role="row" class="product">
        <th role="rowheader" scope="rowgroup" colspan={4}>
          <strong>{cleanLine(notice.productName) || words.unknownMedicine}</strong>
          <span class="quiet">{about.filter(Boolean).join(" · ")}</span>
          {notice.vanished ? <span class="vanished">{vanished}</span> : null}
        </th>
      </tr>
      {packages.map((pack) => (
        <PackageRow t={t} words={words} notice={notice} pack={pack} />
      ))}
    </tbody>
  );
}

interface PackageProps extends Pick<Page, "t" | "words"> {
  readonly notice: NoticeFact;
  readonly pack: PackageFact;
}

function PackageRow({ t, words, notice, pack }: PackageProps) {
  const { columns } = t.thread;
  return (
    <tr role="row" class={isOpen(pack.status) ? "pack" : "pack over"}>
      <th role="rowheader" scope="row">
        {cleanLine(pack.description) || pack.nplPackId}
      </th>
      <td role="cell" data-label={columns.status}>
        <div>
          <Status words={words} status={pack.status} />
        </div>
      </td>
      <td role="cell" data-label={columns.from}>
        <div>{pack.start === null ? t.region.noStart : <DateText date={pack.start} />}</div>
      </td>
      <td role="cell" data-label={columns.back}>
        <div>
          <Back t={t} words={words} notice={notice} pack={pack} />
        </div>
      </td>
    </tr>
  );
}

/** When it is back. What leaves the market is never "back", whatever end date the source gives. */
function Back({ t, words, notice, pack }: PackageProps) {
  if (pack.status === "ended" && pack.actualEnd !== null) return <>{t.thread.ended(pack.actualEnd)}</>;
  const end = pack.forecastEnd === null ? null : describeEnd(pack.forecastEnd, words);
  if (notice.type === "cessation") {
    return (
      <>
        {pack.status === "upcoming" ? t.region.ceases : t.region.ceased}
        {end === null ? null : <span class="quiet source-end">{t.thread.sourceEnd(end)}</span>}
      </>
    );
  }
  return (
    <>
      {end ?? t.region.noEnd}
      {pack.overdue ? <Mark color="warning" text={t.region.overdue} /> : null}
    </>
  );
}
