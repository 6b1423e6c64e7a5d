import type { Subscription } from "../../../db/subscriptions.ts";
import { findRegion } from "../../../domain/region.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { Layout } from "../../frame/layout.tsx";
import { preferencesWords } from "./words.ts";

interface PreferencesPageProps {
  readonly page: Page;
  readonly subscription: Subscription;
}

/** What a subscription is, and a button that ends it. Never shows where it goes. */
export function PreferencesPage({ page, subscription }: PreferencesPageProps) {
  const words = preferencesWords[page.language];
  const { language, path } = page;
  const { regionCode, channel, state } = subscription;
  // Whoever runs Restsignal subscribes to its alerts, which belong to no region.
  const region = findRegion(regionCode)?.name ?? null;
  const by = page.t.channels[channel] ?? channel;
  const ended = state === "ended";
  const desk = subscription.purpose === "desk";
  const what = desk ? words.desk : words.what;
  return (
    <Layout page={page} title={words.title}>
      <h1>{ended ? words.endedTitle : words.title}</h1>
      <p class="lead">{region === null ? words.alerts(by) : what(region, by)}</p>
      <p>{words.states[state]}</p>
      {ended ? (
        <p>{desk ? words.deskAgain : words.again}</p>
      ) : (
        <>
          {desk ? null : <Wishes page={page} subscription={subscription} />}
          <form class="end" method="post" action={linkTo(language, path)}>
            <button class="ds-button" type="submit">
              {words.end}
            </button>
          </form>
        </>
      )}
      {region === null ? null : (
        <p>
          <a href={linkTo(language, `/r/${regionCode}`)}>{words.see(region)}</a>
        </p>
      )}
    </Layout>
  );
}

function Wishes({ page: { language }, subscription: { filter } }: PreferencesPageProps) {
  const t = preferencesWords[language];
  const wishes = [
    filter.atc === undefined ? null : t.atc(filter.atc.join(", ")),
    filter.priorities === undefined ? null : t.priorities(filter.priorities.join(", ")),
    filter.areas === undefined ? null : t.areas(filter.areas.join(", ")),
  ].filter((wish) => wish !== null);
  if (wishes.length === 0) return <p>{t.everything}</p>;
  return (
    <>
      <p>{t.limited}</p>
      <ul>
        {wishes.map((wish) => (
          <li>{wish}</li>
        ))}
      </ul>
    </>
  );
}
