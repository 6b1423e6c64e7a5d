import { preferencesPath } from "../addresses.ts";
import { UNREADABLE_TARGET, type Channel, type Envelope } from "../channels/channel.ts";
import type { ClaimedSending } from "../db/sending-claims.ts";
import { readInstallationKey } from "../db/installation-key.ts";
import { createRowWriter } from "../db/row-writer.ts";
import { writeParts } from "../db/sending-parts.ts";
import { returnClaims, returnStarts, writeStarts, type Start } from "../db/sendings.ts";
import { tellError } from "../domain/error-text.ts";
import type { DeliveryMode, Outcome } from "../domain/delivery.ts";
import type { StoredEnvelope } from "../domain/sending.ts";
import { writeReturnTag } from "../secrets/return-tag.ts";
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

/** A place on the network. */
export interface Line {
  /** Another may have it, since this one has come to an end. */
  leave(outcome: Outcome): void;
}

type TakeLine = () => Promise<Line | null>;

export interface Attempts {
  /**
   * Makes one attempt at a claimed sending; null when it did not begin: another worker has taken it over, or nothing may go
   * there now and it waits again. `takeLine` resolves when it may touch the network, and with null when it may not.
   */
  make(sending: ClaimedSending, takeLine: TakeLine): Promise<AttemptResult | null>;
}

/** A lease that is renewed is good for longer. */
const LONGEST_BEGINNING_MS = LEASE_MS / 2;
const HUNG = "the worker hung as it began";
/** Says nothing of anybody. */
const NOT_BEGUN: Outcome = { kind: "retry", reason: "it did not begin" };
const MAX_ROWS = 200;
/** Ends that come so soon after one another are written together, where one that is lost is settled without a person. */
const GATHER_MS = 20;

/** Makes attempts on one channel; those that are under way together write what they write together. */
export function createAttempts(deps: AttemptDeps, channel: Channel): Attempts {
  const contents = createContents(deps, channel);
  const tag = createTags(deps, channel);
  /** How many may touch the network next, or are about it. */
  let underWay = 0;
  const { start, end, putBack } = createWriters(deps, { channel, isEnough: (rows) => rows >= underWay });

  async function finish(input: AttemptEnd): Promise<AttemptResult> {
    const late = (await end(input)) === "late";
    const { sending, startedAt, outcome } = input;
    return { sending, startedAt, outcome, late };
  }

  /** Touches the network, once it may; the time it took to come to that counts from `now` on. */
  async function touch(sending: ClaimedSending, ready: Ready, { now, takeLine }: Touching): Promise<AttemptEnd | null> {
    const line = await takeLine();
    if (line === null) return putBack(sending);
    let sent: Sent = { outcome: { kind: "retry", reason: HUNG, afterMs: 0 }, unsure: sending.unsure };
    const startedAt = deps.now();
    // Whoever hung meanwhile may have been taken over since it was told that it may begin.
    const isLate = startedAt.getTime() - now.getTime() > LONGEST_BEGINNING_MS;
    if (!isLate) sent = await send(channel, sending, ready);
    line.leave(sent.outcome);
    return {
      sending: { ...sending, unsure: sent.unsure },
      startedAt: isLate ? null : startedAt,
      outcome: sent.outcome,
    };
  }

  return {
    async make(sending, takeAny) {
      const now = deps.now();
      const prepared = await prepare({ deps, channel, contents, tag }, sending);
      if (prepared.kind === "failed") {
        const refused = await contents.findRefused(sending, prepared.outcome);
        return finish({ sending, startedAt: null, outcome: prepared.outcome, refused });
      }
      const { envelope, parts, writtenAt } = prepared;
      const { id, generation, isProbe } = sending;
      // All parts are there before the first goes.
      if (parts.length > 1) {
        const input = { sending, envelope, parts, now: writtenAt };
        if (!(await deps.db.transaction().execute((trx) => writeParts(trx, input)))) return null;
      }
      const takeLine = deps.mode === "capture" ? takeAny : await mayDoubtAgain(sending, takeAny);
      if (takeLine === null) return giveBack(deps, sending);
      const begun = await start({ id, generation, contentHash: parts[0].hash, envelope, writtenAt, isProbe });
      if (!begun) {
        if (sending.unsure) (await takeLine())?.leave(NOT_BEGUN);
        return giveBack(deps, sending);
      }
      if (deps.mode === "capture") return finish({ sending, startedAt: null, outcome: null });
      underWay += 1;
      const ended = await touch(sending, prepared, { now, takeLine });
      underWay -= 1;
      return ended === null ? null : finish(ended);
    },
  };
}

