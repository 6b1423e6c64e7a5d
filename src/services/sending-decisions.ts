import { randomUUID } from "node:crypto";
import type { Channel } from "../channels/channel.ts";
import { insertAudit } from "../db/audit.ts";
import type { Db } from "../db/schema.ts";
import { insertSendings, writeEnds, type End } from "../db/sendings.ts";
import {
  countSelection,
  holdSelection,
  insertPartReplays,
  writeHandled,
  writeReplays,
  writeSentAgain,
  type HeldSending,
  type SelectionCount,
} from "../db/sending-deeds.ts";
import { nameActor, type Deed } from "../domain/audit.ts";
import { stockholmDate } from "../domain/calendar.ts";
import { cleanLine } from "../domain/clean-text.ts";
import { findTextFault, type TextFault } from "../domain/free-text.ts";
import { OPERATIONS } from "../domain/region.ts";
import {
  DECIDED_STATES,
  GOES_OUT,
  MAX_DECISION_REASON_CHARS,
  type SendingDecision,
  type SendingSelection,
} from "../domain/sending-view.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "./context.ts";

/** A service's context with the channels, which know where a target is. */
export type DecisionContext = ServiceContext & { readonly channels: ReadonlyMap<string, Channel> };

export interface SendingDecided {
  readonly kind: "decided";
  /** How many it was done to; 0 when somebody else came first, or nothing of it may be done. */
  readonly done: number;
  /** The sending that goes instead, where it was one. */
  readonly replayedAs: number | null;
  /** Left as they are: a message in them was taken back, their receiver is paused or has left, they are old. */
  readonly withdrawn: number;
  readonly unreachable: number;
  readonly outdated: number;
}

/** Why somebody decided so may be left out, and stands in the log. */
interface RefusedNote {
  readonly kind: "refused";
  readonly because: Exclude<TextFault, "empty">;
}

/** So many are decided on in one transaction, so that pages have their turn in between. */
const STEP_SENDINGS = 500;

const DEEDS: Readonly<Record<SendingDecision, Deed>> = {
  replay: "sending-replayed",
  aside: "sending-set-aside",
  confirm: "sending-confirmed",
  again: "sending-sent-again",
};

/** Whether the actor may decide on sendings there; of all regions only those who run Restsignal may. */
function mayDecide(ctx: ServiceContext, regionCode: string | null): boolean {
  if (mayDo(ctx, "operate", OPERATIONS.code)) return true;
  return regionCode !== null && mayDo(ctx, "curate", regionCode);
}

export interface DecisionPlan extends SelectionCount {
  /** How many it would be done to, without what is old. */
  readonly going: number;
  /** And with it. */
  readonly goingWithOld: number;
}

/** What a decision would be about, before it is taken. */
export async function planDecision(
  ctx: ServiceContext,
  input: { decision: SendingDecision; selection: Omit<SendingSelection, "state"> },
): Promise<({ readonly kind: "planned" } & DecisionPlan) | Forbidden> {
  const { decision } = input;
  const selection = { ...input.selection, state: DECIDED_STATES[decision] };
  if (!mayDecide(ctx, selection.regionCode)) return FORBIDDEN;
  const today = stockholmDate(ctx.now);
  const counted = await countSelection(ctx.db, { selection, today, goesOut: GOES_OUT[decision] });
  const { sendings, withdrawn, unreachable, outdated } = counted;
  if (!GOES_OUT[decision]) return { kind: "planned", ...counted, going: sendings, goingWithOld: sendings };
  const goingWithOld = sendings - withdrawn - unreachable;
  return { kind: "planned", ...counted, going: goingWithOld - outdated, goingWithOld };
}

/**
 * Does to all of a selection what a person decided:
 * - `replay`: a dead letter goes out anew as a sending of its own, written afresh to where the receiver is now, with the
 *   same deliveries: nobody took the old one, which stays as it was and names the new one. · `aside`: it is left at that.
 * - `confirm`: what may have been heard was. · `again`: it was not, as far as anybody knows; the same bytes go out once
 *   more under the same key, by which a receiver can tell a repeat.
 *
 * Nothing that was taken back goes out, and what is old only when `outdated` says so. Each step is whole or is not, and
 * what somebody else has decided on, or has in hand, is left alone: doing it twice does it once.
 */
export async function decideSendings(
  ctx: DecisionContext,
  input: {
    decision: SendingDecision;
    selection: Omit<SendingSelection, "state">;
    outdated?: boolean;
    reason?: string | null;
  },
): Promise<SendingDecided | RefusedNote | Forbidden> {
  const { decision } = input;
  const reason = cleanLine(input.reason ?? "");
  const because = findTextFault(reason, MAX_DECISION_REASON_CHARS);
  if (because === "too-long" || because === "personnummer") return { kind: "refused", because };
  const selection = { ...input.selection, state: DECIDED_STATES[decision] };
  if (!mayDecide(ctx, selection.regionCode)) return FORBIDDEN;
  const total = { done: 0, replayedAs: null as number | null, withdrawn: 0, unreachable: 0, outdated: 0 };
  for (let after = 0; ;) {
    const step = await ctx.db.transaction().execute(async (trx) => {
      const held = await holdSelection(trx, {
        selection,
        after,
        limit: STEP_SENDINGS,
        today: stockholmDate(ctx.now),
      });
      const sorted = sortOut(held, { decision, outdated: input.outdated === true });
      const as = sorted.fit.length === 0 ? [] : await act(ctx, trx, { decision, held: sorted.fit });
      await writeAudit(ctx, trx, { ...input, reason: reason === "" ? null : reason, held: sorted.fit, as });
      return { held, as, ...sorted };
    });
    total.done += step.fit.length;
    for (const why of ["withdrawn", "unreachable", "outdated"] as const) total[why] += step[why];
    total.replayedAs ??= step.as[0]?.replayedAs ?? null;
    const last = step.held.at(-1);
    if (last === undefined || step.held.length < STEP_SENDINGS) break;
    after = last.id;
  }
  return { kind: "decided", ...total };
}

