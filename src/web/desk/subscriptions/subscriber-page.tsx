import type { KeptConsent } from "../../../db/readers.ts";
import { isAllowed } from "../../../domain/account.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import { hideAddresses } from "../../../domain/delivery-reason.ts";
import { MAX_STOP_REASON_CHARS } from "../../../domain/delivery-stop.ts";
import { ENDED_BY_REGION } from "../../../domain/reader.ts";
import type { Region } from "../../../domain/region.ts";
import { canRestore } from "../../../services/readers.ts";
import { ENDED_BY_SUBSCRIBER } from "../../../domain/subscription.ts";
import { describeReason } from "../../desk-parts/reasons.ts";
import { nameChannel } from "../../frame/channel-name.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { DeskForm, ProblemSummary, SubmitButton, TextField } from "../../parts/form-fields.tsx";
import { sayDelivering } from "../../wish-parts/subscription-words.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { ConfirmByHand, SharedStandingLine, type ShownShared } from "./shared-part.tsx";
import type { ShownReader } from "./shown-reader.ts";
import { nameReader, Wishes } from "./subscribers-page.tsx";
import { subscribersWords, suppressedWords } from "./words.ts";

/** No text of a consent that is kept is longer. */
const MAX_CONSENT_CHARS = 2_000;

export interface SubscriberPageProps {
  readonly page: Page;
  readonly region: Region;
  readonly reader: ShownReader;
  readonly consents: readonly KeptConsent[];
  readonly isSuppressed: boolean;
  readonly now: Date;
  readonly problems: readonly FieldProblem[];
  /** The reason as it was written, where it was not taken. */
  readonly reason: string;
  /** How it stands with its yearly confirmation; null of who reads alone. */
  readonly shared: ShownShared | null;
  readonly said: string;
  readonly done: string | undefined;
}

/** One reader: how they stand and why, what they get, what they agreed to, and what the region can do. */
export function SubscriberPage(props: SubscriberPageProps) {
  const { page, region, reader, consents, isSuppressed, now, problems, shared, done } = props;
  const t = subscribersWords[page.language];
  const { subscription, since, waiting } = reader;
  return (
    <DeskLayout
      page={page}
      title={t.reader(nameReader(page, reader))}
      regionCode={region.code}
      area="deliveries"
      done={done}
    >
      <ProblemSummary page={page} problems={problems} />
      <p class="lead">
        <strong>{t.states[reader.state]}.</strong> {describeState(props)}
      </p>
      {isSuppressed ? (
        <p class="ds-alert" data-color="warning">
          {suppressedWords[page.language].reader}{" "}
          <a href={linkTo(page.language, `/subscriptions/${region.code}/suppressed`)}>
            {suppressedWords[page.language].link}
          </a>
        </p>
      ) : null}
      <p>
        {nameChannel(page, subscription.channel)}. {t.one.since(stockholmMinute(since))} {t.one.waiting(waiting)}
      </p>
      <h2>{t.one.asks}</h2>
      <Wishes page={page} region={region} reader={reader} />
      <p>{sayDelivering(page, subscription, now)}</p>
      <h2>{t.one.consent}</h2>
      {shared === null ? null : <SharedStandingLine page={page} shared={shared} />}
      {consents.length === 0 ? <p>{t.one.noConsent}</p> : null}
      <ul>
        {consents.map(({ at, text }) => (
          <li>{t.one.consentOf(stockholmMinute(at), hideAddresses(text, MAX_CONSENT_CHARS))}</li>
        ))}
      </ul>
      <Confirm {...props} />
      <Deeds {...props} />
      <p>
        <a href={linkTo(page.language, `/subscriptions/${region.code}`)}>{t.one.back}</a>
      </p>
    </DeskLayout>
  );
}

/** Why they stand so, where there is more to say. */
function describeState({ page, reader }: SubscriberPageProps): string {
  const { one } = subscribersWords[page.language];
  const { state, stop, pausedAt, subscription } = reader;
  const say = (time: Date | null) => (time === null ? one.unknownTime : stockholmMinute(time));
  switch (state) {
    case "active":
      return "";
    case "snoozed":
      return one.snoozed(say(subscription.snoozedUntil));
    case "stopped":
      return stop === null ? "" : one.stopped(stop.by, say(new Date(stop.at)), hideAddresses(stop.reason));
    case "paused":
      return one.paused(say(pausedAt), describeReason(page, hideAddresses(subscription.stateReason ?? "")));
    case "ended":
      return describeEnd(page, reader);
  }
}

function describeEnd(page: Page, { endedAt, subscription }: ShownReader): string {
  const { one } = subscribersWords[page.language];
  const { stateReason, endedReason, erasedAt } = subscription;
  const time = endedAt === null ? one.unknownTime : stockholmMinute(endedAt);
  const reasons: Readonly<Record<string, string>> = one.endReasons;
  const said = endedReason === null ? undefined : reasons[endedReason];
  const sentences =
    stateReason === ENDED_BY_SUBSCRIBER
      ? [one.ended.subscriber(time), said === undefined ? one.ended.silent : one.ended.said(said)]
      : [stateReason === ENDED_BY_REGION ? one.ended.region(time) : one.ended.unknown(time)];
  return [...sentences, ...(erasedAt === null ? [] : [one.erased])].join(" ");
}

/** For who may change, of what several read and is still theirs. */
function Confirm({ page, region, reader, shared, said, problems }: SubscriberPageProps) {
  const { visitor } = page;
  const mayChange = visitor !== null && isAllowed(visitor.account, "administer", region.code);
  if (shared === null || !mayChange) return null;
  const path = `/subscriptions/${region.code}/${reader.id}`;
  return <ConfirmByHand page={page} path={path} said={said} problems={problems} />;
}

function Deeds(props: SubscriberPageProps) {
  const { page, region, reader, problems, reason } = props;
  const { deeds: t } = subscribersWords[page.language];
  const { visitor } = page;
  const path = `/subscriptions/${region.code}/${reader.id}`;
  if (visitor === null || !isAllowed(visitor.account, "administer", region.code)) return <p>{t.only}</p>;
  if (reader.state === "ended") return canRestore(reader.subscription) ? <Restore page={page} path={path} /> : null;
  const isHeld = reader.state === "stopped" || reader.state === "paused";
  return (
    <>
      <h2>{t.heading}</h2>
      {isHeld ? (
        <DeskForm page={page} action={`${path}/resume`}>
          <SubmitButton text={reader.state === "paused" ? t.mend : t.resume} />
        </DeskForm>
      ) : (
        <DeskForm page={page} action={`${path}/pause`} label={t.pause}>
          <TextField
            name="reason"
            label={t.reason}
            hint={t.pauseHint}
            value={reason}
            maxChars={MAX_STOP_REASON_CHARS}
            autocomplete="off"
            required
            problems={problems}
          />
          <SubmitButton text={t.pause} />
        </DeskForm>
      )}
      <DeskForm page={page} action={`${path}/end`} label={t.end}>
        <p class="hint">{t.endHint}</p>
        <SubmitButton text={t.end} variant="secondary" />
      </DeskForm>
    </>
  );
}

function Restore({ page, path }: { readonly page: Page; readonly path: string }) {
  const { deeds: t } = subscribersWords[page.language];
  return (
    <DeskForm page={page} action={`${path}/restore`}>
      <p class="hint">{t.restoreHint}</p>
      <SubmitButton text={t.restore} />
    </DeskForm>
  );
}
