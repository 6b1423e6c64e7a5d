import { describeDates } from "../../../templates/dates-content.ts";
import {
  describePackage,
  groupPackages,
  mergeNotices,
  namePackages,
  type PackageGroup,
} from "../../../templates/notice-content.ts";
import { describeSources, nameSource, nameSources } from "../../../templates/source-content.ts";
import { cleanLine } from "../../../templates/text.ts";
import { parseInstant, stockholmMinute, type IsoDate } from "../../domain/calendar.ts";
import { summarizeDates, type DatedNotice } from "../../domain/case-dates.ts";
import { sourcesOf, type CaseFacts, type NoticeFact } from "../../domain/message.ts";
import type { Page } from "../frame/page.ts";
import { Swedish } from "../frame/swedish.tsx";
import { threadWords } from "./thread-words.ts";
import { Cell, StackedTable } from "../parts/stacked-table.tsx";

/** A notice of the case that is over. */
export interface EndedNotice {
  readonly productName: string;
  readonly dates: DatedNotice;
}

interface CurrentNoticesProps {
  readonly page: Page;
  readonly facts: CaseFacts | null;
  readonly ended: readonly EndedNotice[];
  /** What is true of the region's stock today, where nothing above says it. */
  readonly stock: string | null;
  readonly today: IsoDate;
}

/** The source's facts as they stand now, apart from the region's advice. */
export function CurrentNotices({ page, facts, ended, stock, today }: CurrentNoticesProps) {
  const t = threadWords[page.language];
  const { words, source } = page;
  const fallback = typeof source === "string" ? "" : nameSource(source.name, words);
  return (
    <section class="now" aria-labelledby="now">
      <h2 id="now">{t.nowHeading(facts === null ? fallback : nameSources(facts, words))}</h2>
      {facts === null ? null : <p class="quiet">{describeTimes(page, facts)}</p>}
      {facts === null || facts.notices.length === 0 ? <p>{t.nothingOpen}</p> : null}
      {facts === null || facts.notices.length === 0 ? null : (
        <PackageTable page={page} notices={facts.notices} today={today} />
      )}
      {stock === null ? null : (
        <p>
          <strong>{stock}</strong>
        </p>
      )}
      {ended.length === 0 ? null : (
        <details>
          <summary>{t.closedHeading(ended.length)}</summary>
          <ul>
            {ended.map(({ productName, dates }) => (
              <li>
                <Swedish page={page} text={cleanLine(productName)} />{" "}
                <span class="quiet">{describeDates(summarizeDates([dates], today), today, words)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** The time of the file, or of each source's when there are several. */
function describeTimes({ language, words }: Page, facts: CaseFacts): string {
  if (sourcesOf(facts).length > 1) return `${describeSources(facts, words).join(". ")}.`;
  const fileTime = parseInstant(facts.source.fileTime);
  return fileTime === null ? "" : threadWords[language].nowLead(stockholmMinute(fileTime));
}

interface NoticesProps {
  readonly page: Page;
  readonly notices: readonly NoticeFact[];
  readonly today: IsoDate;
}

/** Packages under their products; see `CaseTable` on the roles. */
function PackageTable({ page, notices, today }: NoticesProps) {
  // A product may stand in several reports: it is named once.
  const products = Map.groupBy(notices, (notice) =>
    JSON.stringify([notice.productName, describeProduct(page, notice)]),
  );
  return (
    <StackedTable class="packages" labelledBy="now" columns={Object.values(threadWords[page.language].columns)}>
      {[...products.values()].map((members) => (
        <ProductGroup page={page} notices={members} today={today} />
      ))}
    </StackedTable>
  );
}

/** Who makes it, why it is away, and who says so. */
function describeProduct({ language, words }: Page, { holder, causeCategory, source }: NoticeFact): string {
  const why = causeCategory === null ? undefined : words.causes[causeCategory];
  const from = source === undefined ? "" : `${words.sourceLabel}: ${nameSource(source, words)}`;
  return [cleanLine(holder), why === undefined ? "" : threadWords[language].cause(why), from]
    .filter(Boolean)
    .join(" · ");
}

function ProductGroup({ page, notices, today }: NoticesProps) {
  const { words } = page;
  const [first] = notices;
  if (first === undefined) return null;
  return (
    <tbody role="rowgroup">
      <tr role="row" class="product">
        <th role="rowheader" scope="rowgroup" colspan={2}>
          <strong>
            <Swedish page={page} text={cleanLine(first.productName) || words.unknownMedicine} />
          </strong>
          <span class="quiet">{describeProduct(page, first)}</span>
        </th>
      </tr>
      {mergeNotices(notices)
        .flatMap((notice) => groupPackages(notice, today, words))
        .map((group) => (
          <PackageRow page={page} group={group} />
        ))}
    </tbody>
  );
}

/** Packages of which the same is said stand in one row. */
function PackageRow({ page, group }: { readonly page: Page; readonly group: PackageGroup }) {
  const { columns } = threadWords[page.language];
  return (
    <tr role="row" class={group.open ? "pack" : "pack over"}>
      <th role="rowheader" scope="row">
        <Swedish page={page} text={namePackages(group.packages.map(describePackage), page.words)} />
      </th>
      <Cell label={columns.state}>
        {group.dates}
        {group.end === null ? null : <span class="quiet source-end">{group.end}</span>}
      </Cell>
    </tr>
  );
}
