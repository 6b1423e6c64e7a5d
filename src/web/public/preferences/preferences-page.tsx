import type { Subscription } from "../../../db/subscriptions.ts";
import { findRegion } from "../../../domain/region.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { Layout } from "../../frame/layout.tsx";

interface PreferencesPageProps {
  readonly page: Page;
  readonly subscription: Subscription;
}

/** What a subscription is, and a button that ends it. Never shows where it goes. */
export function PreferencesPage({ page, subscription }: PreferencesPageProps) {
  const { t, language, path } = page;
  const { regionCode, channel, state } = subscription;
  // Whoever runs Restsignal subscribes to its alerts, which belong to no region.
  const region = findRegion(regionCode)?.name ?? null;
  const by = t.preferences.channels[channel] ?? channel;
  const ended = state === "ended";
  const desk = subscription.purpose === "desk";
  const what = desk ? t.preferences.desk : t.preferences.what;
  return (
    <Layout page={page} title={t.preferences.title}>
      <h1>{ended ? t.preferences.endedTitle : t.preferences.title}</h1>
      <p class="lead">{region === null ? t.preferences.alerts(by) : what(region, by)}</p>
      <p>{t.preferences.states[state]}</p>
      {ended ? (
        <p>{desk ? t.preferences.deskAgain : t.preferences.again}</p>
      ) : (
        <>
          {desk ? null : <Wishes page={page} subscription={subscription} />}
          <form class="end" method="post" action={linkTo(language, path)}>
            <button class="ds-button" type="submit">
              {t.preferences.end}
            </button>
          </form>
        </>
      )}
      {region === null ? null : (
        <p>
          <a href={linkTo(language, `/r/${regionCode}`)}>{t.preferences.see(region)}</a>
        </p>
      )}
    </Layout>
  );
}

function Wishes({ page: { t }, subscription: { filter } }: PreferencesPageProps) {
  const wishes = [
    filter.atc === undefined ? null : t.preferences.atc(filter.atc.join(", ")),
    filter.priorities === undefined ? null : t.preferences.priorities(filter.priorities.join(", ")),
    filter.areas === undefined ? null : t.preferences.areas(filter.areas.join(", ")),
  ].filter((wish) => wish !== null);
  if (wishes.length === 0) return <p>{t.preferences.everything}</p>;
  return (
    <>
      <p>{t.preferences.limited}</p>
      <ul>
        {wishes.map((wish) => (
          <li>{wish}</li>
        ))}
      </ul>
    </>
  );
}