interface SortedOut {
  readonly fit: readonly HeldSending[];
  readonly withdrawn: number;
  readonly unreachable: number;
  readonly outdated: number;
}

/** What goes out again must be true yet, and reach somebody. */
function sortOut(
  held: readonly HeldSending[],
  { decision, outdated }: { decision: SendingDecision; outdated: boolean },
): SortedOut {
  if (!GOES_OUT[decision]) return { fit: held, withdrawn: 0, unreachable: 0, outdated: 0 };
  const groups = Map.groupBy(held, (sending) => {
    if (sending.withdrawn) return "withdrawn";
    if (sending.unreachable) return "unreachable";
    return sending.outdated && !outdated ? "outdated" : "fit";
  });
  const count = (why: "withdrawn" | "unreachable" | "outdated") => groups.get(why)?.length ?? 0;
  return {
    fit: groups.get("fit") ?? [],
    withdrawn: count("withdrawn"),
    unreachable: count("unreachable"),
    outdated: count("outdated"),
  };
}

async function act(
  ctx: DecisionContext,
  trx: Db,
  { decision, held }: { decision: SendingDecision; held: readonly HeldSending[] },
): Promise<{ id: number; replayedAs: number }[]> {
  const { now } = ctx;
  const ids = held.map(({ id }) => id);
  switch (decision) {
    case "replay":
      return replay(ctx, trx, held);
    case "aside":
      await writeHandled(trx, { ids, now });
      return [];
    case "confirm":
      await writeEnds(trx, { ends: held.map((sending) => confirm(sending, ctx)), now });
      return [];
    case "again":
      await writeSentAgain(trx, { ids, now });
      return [];
  }
}

/** Delivered on somebody's word; a message in several parts only with the last of them. */
function confirm({ id, generation, unsure, repeats }: HeldSending, { now, actor }: ServiceContext): End {
  const outcome = { kind: "delivered", externalId: "", wordOf: nameActor(actor) } as const;
  const line = { generation, startedAt: null, endedAt: now.toISOString(), outcome };
  return { id, generation, state: "delivered", outcome, dueAt: null, counted: true, unsure, repeats, line };
}

/**
 * A part of a digest that went out in several says what it said, since the others count on it; all go to where the receiver
 * is now.
 */
async function replay({ now, channels }: DecisionContext, trx: Db, held: readonly HeldSending[]) {
  const anew = held.map((sending) => ({
    ...sending,
    key: `restsignal-${randomUUID()}`,
    remote: channels.get(sending.channel)?.remoteOf(sending.target) ?? "",
    dueAt: now,
  }));
  const isPart = ({ parts }: HeldSending) => parts > 1;
  const parts = anew.filter(isPart).map(({ id, key, remote, target }) => ({ id, key, remote, target }));
  await insertPartReplays(trx, { replays: parts, now });
  const whole = anew.filter((sending) => !isPart(sending));
  for (const group of Map.groupBy(whole, ({ channel, lane }) => `${channel} ${lane}`).values()) {
    const [first] = group;
    if (first === undefined) continue;
    const { channel, lane } = first;
    const sendings = group.map(({ subscriptionId, remote, key, dueAt, deliveryIds }) => ({
      subscriptionId,
      remote,
      key,
      dueAt,
      deliveryIds,
    }));
    await insertSendings(trx, { channel, lane, now, digestRunId: null, sendings });
  }
  return writeReplays(trx, { replays: anew.map(({ id, key }) => ({ id, key })), now });
}

/** A line for each region, which finds it in its own log. */
async function writeAudit(
  { now, actor }: ServiceContext,
  trx: Db,
  input: {
    decision: SendingDecision;
    held: readonly HeldSending[];
    as: readonly { id: number; replayedAs: number }[];
    outdated?: boolean;
    reason?: string | null;
  },
): Promise<void> {
  const { decision, held, as, outdated, reason = null } = input;
  for (const [regionCode, own] of Map.groupBy(held, (sending) => sending.regionCode)) {
    const ids = own.map(({ id }) => id);
    const [first, last] = [Math.min(...ids), Math.max(...ids)];
    const newSending = own.length === 1 ? as.find(({ id }) => id === first)?.replayedAs : undefined;
    await insertAudit(trx, {
      at: now,
      actor,
      regionCode,
      deed: DEEDS[decision],
      objectId: own.length === 1 ? first : `${first}–${last}`,
      reason,
      after: {
        sendings: own.length,
        ...(newSending === undefined ? {} : { newSending }),
        ...(outdated === true ? { outdated } : {}),
      },
    });
  }
}
