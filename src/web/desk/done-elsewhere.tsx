import { parseRowId } from "../../domain/row-id.ts";
import type { JSX } from "hono/jsx/jsx-runtime";
import { nameEntry } from "../../../templates/entry-name.ts";
import { findCase } from "../../db/cases.ts";
import type { Region } from "../../domain/region.ts";
import type { DeskContext } from "./desk-route.ts";
import { linkTo } from "../frame/page.ts";
import type { WebDeps } from "../web-deps.ts";
import { outlookWords } from "../desk-parts/outlook-words.ts";

/** What was just done with the case before this one, which can still be undone there. */
export async function describeOther(deps: WebDeps, c: DeskContext, region: Region): Promise<JSX.Element | null> {
  const { query, words, language } = c.var.page;
  const id = parseRowId(query.get("of"));
  const other = id === null ? null : await findCase(deps.db, id);
  if (other === null || other.regionCode !== region.code) return null;
  const { next } = outlookWords[language];
  const name = nameEntry(other.entry, words);
  return (
    <>
      {query.get("done") === "submitted" ? next.submitted(name) : next.done(name)}{" "}
      {query.get("last") === "1" ? `${next.last} ` : ""}
      <a href={linkTo(language, `/cases/${other.id}`)}>{next.open}</a>
    </>
  );
}
