import type { Child } from "hono/jsx";
import { SUBSCRIBE_PATH } from "../../../addresses.ts";
import type { ReaderHold } from "../../../db/reader-holds.ts";
import type { Subscription } from "../../../db/subscriptions.ts";
import type { NamedInWishes } from "../../../db/wish-names.ts";
import type { Wish } from "../../../db/wishes.ts";
import { stockholmDate, stockholmMinute } from "../../../domain/calendar.ts";
import { nameRegion } from "../../../domain/region.ts";
import { Layout } from "../../frame/layout.tsx";
import { linkTo } from "../../frame/page.ts";
import { SubmitButton } from "../../parts/form-fields.tsx";
import { readDone } from "../../parts/notice.ts";
import { HoldNotice } from "../../wish-parts/hold-notice.tsx";
import { sayDelivering } from "../../wish-parts/subscription-words.ts";
import { WishSentence } from "../../wish-parts/wish-sentence.tsx";
import type { Opened } from "./link.tsx";
import { maskEmail } from "./mask-email.ts";
import { subscriptionsWords } from "./words.ts";

/** One subscription with all that its page tells. */
export interface ShownSubscription {
  readonly own: Subscription;
  readonly wishes: readonly Wish[];
  readonly names: NamedInWishes;
}

interface OverviewPageProps {
  readonly opened: Opened;
  readonly subscriptions: readonly ShownSubscription[];
  readonly holds: ReadonlyMap<number, ReaderHold>;
  readonly now: Date;
}

/** All that goes to one address, in all regions. */
export function OverviewPage({ opened, subscriptions, holds, now }: OverviewPageProps) {
  const { page, path } = opened;
  const t = subscriptionsWords[page.language];
  const done = readDone(page, t.done);
  return (
    <Layout page={page} title={t.title}>
      <h1>{t.title}</h1>
      {done === undefined ? null : (
        <p class="ds-alert" data-color="info" role="status">
          {done}
        </p>
      )}
      <p class="lead">{t.lead(maskEmail(opened.address), stockholmMinute(opened.expiresAt))}</p>
      {subscriptions.length === 0 ? (
        <p>
          {t.none} <a href={linkTo(page.language, SUBSCRIBE_PATH)}>{t.ask.subscribe}</a>
        </p>
      ) : null}
      {subscriptions.map((shown) => (
        <One opened={opened} now={now} hold={holds.get(shown.own.id) ?? null} {...shown} />
      ))}
      <hr />
      <p>
        <a href={linkTo(page.language, `${path}/uppgifter`)}>{t.own.link}</a>
      </p>
      <p>
        <a href={linkTo(page.language, `${path}/radera`)}>{t.erase.link}</a>
      </p>
    </Layout>
  );
}

type OneProps = ShownSubscription & Pick<OverviewPageProps, "opened" | "now">;

function One({ hold, ...props }: OneProps & { readonly hold: ReaderHold | null }) {
  const { own, opened, now } = props;
  const { page } = opened;
  const t = subscriptionsWords[page.language];
  const id = `own-${own.id}`;
  return (
    <section class="own-subscription" aria-labelledby={id}>
      <h2 id={id}>{nameRegion(own.regionCode)}</h2>
      {own.state === "ended" ? (
        <>
          <p>{own.erasedAt === null ? t.ended : t.erased}</p>
          <Deed {...props} deed="resume" about={id} text={t.do.resume} primary />
        </>
      ) : (
        <>
          {own.state === "paused" ? (
            <>
              <p class="ds-alert" data-color="warning">
                {t.paused}
              </p>
              <Deed {...props} deed="resume" about={id} text={t.do.start} primary />
            </>
          ) : null}
          {hold === null ? null : <HoldNotice page={page} hold={hold} />}
          <Standing {...props} />
          <h3>{t.when}</h3>
          <p>{sayDelivering(page, { ...own, snoozedUntil: null }, now)}</p>
          <Snooze {...props} />
          <p class="links">
            <OwnLink {...props} to="nar" text={t.do.delivery} /> <OwnLink {...props} to="paus" text={t.do.pause} />
          </p>
          <Deed {...props} deed="end" about={id} text={t.do.end} />
        </>
      )}
    </section>
  );
}

