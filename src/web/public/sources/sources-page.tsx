import type { JSX } from "hono/jsx/jsx-runtime";
import { describeAge } from "../../../../templates/age.ts";
import { describeTrouble } from "../../../../templates/alert-content.ts";
import type { ContentLine } from "../../../../templates/content.ts";
import type { OpenAlert } from "../../../db/alerts.ts";
import type { SourceHealth, SourceStanding } from "../../../db/source-health.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import { CATALOGUE_SOURCE } from "../../../domain/source-health.ts";
import type { PageClock } from "../../frame/page-clock.ts";
import type { Page } from "../../frame/page.ts";
import { Layout } from "../../frame/layout.tsx";
import { sourcesWords } from "./words.ts";

interface SourcesPageProps {
  readonly page: Page;
  readonly standings: readonly SourceStanding[];
  readonly alerts: readonly OpenAlert[];
  readonly clock: PageClock;
}

/** How fresh and how sure what the site says is, source by source. */
export function SourcesPage({ page, standings, alerts, clock }: SourcesPageProps) {
  const t = sourcesWords[page.language];
  const titles = new Map(standings.map(({ source, title }) => [source, title]));
  return (
    <Layout page={page} title={t.title} trail={[]}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <h2>{t.alertsHeading}</h2>
      {alerts.length === 0 ? (
        <p>{t.noAlerts}</p>
      ) : (
        <ul>
          {alerts.map((alert) => (
            <li>
              <strong>{nameOf(page, alert.source, titles.get(alert.source) ?? null)}</strong>{" "}
              {t.since(stockholmMinute(alert.openedAt))}: {page.words.alerts[alert.kind]}
              <Trouble page={page} lines={describeTrouble(alert, page.words)} />
            </li>
          ))}
        </ul>
      )}
      {standings.length === 0 ? <p>{t.none}</p> : null}
      {standings.length > 0 && !standings.some(({ source, file }) => source === CATALOGUE_SOURCE && file !== null) ? (
        <p>{t.noCatalogue}</p>
      ) : null}
      {standings.map((standing) => (
        <Standing page={page} standing={standing} clock={clock} />
      ))}
    </Layout>
  );
}

/** What happened in words; what only a program has said of it stands folded, and in the language that it is in. */
function Trouble({ page: { language }, lines }: { readonly page: Page; readonly lines: readonly ContentLine[] }) {
  return (
    <>
      {lines.map(({ label, text, quoted }) =>
        label === null ? (
          <p>{text}</p>
        ) : (
          <details>
            <summary>{label}</summary>
            <p {...(quoted === undefined || quoted.language === language ? {} : { lang: quoted.language })}>{text}</p>
          </details>
        ),
      )}
    </>
  );
}

/** Why the last try brought no file; nothing when it went well. */
function describeTry({ reason, cause, failures }: SourceHealth, words: Page["words"]): ContentLine[] {
  if (reason === null) return [];
  if (cause === null) return describeTrouble({ reason }, words);
  return describeTrouble(
    {
      reason,
      cause: cause.kind === "failed" ? { kind: "unreachable", tries: failures, failure: cause.failure } : cause,
    },
    words,
  );
}

function Standing({
  page,
  standing,
  clock,
}: {
  readonly page: Page;
  readonly standing: SourceStanding;
  readonly clock: PageClock;
}) {
  const t = sourcesWords[page.language];
  const { health, file } = standing;
  const time = (at: Date | null | undefined) => (at == null ? t.never : stockholmMinute(at));
  const created = file?.createdAt ?? null;
  const trouble = health === null ? [] : describeTry(health, page.words);
  const lines: (readonly [string, string | JSX.Element])[] = [
    [t.lastTry, time(health?.triedAt)],
    ...(health === null ? [] : [[t.result, t.outcomes[health.outcome]] as const]),
    ...(trouble.length === 0 ? [] : [[t.reason, <Trouble page={page} lines={trouble} />] as const]),
    [t.lastGood, time(health?.goodAt)],
    [
      file?.products == null ? t.fileTime : t.catalogueDay,
      created === null
        ? t.never
        : `${describeFileTime(file, created)}, ${t.age(describeAge(clock.ageOf(created), page.words))}`,
    ],
    ...(file === null
      ? []
      : [
          [t.size, describeSize(file.byteCount, page)] as const,
          [
            t.rows,
            file.products === null
              ? t.counts(file.reports, file.notices, file.packages)
              : t.products(formatCount(file.products, page)),
          ] as const,
          [t.warnings, String(file.warnings)] as const,
          [t.unknownValues, String(file.unknownValues)] as const,
        ]),
    ...(file?.products == null ? [[t.open, String(standing.openNotices)] as const] : []),
  ];
  return (
    <section>
      <h2>{nameOf(page, standing.source, standing.title)}</h2>
      <dl class="standing">
        {lines.map(([term, value]) => (
          <div>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Of a catalogue only the day is known. */
function describeFileTime(file: SourceStanding["file"], created: Date): string {
  return file?.products == null || file.asOf === null ? stockholmMinute(created) : file.asOf;
}

function formatCount(count: number, { language }: Page): string {
  return new Intl.NumberFormat(language).format(count);
}

/** In megabytes with a decimal, `19,1 MB`; a small file in whole kilobytes. */
function describeSize(bytes: number, { language }: Page): string {
  const [amount, unit, decimals] = bytes < 1_000_000 ? [bytes / 1_000, "kB", 0] : [bytes / 1_000_000, "MB", 1];
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return `${new Intl.NumberFormat(language, digits).format(Math.max(amount, 1))} ${unit}`;
}

function nameOf(page: Page, source: string, title: string | null): string {
  return title ?? (Object.hasOwn(page.words.sources, source) ? page.words.sources[source] : undefined) ?? source;
}
