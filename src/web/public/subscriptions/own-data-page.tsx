import { stockholmMinute } from "../../../domain/calendar.ts";
import { nameRegion } from "../../../domain/region.ts";
import type { OwnDelivery } from "../../../db/own-data.ts";
import type { OwnData } from "../../../services/own-data.ts";
import { showEmail } from "../../frame/show-email.ts";
import { Layout } from "../../frame/layout.tsx";
import { linkTo, type Page } from "../../frame/page.ts";
import { SubmitButton } from "../../parts/form-fields.tsx";
import { WishSentence } from "../../wish-parts/wish-sentence.tsx";
import type { Child } from "hono/jsx";
import type { Opened } from "./link.tsx";
import type { ShownSubscription } from "./overview-page.tsx";
import { subscriptionsWords } from "./words.ts";

const SHOWN_DELIVERIES = 100;

interface OwnDataPageProps {
  readonly opened: Opened;
  readonly data: OwnData;
  readonly subscriptions: readonly ShownSubscription[];
}

/** All that lies here about one reader, to be read. */
export function OwnDataPage({ opened, data, subscriptions }: OwnDataPageProps) {
  const { page, path, address } = opened;
  const t = subscriptionsWords[page.language];
  const { own } = t;
  const { consents } = data;
  const waiting = data.signUps.filter(({ confirmedAt }) => confirmedAt === null);
  const suppressed = data.suppressions.filter(({ liftedAt }) => liftedAt === null);
  return (
    <Layout page={page} title={own.title}>
      <h1>{own.title}</h1>
      <p class="lead">{own.lead(showEmail(address))}</p>
      <p>
        <a href={linkTo(page.language, `${path}/uppgifter.json`)} download>
          {own.download}
        </a>
      </p>
      {suppressed.map(({ reason, since }) => (
        <p>{own.suppressed[reason]?.(sayTime(since))}</p>
      ))}
      {subscriptions.map((one) => (
        <>
          <h2>{nameRegion(one.own.regionCode)}</h2>
          <Lines
            lines={one.wishes.map((wish) => (
              <WishSentence page={page} wish={wish} regionCode={one.own.regionCode} names={one.names} />
            ))}
            none={own.nothing}
          />
        </>
      ))}
      <h2>{own.consents}</h2>
      <Lines
        lines={consents.map(({ text, confirmedAt, takenInBy }) =>
          takenInBy === null
            ? own.consent(text, sayTime(confirmedAt))
            : own.takenIn(text, sayTime(confirmedAt), takenInBy),
        )}
        none={own.noConsent}
      />
      {waiting.length === 0 ? null : <h2>{own.signUps}</h2>}
      <Lines lines={waiting.map((one) => own.signUp(sayTime(one.askedAt), sayTime(one.expiresAt)))} />
      <Sent page={page} data={data} />
      <p>{own.desk}</p>
      <p>
        <a href={linkTo(page.language, path)}>{t.back}</a>
      </p>
    </Layout>
  );
}

/** What went to the address or came back, and what is to be answered there. */
function Sent({ page, data }: Pick<OwnDataPageProps, "data"> & { readonly page: Page }) {
  const { own } = subscriptionsWords[page.language];
  const { deliveries, letters, questions, returns } = data;
  const shown = deliveries.slice(0, SHOWN_DELIVERIES);
  return (
    <>
      <h2>{own.deliveries}</h2>
      {deliveries.length === 0 ? null : <p>{own.deliveriesCount(shown.length, deliveries.length)}</p>}
      <Lines
        lines={shown.map((one) =>
          own.delivery(
            sayTime(one.at ?? one.publishedAt),
            sayAbout(one, own.overview),
            own.states[one.state] ?? own.other,
          ),
        )}
        none={own.nothing}
      />
      {returns.length === 0 ? null : <h2>{own.returns}</h2>}
      <Lines
        lines={returns.map(({ at, verdict }) => own.consent(`${own.verdicts[verdict] ?? own.other}.`, sayTime(at)))}
      />
      <h2>{own.letters}</h2>
      <Lines
        lines={letters.map(({ kind, askedAt, state }) =>
          own.delivery(sayTime(askedAt), own.letterKinds[kind] ?? kind, own.states[state] ?? own.other),
        )}
        none={own.nothing}
      />
      <h2>{own.questions}</h2>
      <Lines lines={questions.map(({ text, askedAt }) => own.consent(text, sayTime(askedAt)))} none={own.nothing} />
    </>
  );
}

function Lines({ lines, none }: { readonly lines: readonly Child[]; readonly none?: string }) {
  if (lines.length === 0) return none === undefined ? null : <p>{none}</p>;
  return (
    <ul>
      {lines.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  );
}

function sayAbout({ substance, regionCode }: OwnDelivery, overview: string): string {
  return `${nameRegion(regionCode)}, ${substance ?? overview}`;
}

/** Instants stand as texts in what was read. */
function sayTime(instant: string): string {
  return stockholmMinute(new Date(instant));
}

/** What happens when all about somebody is erased, and the button that does it. */
export function ErasePage({ opened: { page, path } }: { readonly opened: Opened }) {
  const t = subscriptionsWords[page.language];
  const { erase } = t;
  return (
    <Layout page={page} title={erase.title}>
      <h1>{erase.title}</h1>
      <p class="lead">{erase.what}</p>
      <ul>
        {erase.points.map((point) => (
          <li>{point}</li>
        ))}
      </ul>
      <p>{erase.stays}</p>
      <p>{erase.desk}</p>
      <p>
        <strong>{erase.noUndo}</strong>
      </p>
      <form class="own-deed" method="post" action={linkTo(page.language, `${path}/radera`)}>
        <input type="hidden" name="do" value="erase" />
        <SubmitButton text={erase.yes} />
      </form>
      <p>
        <a href={linkTo(page.language, path)}>{t.do.cancel}</a>
      </p>
    </Layout>
  );
}

export function ErasedPage({ opened: { page } }: { readonly opened: Opened }) {
  const { erase } = subscriptionsWords[page.language];
  return (
    <Layout page={page} title={erase.doneTitle}>
      <h1>{erase.doneTitle}</h1>
      <p class="lead" role="status">
        {erase.done}
      </p>
      <p>{erase.stays}</p>
    </Layout>
  );
}
