import { MINE_PATH, preferencesPath, regionPath, SUBSCRIBE_PATH } from "../../../addresses.ts";
import { describeDelivering } from "../../../../templates/wish-words.ts";
import type { ReaderHold } from "../../../db/reader-holds.ts";
import type { Subscription } from "../../../db/subscriptions.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import { nextDigest, parseRhythm } from "../../../domain/rhythm.ts";
import { nameRegion } from "../../../domain/region.ts";
import type { SignUp } from "../../../db/sign-ups.ts";
import { Layout } from "../../frame/layout.tsx";
import { WithSwedish } from "../../frame/swedish.tsx";
import { linkTo, type Page } from "../../frame/page.ts";
import { HoldNotice } from "../../wish-parts/hold-notice.tsx";
import { SubmitButton } from "../../parts/form-fields.tsx";
import { subscribeWords } from "./words.ts";

interface ConfirmPageProps {
  readonly page: Page;
  readonly signUp: SignUp;
  /** What they have in the regions asked for. */
  readonly own: readonly Subscription[];
  /** What is asked for, in words, by region. */
  readonly told: ReadonlyMap<string, ToldWish>;
  /** Whose it is, so that no whole address stands on a page. */
  readonly address: string;
  readonly now: Date;
}

/** What is asked for, and the button that makes it so; nothing is changed by looking at it. */
export function ConfirmPage({ page, signUp, own, told, address, now }: ConfirmPageProps) {
  const t = subscribeWords[page.language].confirm;
  const { delivery, regionCodes } = signUp.choices;
  const known = own.filter(({ state }) => state !== "ended").map(({ regionCode }) => regionCode);
  const isNew = regionCodes.some((code) => !known.includes(code));
  const delivering = { ...delivery, snoozedUntil: null };
  return (
    <Layout page={page} title={t.title}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead(address)}</p>
      <Told page={page} told={[...told.values()]} />
      {known.map((code) => (
        <p>{t.known(nameRegion(code))}</p>
      ))}
      {isNew ? (
        <p>
          <strong>{t.whenHeading}:</strong> {describeDelivering(delivering, { language: page.language, now })}.
        </p>
      ) : null}
      <form class="subscribe" method="post" action={linkTo(page.language, page.path)}>
        <p>{signUp.agreement.text}</p>
        <SubmitButton text={t.button} />
      </form>
      <p class="quiet">{t.not}</p>
    </Layout>
  );
}

/** What is asked for in one region, in a sentence in which these words are Swedish. */
export interface ToldWish {
  readonly text: string;
  readonly swedish: readonly string[];
}

export function Told({ page, told }: { readonly page: Page; readonly told: readonly ToldWish[] }) {
  return (
    <ul>
      {told.map(({ text, swedish }) => (
        <li>
          <WithSwedish page={page} text={text} words={swedish} />
        </li>
      ))}
    </ul>
  );
}

interface DonePageProps extends Omit<ConfirmPageProps, "signUp"> {
  /** The regions in which just this is wanted still. */
  readonly wanted: ReadonlySet<string>;
  readonly holds: ReadonlyMap<number, ReaderHold>;
}

/** How what was confirmed stands now, however often one looks. */
export function DonePage({ page, own, wanted, holds, told, address, now }: DonePageProps) {
  const t = subscribeWords[page.language].done;
  const standing = own.filter(({ state }) => state !== "ended");
  const ended = own.filter(({ state }) => state === "ended");
  const title = standing.length === 0 ? t.endedTitle : t.title;
  const here = new Map([...told].filter(([code]) => wanted.has(code)));
  return (
    <Layout page={page} title={title}>
      <h1>{title}</h1>
      {[...new Set(holds.values())].map((hold) => (
        <HoldNotice page={page} hold={hold} />
      ))}
      {here.size === 0 ? null : <p class="lead">{t.lead(address)}</p>}
      <Told page={page} told={[...here.values()]} />
      {[...new Set(standing.map((subscription) => sayNext(page, subscription, now)))].map((line) => (
        <p>{line}</p>
      ))}
      {standing
        .filter(({ regionCode }) => !wanted.has(regionCode))
        .map(({ regionCode }) => (
          <p>{t.changed(nameRegion(regionCode))}</p>
        ))}
      {ended.map(({ regionCode }) => (
        <p>{t.ended(nameRegion(regionCode))}</p>
      ))}
      <ul class="links">
        {standing.length === 0 ? null : (
          <li>
            <a href={linkTo(page.language, MINE_PATH)}>{t.mine}</a>
          </li>
        )}
        {standing.map(({ regionCode, token }) => (
          <li>
            <a href={linkTo(page.language, preferencesPath(token))}>{t.end(nameRegion(regionCode))}</a>
          </li>
        ))}
        {standing.map(({ regionCode }) => (
          <li>
            <a href={linkTo(page.language, regionPath(regionCode))}>{t.see(nameRegion(regionCode))}</a>
          </li>
        ))}
        {ended.length === 0 ? null : (
          <li>
            <a href={linkTo(page.language, SUBSCRIBE_PATH)}>{subscribeWords[page.language].confirm.again}</a>
          </li>
        )}
      </ul>
    </Layout>
  );
}

/** When something comes at the earliest; what is urgent may come before. */
function sayNext({ language }: Page, subscription: Subscription, now: Date): string {
  const t = subscribeWords[language].done;
  if (subscription.state === "paused") return t.paused(nameRegion(subscription.regionCode));
  const { snoozedUntil } = subscription;
  if (snoozedUntil !== null && snoozedUntil > now) return t.snoozed(stockholmMinute(snoozedUntil));
  const rhythm = parseRhythm(subscription.rhythm);
  if (rhythm === null || rhythm.kind === "at-once") return t.atOnce;
  return t.first(stockholmMinute(nextDigest(rhythm, now)));
}
