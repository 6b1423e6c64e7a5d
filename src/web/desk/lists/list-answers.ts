import type { Region } from "../../../domain/region.ts";
import type { DeskContext } from "../desk-route.ts";
import { listsWords } from "./words.ts";

/** Seconds until a page that shows work under way asks again; without script, by a header that every browser knows. */
export const REFRESH_SECONDS = "3";

/** What was just done, of `?done=`; undefined for words that we do not know. */
export function wordDone(c: DeskContext): string | undefined {
  const { page } = c.var;
  return Object.entries(listsWords[page.language].done).find(([key]) => key === page.query.get("done"))?.[1];
}

export function answerCsv(c: DeskContext, { name, text }: { name: string; text: string }): Response {
  c.header("content-type", "text/csv; charset=utf-8");
  c.header("content-disposition", `attachment; filename="${name}"`);
  return c.body(text);
}

export function importPath(region: Region, { id }: { readonly id: number }): string {
  return `/lists/${region.code}/imports/${id}`;
}
