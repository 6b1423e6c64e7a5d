import { linkTo, type Page } from "../frame/page.ts";

interface ViewLinksProps<V extends string> {
  readonly page: Page;
  readonly path: string;
  readonly views: readonly V[];
  readonly current: V;
  readonly words: { readonly label: string } & Readonly<Record<V, string>>;
  /** How much each holds. */
  readonly counts: Readonly<Record<V, number>>;
  readonly queryOf: (view: V) => URLSearchParams;
}

/** The views of one page, each with how much it holds. */
export function ViewLinks<V extends string>(props: ViewLinksProps<V>) {
  const { page, path, views, current, words, counts, queryOf } = props;
  return (
    <nav class="views" aria-label={words.label}>
      <ul>
        {views.map((view) => (
          <li>
            <a
              href={linkTo(page.language, path, queryOf(view))}
              {...(view === current ? { "aria-current": "page" } : {})}
            >
              {words[view]} ({counts[view]})
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
