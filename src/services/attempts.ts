import { preferencesPath } from "../addresses.ts";
import { UNREADABLE_TARGET, type Channel, type Envelope } from "../channels/channel.ts";
import type { ClaimedSending } from "../db/sending-claims.ts";
import { createRowWriter } from "../db/row-writer.ts";
import { writeParts } from "../db/sending-parts.ts";
import { returnClaims, writeStarts, type Start } from "../db/sendings.ts";
import { tellError } from "../domain/error-text.ts";
import type { DeliveryMode, Outcome } from "../domain/delivery.ts";
import type { StoredEnvelope } from "../domain/sending.ts";
import { endAttempts, type AttemptEnd } from "./attempt-ends.ts";
import { LEASE_MS } from "./claims.ts";
import { persist } from "./persist.ts";
import { createContents, refuse, type ContentDeps, type Contents, type WrittenContent } from "./sending-contents.ts";

/** What attempts are made with. */
export interface AttemptDeps extends ContentDeps {
  readonly channels: ReadonlyMap<string, Channel>;
  readonly mode: DeliveryMode;
}

/** What one attempt came to; `outcome` is null in capture. */
export interface AttemptResult {
  readonly sending: Pick<ClaimedSending, "id" | "channel" | "lane" | "remote" | "messageIds" | "attempts">;
  /** When the network was touched; null when it was not. */
  readonly startedAt: Date | null;
  readonly outcome: Outcome | null;
  /** It ended after another worker had taken the sending over, and changed nothing. */
  readonly late: boolean;
}

export interface Attempts {
  /**
   * Makes one attempt at a claimed sending; null when it did not begin: another worker has taken it over, or nothing may go
   * there now and it waits again.
   */
  make(sending: ClaimedSending): Promise<AttemptResult | null>;
}

/** A lease that is renewed is good for longer. */
const LONGEST_BEGINNING_MS = LEASE_MS / 2;
const HUNG = "the worker hung as it began";
const MAX_ROWS = 200;

/** Makes attempts on one channel; those that are under way together write what they write together. */
export function createAttempts(deps: AttemptDeps, channel: Channel): Attempts {
  const contents = createContents(deps, channel);
  const start = createRowWriter<Start, boolean>(
    async (starts) => {
      const begun = new Set(await writeStarts(deps.db, { starts, now: deps.now(), captures: deps.mode === "capture" }));
      return starts.map(({ id }) => begun.has(id));
    },
    { maxRows: MAX_ROWS },
  );
  // What a receiver has said is not forgotten because the database is away for a moment.
  const end = createRowWriter(
    (ends: readonly AttemptEnd[]) => persist(() => endAttempts(deps, ends), { forMs: LEASE_MS }),
    { maxRows: MAX_ROWS },
  );

  async function finish(input: AttemptEnd): Promise<AttemptResult> {
    const late = (await end(input)) === "late";
    const { sending, startedAt, outcome } = input;
    return { sending, startedAt, outcome, late };
  }

  async function giveBack({ id, generation }: ClaimedSending): Promise<null> {
    await returnClaims(deps.db, [{ id, generation }]);
    return null;
  }

  return {
    async make(sending) {
      const now = deps.now();
      const prepared = await prepare({ deps, channel, contents }, sending);
      if (prepared.kind === "failed") {
        const refused = await contents.findRefused(sending, prepared.outcome);
        return finish({ sending, startedAt: null, outcome: prepared.outcome, refused });
      }
      const { envelope, parts, payload, writtenAt } = prepared;
      const { id, generation, isProbe } = sending;
      // All parts are there before the first goes.
      if (parts.length > 1) {
        const input = { sending, envelope, parts, now: writtenAt };
        if (!(await deps.db.transaction().execute((trx) => writeParts(trx, input)))) return null;
      }
      const contentHash = parts[0].hash;
      const begun = await start({ id, generation, contentHash, envelope, writtenAt, isProbe });
      if (!begun) return giveBack(sending);
      // Whoever hung meanwhile may have been taken over since it was told that it may begin.
      if (deps.now().getTime() - now.getTime() > LONGEST_BEGINNING_MS)
        return finish({ sending, startedAt: null, outcome: { kind: "retry", reason: HUNG, afterMs: 0 } });
      if (deps.mode === "capture") return finish({ sending, startedAt: null, outcome: null });
      const { outcome, unsure } = await send(channel, sending, { envelope, payload });
      return finish({ sending: { ...sending, unsure }, startedAt: now, outcome });
    },
  };
}

type Prepared =
  | { readonly kind: "failed"; readonly outcome: Outcome }
  | {
      readonly kind: "ready";
      readonly parts: WrittenContent["parts"];
      readonly envelope: StoredEnvelope;
      readonly payload: unknown;
      readonly writtenAt: Date;
    };

interface Preparing {
  readonly deps: AttemptDeps;
  readonly channel: Channel;
  readonly contents: Contents;
}

/** What is sent, to the byte; of a sending that was frozen what it was frozen as. */
async function prepare({ deps, channel, contents }: Preparing, sending: ClaimedSending): Promise<Prepared> {
  const { subscription, frozen } = sending;
  const given = frozen?.envelope ?? {
    target: subscription.target,
    unsubscribeUrl: `${deps.publicUrl}${preferencesPath(subscription.token)}`,
  };
  const parsed = channel.targetSchema.safeParse(given.target);
  if (!parsed.success) {
    // It may be we who no longer understand it: nobody is unsubscribed for that, and nothing is lost.
    return { kind: "failed", outcome: { kind: "misconfigured", scope: "target", reason: UNREADABLE_TARGET } };
  }
  const now = frozen?.at ?? deps.now();
  const envelope: Envelope = { ...given, target: parsed.data, sendingKey: sending.key, now };
  const written = await contents.freeze(sending);
  if (written.kind === "rejected") return { kind: "failed", outcome: written };
  try {
    const { parts } = written;
    const payload = channel.address(parts[0].content, envelope);
    return { kind: "ready", parts, envelope: given, payload, writtenAt: now };
  } catch (cause) {
    return { kind: "failed", outcome: refuse(cause) };
  }
}

/** `unsure` is whether an attempt before this one may have been heard. */
interface Sent {
  readonly outcome: Outcome;
  readonly unsure: boolean;
}

/** Sends it, or finds out whether it was heard the last time. A channel that throws leaves everything open. */
async function send(
  channel: Channel,
  sending: ClaimedSending,
  { envelope, payload }: { envelope: StoredEnvelope; payload: unknown },
): Promise<Sent> {
  const input = { target: channel.targetSchema.parse(envelope.target), payload, sendingKey: sending.key };
  let { unsure } = sending;
  try {
    const { whenUnsure } = channel;
    if (unsure && sending.frozen !== null && whenUnsure.kind === "look-up") {
      const heard = await whenUnsure.lookUp({ ...input, startedAt: sending.frozen.at });
      if (heard.kind === "heard") return { outcome: { kind: "delivered", externalId: heard.externalId }, unsure };
      if (heard.kind === "not-known")
        return { outcome: { kind: "unknown", reason: heard.reason, afterMs: heard.afterMs ?? null }, unsure };
      unsure = false;
    }
    return { outcome: await channel.send(input), unsure };
  } catch (cause) {
    return { outcome: { kind: "unknown", reason: `${channel.name}: ${tellError(cause)}` }, unsure };
  }
}
