import type { IsoDate } from "../../domain/calendar.ts";
import type { FoundNotice } from "../../db/search.ts";
import type { Slice } from "../paging.ts";
import type { Page } from "../page.ts";
import { NoticeTable } from "./notice-table.tsx";
import { Paging } from "./paging.tsx";
import { describeFileTime } from "./search-results.tsx";

interface NationListProps {
  readonly page: Page;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly slice: Slice<FoundNotice>;
  readonly today: IsoDate;
}

/** Every open notice of the nation, a page at a time; before the first file, what happens next. */
export function NationList({ page, path, query, slice, today }: NationListProps) {
  const { t, source } = page;
  if (slice.total === 0 && source === "none")
    return (
      <>
        <p class="lead">{t.search.beforeFile}</p>
        <p>{t.search.beforeFileNext}</p>
      </>
    );
  return (
    <section aria-labelledby="nation">
      <h2 id="nation">{t.search.allHeading}</h2>
      <p>
        {typeof source === "string" ? null : t.search.allLead(slice.total, describeFileTime(page, today) ?? "")}
        {slice.pages > 1 ? ` ${t.paging.range(slice.from, slice.to, slice.total)}.` : null}
      </p>
      {slice.total === 0 ? null : <NoticeTable page={page} labelledBy="nation" notices={slice.shown} today={today} />}
      <Paging page={page} path={path} query={query} number={slice.page} pages={slice.pages} />
    </section>
  );
}
