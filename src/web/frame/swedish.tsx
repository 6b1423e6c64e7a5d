import { splitEntryName } from "../../../templates/entry-name.ts";
import type { EntryFact } from "../../domain/message.ts";
import type { Page } from "./page.ts";

/** A name or a text of a source or a region: Swedish, whatever the language of the page. */
export function Swedish({
  page: { language },
  text,
}: {
  readonly page: Pick<Page, "language">;
  readonly text: string;
}) {
  return language === "sv" ? <>{text}</> : <span lang="sv">{text}</span>;
}

/** What a case is about: its medicine in Swedish, its form in the language of the page. */
export function EntryName({ page, entry }: { readonly page: Page; readonly entry: EntryFact }) {
  const { medicine, form } = splitEntryName(entry, page.words);
  return (
    <>
      <Swedish page={page} text={medicine} />
      {form === null ? "" : `, ${form}`}
    </>
  );
}