/**
 * What may have been heard once is noted as begun only when a line is free: whoever dies meanwhile leaves nothing that is
 * doubted twice without reason, since that is for a person. Null where no line is to be had.
 */
async function mayDoubtAgain({ unsure }: ClaimedSending, takeLine: TakeLine): Promise<TakeLine | null> {
  if (!unsure) return takeLine;
  const line = await takeLine();
  return line === null ? null : () => Promise.resolve(line);
}

interface Touching {
  readonly now: Date;
  readonly takeLine: TakeLine;
}

function createWriters(
  deps: AttemptDeps,
  { channel, isEnough }: { channel: Channel; isEnough: (rows: number) => boolean },
) {
  const start = createRowWriter<Start, boolean>(
    async (starts) => {
      const begun = new Set(await writeStarts(deps.db, { starts, now: deps.now(), captures: deps.mode === "capture" }));
      return starts.map(({ id }) => begun.has(id));
    },
    { maxRows: MAX_ROWS },
  );
  const gatherMs = channel.whenUnsure.kind === "repeat" ? GATHER_MS : 0;
  // What a receiver has said is not forgotten because the database is away for a moment.
  const end = createRowWriter(
    (ends: readonly AttemptEnd[]) => persist(() => endAttempts(deps, ends), { forMs: LEASE_MS }),
    { maxRows: MAX_ROWS, gather: { ms: gatherMs, isEnough } },
  );
  const putBack = createRowWriter(
    async (claims: readonly ClaimedSending[]) => {
      await persist(() => returnStarts(deps.db, claims), { forMs: LEASE_MS });
      return claims.map(() => null);
    },
    { maxRows: MAX_ROWS },
  );
  return { start, end, putBack };
}

async function giveBack({ db }: AttemptDeps, { id, generation }: ClaimedSending): Promise<null> {
  await returnClaims(db, [{ id, generation }]);
  return null;
}

interface Ready {
  readonly kind: "ready";
  readonly parts: WrittenContent["parts"];
  readonly envelope: StoredEnvelope;
  readonly payload: unknown;
  readonly returnTag: string | undefined;
  readonly writtenAt: Date;
}

type Prepared = { readonly kind: "failed"; readonly outcome: Outcome } | Ready;

interface Preparing {
  readonly deps: AttemptDeps;
  readonly channel: Channel;
  readonly contents: Contents;
  readonly tag: (sending: ClaimedSending) => Promise<string | undefined>;
}

/** What proves that something that comes back is about the sending, where something can. */
function createTags({ db }: AttemptDeps, channel: Channel): Preparing["tag"] {
  if (channel.readReturned === undefined) return () => Promise.resolve(undefined);
  let secret: string | null = null;
  return async ({ id, key }) =>
    writeReturnTag((secret ??= await readInstallationKey(db)), { kind: "sending", id, key });
}

/** What is sent, to the byte; of a sending that was frozen what it was frozen as. */
async function prepare({ deps, channel, contents, tag }: Preparing, sending: ClaimedSending): Promise<Prepared> {
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
  const returnTag = await tag(sending);
  try {
    const { parts } = written;
    const payload = channel.address(parts[0].content, envelope);
    return { kind: "ready", parts, envelope: given, payload, returnTag, writtenAt: now };
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
async function send(channel: Channel, sending: ClaimedSending, { envelope, payload, returnTag }: Ready): Promise<Sent> {
  const target: unknown = channel.targetSchema.parse(envelope.target);
  const input = { target, payload, sendingKey: sending.key, returnTag };
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
