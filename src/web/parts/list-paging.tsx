import { linkTo, type Page } from "../frame/page.ts";

interface ListPagingProps {
  readonly page: Page;
  /** The address without its page. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly at: number;
  readonly pages: number;
}

/** Links to the page before and the one after; nothing when there is only one. */
export function ListPaging({ page: { t, language }, path, query, at, pages }: ListPagingProps) {
  if (pages < 2) return null;
  const words = t.desk.lists.paging;
  const linkToPage = (number: number): string => {
    const whole = new URLSearchParams(query);
    whole.set("page", String(number));
    return linkTo(language, path, whole);
  };
  return (
    <nav class="paging" aria-label={words.label}>
      <span>{words.at(at, pages)}</span>
      {at > 1 ? <a href={linkToPage(at - 1)}>{words.previous}</a> : null}
      {at < pages ? <a href={linkToPage(at + 1)}>{words.next}</a> : null}
    </nav>
  );
}
