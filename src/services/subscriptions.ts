import { writeRhythmOf } from "../db/digest-runs.ts";
import type { Db } from "../db/schema.ts";
import {
  findSubscriptionByToken,
  holdSubscriptionOf,
  saveSubscription,
  setSubscriptionState,
  writeChoices,
  writeSnooze,
  writeTarget,
  type Holder,
  type Subscription,
} from "../db/subscriptions.ts";
import { findSuppression, liftSuppression } from "../db/suppressions.ts";
import { insertWish, updateWish, writeWishEnd, type NewWish } from "../db/wishes.ts";
import type { Language } from "../domain/message.ts";
import { stockholmDate } from "../domain/calendar.ts";
import {
  DAILY,
  nextDigest,
  parseRhythm,
  snoozeUntil,
  type QuietHours,
  type Rhythm,
  type UrgentChoice,
} from "../domain/rhythm.ts";
import { ENDED_BY_SUBSCRIBER } from "../domain/subscription.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "./context.ts";
import { resumeSubscription } from "./resuming.ts";

type Saving = Omit<Parameters<typeof saveSubscription>[1], "now">;
type Changing = Pick<ServiceContext, "db" | "now">;

/** Adds a target to a region, or gives one that is there these choices; without a rhythm it keeps the one that it has. */
export async function subscribe(
  ctx: ServiceContext,
  { rhythm, ...input }: Saving & { readonly rhythm?: Rhythm | undefined },
): Promise<{ readonly kind: "subscribed"; readonly id: number } | Forbidden> {
  const { now } = ctx;
  if (!mayDo(ctx, "administer", input.regionCode)) return FORBIDDEN;
  return ctx.db.transaction().execute(async (trx) => {
    const id = await saveSubscription(trx, { ...input, now });
    if (rhythm !== undefined) await writeRhythmOf(trx, { id, rhythm, now });
    return { kind: "subscribed", id };
  });
}

/** `unknown`: it is none of theirs, or has ended. */
export interface Changed {
  readonly kind: "changed" | "unchanged" | "unknown";
}

/** A subscription that its holder changes, who has shown that what goes there is theirs. */
interface Own {
  readonly holder: Holder;
  readonly id: number;
}

async function change(
  { db }: Changing,
  { holder, id }: Own,
  { evenEnded = false, work }: { evenEnded?: boolean; work: (trx: Db, own: Subscription) => Promise<boolean> },
): Promise<Changed> {
  return db.transaction().execute(async (trx) => {
    const own = await holdSubscriptionOf(trx, { holder, id });
    if (own === null || (own.state === "ended" && !evenEnded)) return { kind: "unknown" };
    return { kind: (await work(trx, own)) ? "changed" : "unchanged" };
  });
}

export async function addWish(ctx: Changing, input: Own & { readonly wish: NewWish }): Promise<Changed> {
  const { wish } = input;
  const { now } = ctx;
  return change(ctx, input, {
    work: async (trx, own) => (await insertWish(trx, { subscriptionId: own.id, wish, now })).added,
  });
}

/** What waits and fits no wish any more does not come; what was published before and did not fit does not come after. */
export async function changeWish(
  ctx: Changing,
  input: Own & { readonly wishId: number; readonly wish: NewWish },
): Promise<Changed> {
  const { wishId, wish } = input;
  return change(ctx, input, {
    work: async (trx, own) => updateWish(trx, { id: wishId, subscriptionId: own.id, wish }),
  });
}

/** What waits for that wish alone goes nowhere: it is cancelled when its turn comes, and comes after all where this is taken back. */
export async function endWish(ctx: Changing, input: Own & { readonly wishId: number }): Promise<Changed> {
  return writeEnd(ctx, input, "subscriber");
}

/** Takes the end of a wish back; what was published meanwhile does not come. */
export async function resumeWish(ctx: Changing, input: Own & { readonly wishId: number }): Promise<Changed> {
  return writeEnd(ctx, input, null);
}

function writeEnd(
  ctx: Changing,
  input: Own & { readonly wishId: number },
  reason: "subscriber" | null,
): Promise<Changed> {
  const { wishId: id } = input;
  const { now } = ctx;
  return change(ctx, input, {
    work: async (trx, own) => writeWishEnd(trx, { id, subscriptionId: own.id, reason, now }),
  });
}

