import { linkTo, type Page } from "../frame/page.ts";

interface PagerProps {
  readonly page: Page;
  readonly path: string;
  /** What the reader asked for, without the page. */
  readonly query: URLSearchParams;
  readonly number: number;
  readonly pages: number;
  /** Whether the keyboard gets keys of its own for it: at the desk, where rows are gone through by hand. */
  readonly keys?: boolean;
}

/** Links to the pages before and after; nothing where there is only one page. */
export function Pager({ page: { t, language }, path, query, number, pages, keys = false }: PagerProps) {
  if (pages < 2) return null;
  const linkToPage = (target: number): string => {
    const whole = new URLSearchParams(query);
    whole.set("page", String(target));
    return linkTo(language, path, whole);
  };
  return (
    <nav class="paging" aria-label={t.paging.label}>
      {number > 1 ? (
        <a rel="prev" {...(keys ? { accesskey: "p" } : {})} href={linkToPage(number - 1)}>
          {t.paging.previous}
        </a>
      ) : null}
      <span>{t.paging.where(number, pages)}</span>
      {number < pages ? (
        <a rel="next" {...(keys ? { accesskey: "n" } : {})} href={linkToPage(number + 1)}>
          {t.paging.next}
        </a>
      ) : null}
    </nav>
  );
}
