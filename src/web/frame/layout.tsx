import { PRIVACY_PATH, REPORT_PATH, SOURCES_PATH, SUBSCRIBE_PATH } from "../../addresses.ts";
import type { Child } from "hono/jsx";
import { describeAge } from "../../../templates/age.ts";
import { stockholmMinute } from "../../domain/calendar.ts";
import { FeedLinks, type ShownFeed } from "./feed-links.tsx";
import { chooseLanguage, linkTo, type Page } from "./page.ts";
import { Standing } from "./standing.tsx";

export interface Crumb {
  readonly text: string;
  readonly path: string;
}

interface LayoutProps {
  readonly page: Page;
  readonly title: string;
  /** The pages above this one; the first page is added. */
  readonly trail?: readonly Crumb[];
  /** Feeds with the same news as this page. */
  readonly feed?: ShownFeed;
  /** The desk's navigation; left out on public pages. */
  readonly nav?: Child;
  /** For a page with the desk's forms on which nobody is signed in. */
  readonly desk?: boolean;
  /** What holds of the desk's region until somebody mends it. */
  readonly standing?: Child;
  readonly children?: Child;
}

/** What surrounds every page. */
export function Layout({ page, title, trail, feed, nav, desk = false, standing, children }: LayoutProps) {
  const { t, assets, language, visitor } = page;
  return (
    <html lang={language} data-color-scheme="auto">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} – ${t.site}`}</title>
        <link rel="icon" type="image/svg+xml" href={assets.favicon} />
        <link rel="stylesheet" href={assets.theme} />
        <link rel="stylesheet" href={assets.components} />
        <link rel="stylesheet" href={assets.site} />
        {visitor === null && !desk ? null : <link rel="stylesheet" href={assets.desk} />}
        {feed === undefined ? null : <FeedLinks as="alternate" page={page} feed={feed} />}
      </head>
      <body>
        <a class="ds-skip-link" href="#content">
          {t.skip}
        </a>
        <Header page={page} />
        {nav ?? null}
        {trail === undefined ? null : <Trail page={page} trail={trail} />}
        <main id="content" tabindex={-1}>
          {page.stops ?? null}
          {visitor === null && !desk ? <StaleBanner page={page} /> : <Standing page={page}>{standing}</Standing>}
          {children}
        </main>
        <Footer page={page} />
      </body>
    </html>
  );
}

function Header({ page: { t, language, path, query } }: { readonly page: Page }) {
  const other = t.otherLanguage.language === "en" ? "en" : "sv";
  return (
    <header class="site-header">
      <div class="column">
        <a class="brand" href={linkTo(language, "/")}>
          <svg aria-hidden="true" viewBox="0 0 32 32" width="28" height="28">
            <rect class="brand-tile" width="32" height="32" rx="8" />
            <g class="brand-pill" transform="rotate(-45 16 16)">
              <rect x="5.5" y="10.5" width="21" height="11" rx="5.5" />
              <path d="M16 10.5h5a5.5 5.5 0 0 1 0 11h-5z" />
            </g>
          </svg>
          <span>{t.site}</span>
        </a>
        <a class="language" href={chooseLanguage(other, path, query)} lang={other} hreflang={other}>
          {t.otherLanguage.text}
        </a>
      </div>
    </header>
  );
}

function Trail({ page: { t, language }, trail }: { readonly page: Page; readonly trail: readonly Crumb[] }) {
  return (
    <nav class="trail column" aria-label={t.path}>
      <ol>
        {[{ text: t.home, path: "/" }, ...trail].map(({ text, path }) => (
          <li>
            <a href={linkTo(language, path)}>{text}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function StaleBanner({ page: { t, words, source } }: { readonly page: Page }) {
  if (typeof source === "string" || !source.stale) return null;
  return (
    <p class="ds-alert stale" data-color="warning" data-stale>
      <strong>{t.stale(stockholmMinute(source.fileTime), describeAge(source.ageHours, words))}</strong>
    </p>
  );
}

function Footer({ page }: { readonly page: Page }) {
  const { t, words, language, source, version, visitor, fetched } = page;
  return (
    <footer class="site-footer">
      <div class="column">
        {source === "none" ? <p class="source">{t.noSource}</p> : null}
        {typeof source === "string" ? null : (
          <p class="source">
            {words.source(words.sources[source.name] ?? source.name, stockholmMinute(source.fileTime))}
          </p>
        )}
        <p>{t.footer.about}</p>
        <p>{t.footer.licence}</p>
        {fetched === null ? null : <p class="printed">{t.footer.fetched(fetched.url, fetched.at)}</p>}
        <p class="only-screen">
          {visitor === null ? <a href={linkTo(language, SUBSCRIBE_PATH)}>{t.subscribe}</a> : null}
          {visitor === null ? " · " : null}
          <a href={linkTo(language, SOURCES_PATH)}>{t.sources}</a> ·{" "}
          {page.hasReport === true ? <a href={linkTo(language, REPORT_PATH)}>{t.report}</a> : null}
          {page.hasReport === true ? " · " : null}
          <a href={linkTo(language, "/tillganglighet")}>{t.accessibility}</a> ·{" "}
          <a href={linkTo(language, PRIVACY_PATH)}>{t.privacy}</a> ·{" "}
          {visitor === null ? <a href={linkTo(language, "/login")}>{t.desk.nav.signIn}</a> : null}
          {visitor === null ? " · " : null}
          {t.footer.version(version)}
        </p>
      </div>
    </footer>
  );
}
