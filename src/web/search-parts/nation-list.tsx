import type { IsoDate } from "../../domain/calendar.ts";
import type { FoundNotice } from "../../db/search.ts";
import type { Slice } from "../parts/slice.ts";
import type { Page } from "../frame/page.ts";
import { NoticeTable } from "./notice-table.tsx";
import { Pager } from "../parts/pager.tsx";
import { describeFileTime } from "./search-results.tsx";
import { searchWords } from "./words.ts";

/** That nothing is known before the first file, and what happens next. */
export function BeforeFile({ page: { language } }: { readonly page: Page }) {
  const t = searchWords[language];
  return (
    <>
      <p class="lead">{t.beforeFile}</p>
      <p>{t.beforeFileNext}</p>
    </>
  );
}

interface NationListProps {
  readonly page: Page;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly slice: Slice<FoundNotice>;
  /** What it stands in for; null where it was asked for. */
  readonly instead: string | null;
  readonly today: IsoDate;
}

/** Every open notice of the nation, a page at a time; before the first file, what happens next. */
export function NationList({ page, path, query, slice, instead, today }: NationListProps) {
  const words = searchWords[page.language];
  const { t, source } = page;
  const isUnknown = slice.total === 0 && source === "none";
  const lead = instead === null ? null : `${instead}${isUnknown ? "" : ` ${words.insteadAll}`}`;
  if (isUnknown)
    return (
      <>
        {lead === null ? null : <p class="lead">{lead}</p>}
        <BeforeFile page={page} />
      </>
    );
  return (
    <section aria-labelledby="nation">
      {lead === null ? null : <p class="lead">{lead}</p>}
      <h2 id="nation">{words.allHeading}</h2>
      <p>
        {typeof source === "string" ? null : words.allLead(slice.total, describeFileTime(page, today) ?? "")}
        {slice.pages > 1 ? ` ${t.paging.range(slice.from, slice.to, slice.total)}.` : null}
      </p>
      {slice.total === 0 ? null : <NoticeTable page={page} labelledBy="nation" notices={slice.shown} today={today} />}
      <Pager page={page} path={path} query={query} number={slice.page} pages={slice.pages} />
    </section>
  );
}
