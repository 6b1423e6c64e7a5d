import type { Child } from "hono/jsx";
import type { ReaderHold } from "../../../db/reader-holds.ts";
import type { Subscription } from "../../../db/subscriptions.ts";
import type { NamedInWishes } from "../../../db/wish-names.ts";
import type { Wish } from "../../../db/wishes.ts";
import { findRegion } from "../../../domain/region.ts";
import { END_REASONS } from "../../../domain/subscription.ts";
import { canResume } from "../../../services/unsubscribing.ts";
import { Layout } from "../../frame/layout.tsx";
import { linkTo, type Page } from "../../frame/page.ts";
import { ChoicesField, SubmitButton } from "../../parts/form-fields.tsx";
import { HoldNotice } from "../../wish-parts/hold-notice.tsx";
import { sayDelivering } from "../../wish-parts/subscription-words.ts";
import { WishSentence } from "../../wish-parts/wish-sentence.tsx";
import { DEED, type Deed } from "./deeds.ts";
import { preferencesWords } from "./words.ts";

/** What was just done: told above all else. */
export type Told = "silence-on" | "silence-off" | "undone" | "thanks" | "no-reason" | "sent" | null;

interface PreferencesPageProps {
  readonly page: Page;
  readonly subscription: Subscription;
  readonly wishes: readonly Wish[];
  readonly names: NamedInWishes;
  readonly hold: ReaderHold | null;
  readonly told: Told;
  readonly now: Date;
}

/** What a subscription is, and a button that ends it. Never shows where it goes. */
export function PreferencesPage(props: PreferencesPageProps) {
  const { page, subscription, hold, told } = props;
  const words = preferencesWords[page.language];
  const { regionCode, state } = subscription;
  const ended = state === "ended";
  const title = ended ? words.endedTitle : words.title;
  return (
    <Layout page={page} title={title}>
      <h1>{title}</h1>
      <Notice page={page} told={told} />
      <p class="lead">{nameSubscription(page, subscription)}</p>
      <p>{words.states[state]}</p>
      {hold === null ? null : <HoldNotice page={page} hold={hold} />}
      {ended ? <Ended {...props} /> : <Standing {...props} />}
      <Change {...props} />
      {findRegion(regionCode) === undefined ? null : (
        <p>
          <a href={linkTo(page.language, `/r/${regionCode}`)}>{words.see(findRegion(regionCode)?.name ?? "")}</a>
        </p>
      )}
    </Layout>
  );
}

function nameSubscription({ language, t }: Page, { regionCode, channel, purpose }: Subscription): string {
  const words = preferencesWords[language];
  // Whoever runs Restsignal subscribes to its alerts, which belong to no region.
  const region = findRegion(regionCode)?.name ?? null;
  const by = t.channels[channel] ?? channel;
  if (region === null) return words.alerts(by);
  return purpose === "desk" ? words.desk(region, by) : words.what(region, by);
}

function Notice({ page: { language }, told }: Pick<PreferencesPageProps, "page" | "told">) {
  const words = preferencesWords[language];
  if (told === null) return null;
  const text = {
    undone: words.undone,
    thanks: words.reason.thanks,
    "no-reason": words.reason.none,
    sent: words.change.sent,
    "silence-on": words.silence.isOn,
    "silence-off": words.silence.isOff,
  }[told];
  return (
    <p class="ds-alert" data-color={told === "no-reason" ? "warning" : "success"} role="status">
      {text}
    </p>
  );
}

/** What comes and when, and the end. */
function Standing({ page, subscription, wishes, names, now }: PreferencesPageProps) {
  const words = preferencesWords[page.language];
  const { regionCode, purpose } = subscription;
  const standing = wishes.filter(({ endedAt }) => endedAt === null);
  return (
    <>
      {purpose === "desk" ? null : (
        <>
          <h2>{words.wishesTitle}</h2>
          {standing.length === 0 ? <p>{words.noWishes}</p> : null}
          <ul>
            {standing.map((wish) => (
              <li>
                <WishSentence page={page} wish={wish} regionCode={regionCode} names={names} />
              </li>
            ))}
          </ul>
          <h2>{words.whenTitle}</h2>
          <p>{sayDelivering(page, subscription, now)}</p>
          <Silence page={page} subscription={subscription} />
        </>
      )}
      <DeedForm page={page} deed="end">
        <SubmitButton text={words.end} />
      </DeedForm>
      <p class="hint">{purpose === "desk" ? words.deskAgain : words.endHint}</p>
    </>
  );
}

/** The letter after a month that brought nothing, which comes by e-mail alone. */
function Silence({ page, subscription }: Pick<PreferencesPageProps, "page" | "subscription">) {
  const { silence } = preferencesWords[page.language];
  if (subscription.channel !== "email") return null;
  const { tellsSilence } = subscription;
  return (
    <>
      <p>{tellsSilence ? silence.on : silence.off}</p>
      <DeedForm page={page} deed={tellsSilence ? "silence-off" : "silence-on"}>
        <SubmitButton text={tellsSilence ? silence.turnOff : silence.turnOn} variant="secondary" />
      </DeedForm>
    </>
  );
}

/** The way back, and why, for whoever wants to say it. */
function Ended({ page, subscription }: PreferencesPageProps) {
  const words = preferencesWords[page.language];
  if (!canResume(subscription)) return <p>{subscription.purpose === "desk" ? words.deskAgain : words.again}</p>;
  const { reason } = words;
  const chosen = subscription.endedReason;
  return (
    <>
      <DeedForm page={page} deed="resume">
        <SubmitButton text={words.undo} />
      </DeedForm>
      <p class="hint">{words.undoHint}</p>
      <h2>{reason.title}</h2>
      <DeedForm page={page} deed="explain">
        <ChoicesField
          type="radio"
          name="reason"
          label={reason.legend}
          hint={reason.hint}
          values={chosen === null ? [] : [chosen]}
          options={END_REASONS.map((one) => [one, reason.reasons[one]] as const)}
        />
        <SubmitButton text={reason.send} variant="secondary" />
      </DeedForm>
    </>
  );
}

/** How one comes to all of one's own: by a letter to the address, since whoever reads this may be another. */
function Change({ page, subscription, told }: PreferencesPageProps) {
  const { change } = preferencesWords[page.language];
  const { channel, purpose, state, erasedAt } = subscription;
  if (purpose !== "readers" || erasedAt !== null || told === "sent") return null;
  if (channel !== "email") return state === "ended" ? null : <p>{change.other(page.t.channels[channel] ?? channel)}</p>;
  return (
    <>
      <h2>{state === "ended" ? change.titleEnded : change.title}</h2>
      <p>{change.text}</p>
      <DeedForm page={page} deed="link">
        <SubmitButton text={change.send} variant="secondary" />
      </DeedForm>
    </>
  );
}

function DeedForm({
  page: { language, path },
  deed,
  children,
}: {
  readonly page: Page;
  readonly deed: Deed;
  readonly children?: Child;
}) {
  return (
    <form class="own-deed" method="post" action={linkTo(language, path)}>
      <input type="hidden" name={DEED} value={deed} />
      {children}
    </form>
  );
}

/** What was sent is none of ours and no mail reader's one click: nothing is done. */
export function WrongFormPage({ page }: { readonly page: Page }) {
  const { wrong } = preferencesWords[page.language];
  return (
    <Layout page={page} title={wrong.title}>
      <h1>{wrong.title}</h1>
      <p class="lead">{wrong.text}</p>
      <p>
        <a href={linkTo(page.language, page.path)}>{wrong.open}</a>
      </p>
    </Layout>
  );
}
