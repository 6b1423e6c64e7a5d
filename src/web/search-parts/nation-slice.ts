import { readNoticePage, type FoundNotice } from "../../db/search.ts";
import type { Db } from "../../db/schema.ts";
import { parseCaseFilter } from "../case-parts/case-filter.ts";
import { findSlice, type Slice } from "../parts/slice.ts";

/** The parameter that asks for the page of all notices, where regions with lists stand in their place. */
export const SHOW_ALL = "show";

const NOTICES_PER_PAGE = 50;

/** The open notices of the nation, and a region's own, on the page that the query asks for. */
export async function readNationSlice(
  db: Db,
  { regionCode, query }: { regionCode: string | null; query: URLSearchParams },
): Promise<Slice<FoundNotice>> {
  const scope = { regionCode, ids: null, open: true };
  const { total } = await readNoticePage(db, { ...scope, limit: 0, offset: 0 });
  const place = findSlice({ total, page: parseCaseFilter(query).page, size: NOTICES_PER_PAGE });
  const { notices } = await readNoticePage(db, { ...scope, limit: NOTICES_PER_PAGE, offset: place.offset });
  return { ...place, shown: notices };
}
