import { describeDates } from "../../../templates/dates-content.ts";
import { nameSource } from "../../../templates/source-content.ts";
import { cleanLine } from "../../../templates/text.ts";
import type { FoundNotice } from "../../db/search.ts";
import type { IsoDate } from "../../domain/calendar.ts";
import { givenDates, summarizeDates } from "../../domain/case-dates.ts";
import { NATIONAL_SOURCE } from "../../domain/source-health.ts";
import type { Page } from "../frame/page.ts";
import { searchWords } from "./words.ts";
import { Cell, StackedTable } from "../parts/stacked-table.tsx";

interface NoticeTableProps {
  readonly page: Page;
  /** Id of the heading that names it. */
  readonly labelledBy: string;
  readonly notices: readonly FoundNotice[];
  readonly today: IsoDate;
}

/** Notices of the nation, a row each; see `CaseTable` on the roles. */
export function NoticeTable({ page, labelledBy, notices, today }: NoticeTableProps) {
  const { medicine, state } = searchWords[page.language].columns;
  return (
    <StackedTable class="notices" labelledBy={labelledBy} columns={[medicine, state]}>
      <tbody role="rowgroup">
        {notices.map((notice) => (
          <tr role="row">
            <th role="rowheader" scope="row">
              <strong lang="sv">{cleanLine(notice.productName) || page.words.unknownMedicine}</strong>
              <span class="quiet">{describeProduct(page, notice)}</span>
            </th>
            <Cell label={state}>
              <span class={`status state ${markOf(notice)}`}>{describeNotices(page, [notice], today)}</span>
            </Cell>
          </tr>
        ))}
      </tbody>
    </StackedTable>
  );
}

/** What the dates of notices say together; the status of the first where there are none. */
export function describeNotices(
  { words }: Page,
  notices: readonly [FoundNotice, ...FoundNotice[]],
  today: IsoDate,
): string {
  const dated = notices.map(({ type, vanished, nplId, productName, packages }) => ({
    type,
    vanished,
    product: nplId || productName,
    packages: packages.map(givenDates),
  }));
  return describeDates(summarizeDates(dated, today), today, words) ?? words.statuses[notices[0].status];
}

/** What only stops being sold has a sign of its own. */
function markOf({ type, status }: FoundNotice): string {
  return type === "cessation" ? "ceasing" : status;
}

function describeProduct({ language, words }: Page, { holder, atc, source }: FoundNotice): string {
  const parts = [
    cleanLine(holder),
    atc ?? "",
    atc?.startsWith("Q") === true ? searchWords[language].animals : "",
    source === NATIONAL_SOURCE ? "" : `${words.sourceLabel}: ${nameSource(source, words)}`,
  ];
  return parts.filter(Boolean).join(" · ");
}
