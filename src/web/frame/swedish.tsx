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

/** A sentence in the language of the page in which these words are Swedish, however they begin. */
export function WithSwedish({
  page: { language },
  text,
  words,
}: {
  readonly page: Pick<Page, "language">;
  readonly text: string;
  readonly words: readonly string[];
}) {
  const named = words.filter((word) => word !== "").toSorted((one, other) => other.length - one.length);
  if (language === "sv" || named.length === 0) return <>{text}</>;
  const escaped = named.map((word) => word.replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&"));
  const pieces = text.split(new RegExp(`(?<![\\p{L}\\d])(${escaped.join("|")})(?![\\p{L}\\d])`, "iu"));
  return <>{pieces.map((piece, index) => (index % 2 === 0 ? piece : <span lang="sv">{piece}</span>))}</>;
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
