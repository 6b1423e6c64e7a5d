import { linkTo, type Page } from "../frame/page.ts";
import type { Slice } from "./paging.ts";

interface InboxPagingProps {
  readonly page: Page;
  readonly path: string;
  /** The query without its page. */
  readonly query: URLSearchParams;
  readonly at: Pick<Slice<unknown>, "page" | "pages">;
}

/** Links to the pages before and after, with keys of their own; nothing when there is one page. */
export function InboxPaging({ page: { t, language }, path, query, at }: InboxPagingProps) {
  if (at.pages < 2) return null;
  const words = t.desk.inbox.paging;
  const linkToPage = (number: number): string => {
    const whole = new URLSearchParams(query);
    whole.set("page", String(number));
    return linkTo(language, path, whole);
  };
  return (
    <nav class="paging" aria-label={words.label}>
      {at.page > 1 ? (
        <a rel="prev" accesskey="p" href={linkToPage(at.page - 1)}>
          {words.previous}
        </a>
      ) : null}
      <span>{words.where(at.page, at.pages)}</span>
      {at.page < at.pages ? (
        <a rel="next" accesskey="n" href={linkToPage(at.page + 1)}>
          {words.next}
        </a>
      ) : null}
    </nav>
  );
}