/** What comes, each with what can be done about it. */
function Standing(props: OneProps) {
  const { own, wishes, names, opened } = props;
  const { page } = opened;
  const t = subscriptionsWords[page.language];
  const { regionCode } = own;
  const standing = wishes.filter(({ endedAt }) => endedAt === null);
  const ended = wishes.filter(({ endedAt }) => endedAt !== null);
  return (
    <>
      <h3>{t.wishes}</h3>
      {standing.length === 0 ? <p>{t.noWishes}</p> : null}
      <ul class="wishes">
        {standing.map((wish) => (
          <li>
            <span id={`wish-${wish.id}`}>
              <WishSentence page={page} wish={wish} regionCode={regionCode} names={names} />
            </span>
            <div class="wish-deeds">
              <a
                href={linkTo(page.language, `${opened.path}/${own.id}/bevakning/${wish.id}`)}
                aria-describedby={`wish-${wish.id}`}
              >
                {t.do.change}
              </a>
              <Deed {...props} deed="end-wish" wishId={wish.id} about={`wish-${wish.id}`} text={t.do.endWish} />
            </div>
          </li>
        ))}
      </ul>
      <p class="links">
        <OwnLink {...props} to="folj" text={t.do.follow} /> <OwnLink {...props} to="bevakning" text={t.do.add} />
      </p>
      {ended.length === 0 ? null : (
        <details>
          <summary>{t.endedWishes}</summary>
          <ul class="wishes">
            {ended.map((wish) => (
              <li>
                <span id={`wish-${wish.id}`}>
                  <WishSentence page={page} wish={wish} regionCode={regionCode} names={names} />. {sayEnd(wish, t)}
                </span>
                <Deed {...props} deed="resume-wish" wishId={wish.id} about={`wish-${wish.id}`} text={t.do.resumeWish} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function sayEnd({ endedAt, endedReason }: Wish, t: (typeof subscriptionsWords)["sv"]): string {
  if (endedAt === null) return "";
  const date = stockholmDate(endedAt);
  return endedReason === "resolved" ? t.resolved(date) : t.wishEnded(date);
}

function Snooze(props: OneProps) {
  const { own, opened, now } = props;
  const t = subscriptionsWords[opened.page.language];
  const { snoozedUntil } = own;
  if (snoozedUntil === null || snoozedUntil <= now) return null;
  return (
    <>
      <p class="ds-alert" data-color="info" id={`pause-${own.id}`}>
        {t.snoozed(stockholmMinute(snoozedUntil))}
      </p>
      <Deed {...props} deed="unpause" about={`pause-${own.id}`} text={t.do.unpause} />
    </>
  );
}

/** What a button of the first page does to a subscription, or to one of its wishes. */
export const OWN_DEEDS = ["end", "resume", "end-wish", "resume-wish", "unpause"] as const;
type OwnDeed = (typeof OWN_DEEDS)[number];

function Deed({
  opened: { page, path },
  own,
  deed,
  wishId,
  about,
  text,
  primary = false,
}: Pick<OneProps, "opened" | "own"> & {
  readonly deed: OwnDeed;
  readonly wishId?: number;
  /** Id of what it is about, since a page has several of its text. */
  readonly about: string;
  readonly text: string;
  readonly primary?: boolean;
}) {
  return (
    <form method="post" action={linkTo(page.language, `${path}/${own.id}`)}>
      <input type="hidden" name="do" value={deed} />
      {wishId === undefined ? null : <input type="hidden" name="wish" value={String(wishId)} />}
      <SubmitButton text={text} describedBy={about} variant={primary ? "primary" : "secondary"} />
    </form>
  );
}

function OwnLink({
  opened: { page, path },
  own,
  to,
  text,
}: Pick<OneProps, "opened" | "own"> & { to: string; text: Child }) {
  return (
    <a href={linkTo(page.language, `${path}/${own.id}/${to}`)} aria-describedby={`own-${own.id}`}>
      {text}
    </a>
  );
}
