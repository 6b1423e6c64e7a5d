import { linkTo, type Page } from "../frame/page.ts";

interface PagingProps {
  readonly page: Page;
  readonly path: string;
  /** The reader's wishes, without the page. */
  readonly query: URLSearchParams;
  readonly number: number;
  readonly pages: number;
}

/** The way to the next page and back; nothing where there is only one. */
export function Paging({ page: { t, language }, path, query, number, pages }: PagingProps) {
  if (pages < 2) return null;
  const linkToPage = (target: number) => {
    const whole = new URLSearchParams(query);
    whole.set("page", String(target));
    return linkTo(language, path, whole);
  };
  return (
    <nav class="paging" aria-label={t.paging.label}>
      {number > 1 ? (
        <a rel="prev" href={linkToPage(number - 1)}>
          {t.paging.previous}
        </a>
      ) : null}
      <span>{t.paging.where(number, pages)}</span>
      {number < pages ? (
        <a rel="next" href={linkToPage(number + 1)}>
          {t.paging.next}
        </a>
      ) : null}
    </nav>
  );
}