/** How what comes is to come. What waits for a digest goes with the next of the new rhythm. */
export interface DeliveryChoices {
  readonly rhythm: Rhythm;
  readonly urgent: UrgentChoice;
  readonly quiet: QuietHours | null;
  readonly language: Language;
}

export async function changeDelivery(
  ctx: Changing,
  input: Own & { readonly choices: DeliveryChoices },
): Promise<Changed> {
  const { rhythm, ...choices } = input.choices;
  const { now } = ctx;
  return change(ctx, input, {
    work: async (trx, own) => {
      await writeChoices(trx, { id: own.id, ...choices });
      const changed = await writeRhythmOf(trx, { id: own.id, rhythm, now });
      await moveSnooze(trx, { own, rhythm, quiet: choices.quiet, now });
      const { language, urgent, quietFrom, quietTo } = own;
      const before = [language, urgent, quietFrom, quietTo].join(" ");
      const after = [choices.language, choices.urgent, choices.quiet?.from ?? null, choices.quiet?.to ?? null].join(
        " ",
      );
      return changed || before !== after;
    },
  });
}

/** What is paused until a day comes with that day's digest, also when that is at another time now. */
async function moveSnooze(
  trx: Db,
  { own, rhythm, quiet, now }: Pick<DeliveryChoices, "rhythm" | "quiet"> & { own: Subscription; now: Date },
): Promise<void> {
  const { id, snoozedUntil } = own;
  if (snoozedUntil === null || snoozedUntil <= now) return;
  const judged = snoozeUntil(stockholmDate(snoozedUntil), { rhythm, quiet, now });
  if (judged.kind === "until") await writeSnooze(trx, { id, until: judged.until, next: nextTurn(rhythm, now), now });
}

function nextTurn(rhythm: Rhythm | null, now: Date): Date {
  return nextDigest(rhythm === null || rhythm.kind === "at-once" ? DAILY : rhythm, now);
}

/** Nothing comes before `until`, and then all that waited; null ends it at once. */
export async function snooze(ctx: Changing, input: Own & { readonly until: Date | null }): Promise<Changed> {
  const { until } = input;
  const { now } = ctx;
  return change(ctx, input, {
    work: async (trx, own) => {
      if (own.snoozedUntil?.getTime() === until?.getTime()) return false;
      await writeSnooze(trx, { id: own.id, until, next: nextTurn(parseRhythm(own.rhythm), now), now });
      return true;
    },
  });
}

/** Nothing comes any more, nor what waits. */
export async function endOwn(ctx: Changing, input: Own): Promise<Changed> {
  const { now } = ctx;
  return change(ctx, input, {
    work: async (trx, { id }) => {
      await setSubscriptionState(trx, { id, state: "ended", reason: ENDED_BY_SUBSCRIBER, now });
      return true;
    },
  });
}

/**
 * Takes an end back, see `resumeSubscription`. One that was paused since nothing arrived goes on, with all that waits: its
 * holder has shown that something does.
 */
export async function resumeOwn(ctx: Changing, input: Own): Promise<Changed> {
  const { now } = ctx;
  const { target } = input.holder;
  return change(ctx, input, {
    evenEnded: true,
    work: async (trx, own) => {
      const { id, state, erasedAt } = own;
      if (state === "active") return false;
      if (erasedAt !== null) await writeTarget(trx, { id, target });
      // Whoever marked a mail as spam and now asks for more does not mean the one any longer.
      const suppression = await findSuppression(trx, input.holder);
      if (suppression?.reason === "complaint") await liftSuppression(trx, { id: suppression.id, now });
      await resumeSubscription(trx, { subscription: own, now });
      return true;
    },
  });
}

/** Lets whoever has a subscription's token have what comes in another rhythm, from now on. */
export async function changeRhythm(
  { db, now }: Changing,
  { token, rhythm }: { readonly token: string; readonly rhythm: Rhythm },
): Promise<Changed> {
  return db.transaction().execute(async (trx) => {
    const subscription = await findSubscriptionByToken(trx, token);
    if (subscription === null || subscription.state === "ended") return { kind: "unknown" };
    const changed = await writeRhythmOf(trx, { id: subscription.id, rhythm, now });
    return { kind: changed ? "changed" : "unchanged" };
  });
}
