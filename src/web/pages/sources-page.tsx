import { describeTrouble } from "../../../templates/alert-content.ts";
import type { ContentLine } from "../../../templates/content.ts";
import type { OpenAlert } from "../../db/alerts.ts";
import type { SourceStanding } from "../../db/source-health.ts";
import { stockholmMinute } from "../../domain/calendar.ts";
import { ageHours } from "../../domain/source-health.ts";
import type { Page } from "../page.ts";
import { Layout } from "./layout.tsx";

interface SourcesPageProps {
  readonly page: Page;
  readonly standings: readonly SourceStanding[];
  readonly alerts: readonly OpenAlert[];
  readonly now: Date;
}

/** How fresh and how sure what the site says is, source by source. */
export function SourcesPage({ page, standings, alerts, now }: SourcesPageProps) {
  const { sourcesPage: t } = page.t;
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
              {t.since(stockholmMinute(alert.openedAt))}: {page.words.alerts[alert.kind]}{" "}
              <span class="quiet">{describeTrouble(alert, page.words).map(writeLine).join(" ")}</span>
            </li>
          ))}
        </ul>
      )}
      {standings.length === 0 ? <p>{t.none}</p> : null}
      {standings.map((standing) => (
        <Standing page={page} standing={standing} now={now} />
      ))}
    </Layout>
  );
}

function writeLine({ label, text }: ContentLine): string {
  return label === null ? text : `${label}: ${text}`;
}

function Standing({
  page,
  standing,
  now,
}: {
  readonly page: Page;
  readonly standing: SourceStanding;
  readonly now: Date;
}) {
  const { sourcesPage: t } = page.t;
  const { health, file } = standing;
  const time = (at: Date | null | undefined) => (at == null ? t.never : stockholmMinute(at));
  const created = file?.createdAt ?? null;
  const lines: (readonly [string, string])[] = [
    [t.lastTry, time(health?.triedAt)],
    ...(health === null ? [] : [[t.result, t.outcomes[health.outcome]] as const]),
    ...(health?.reason == null ? [] : [[t.reason, health.reason] as const]),
    [t.lastGood, time(health?.goodAt)],
    [t.fileTime, created === null ? t.never : `${stockholmMinute(created)}, ${t.age(ageHours(created, now))}`],
    ...(file === null
      ? []
      : [
          [t.size, describeSize(file.byteCount, page)] as const,
          [t.rows, t.counts(file.reports, file.notices, file.packages)] as const,
          [t.warnings, String(file.warnings)] as const,
          [t.unknownValues, String(file.unknownValues)] as const,
        ]),
    [t.open, String(standing.openNotices)],
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

/** In megabytes with a decimal, `19,1 MB`; a small file in whole kilobytes. */
function describeSize(bytes: number, { language }: Page): string {
  const [amount, unit, decimals] = bytes < 1_000_000 ? [bytes / 1_000, "kB", 0] : [bytes / 1_000_000, "MB", 1];
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return `${new Intl.NumberFormat(language, digits).format(Math.max(amount, 1))} ${unit}`;
}

function nameOf(page: Page, source: string, title: string | null): string {
  return title ?? (Object.hasOwn(page.words.sources, source) ? page.words.sources[source] : undefined) ?? source;
}
