import type { Channel } from "../channels/channel.ts";
import { insertAudit } from "../db/audit.ts";
import { insertStop } from "../db/delivery-stops.ts";
import { readInstallationKey } from "../db/installation-key.ts";
import {
  countSoft,
  countUnproven,
  holdReturned,
  insertReturn,
  readReturnedOf,
  type ReturnedSending,
} from "../db/mail-returns.ts";
import type { Db } from "../db/schema.ts";
import { setSubscriptionState, writeEndedReason } from "../db/subscriptions.ts";
import { insertSuppression } from "../db/suppressions.ts";
import { addTallies } from "../db/tallies.ts";
import { stopScopeOf } from "../domain/delivery-stop.ts";
import {
  pickReturned,
  SOFT_DAYS,
  SOFT_LIMIT,
  readReturnTag,
  UNPROVEN_LIMIT,
  type PickedReturn,
  type ReturnedMail,
  type ReturnVerdict,
  type ReturnWay,
} from "../domain/mail-return.ts";
import { subject, type Subject } from "../domain/subject.ts";
import { isReturnTag } from "../secrets/return-tag.ts";
import { SYSTEM } from "./context.ts";
import { findReturnedLetter, heedLetterReturn } from "./letter-returns.ts";

export interface ReturnDeps {
  readonly db: Db;
  readonly now: () => Date;
  readonly channels: ReadonlyMap<string, Channel>;
}

/** Why a mail that came in changed nothing: `forged` claims to be about a sending of ours; `again` has been said before. */
export type Ignored =
  | Exclude<ReturnedMail["kind"], "report">
  | "forged"
  | "unknown"
  | "again"
  /** It says that all is well, or nothing of our receiver. */
  | "no-failure";

export type TakenReturn =
  | {
      readonly kind: "taken";
      /** A sending, or a letter. */
      readonly about: Subject;
      readonly verdict: ReturnVerdict;
      readonly did: "noted" | "paused" | "ended" | "stopped" | "suppressed";
    }
  | { readonly kind: "ignored"; readonly why: Ignored };

const DAY_MS = 86_400_000;
const CHANNEL = "email";
const MARKED_AS_SPAM = "marked-as-spam";

/**
 * Takes in one mail that came to where returned ones do, and does what it asks for if it proves to be about a sending of
 * ours: the outcome of the sending stays, and what came back stands beside it. The same mail again, or another that says
 * the same of the same sending, does nothing. Each is counted.
 */
export async function takeReturnedMail(
  { db, now, channels }: ReturnDeps,
  { raw, via }: { readonly raw: Uint8Array; readonly via: ReturnWay },
): Promise<TakenReturn> {
  const mail = (await channels.get(CHANNEL)?.readReturned?.(raw)) ?? { kind: "unreadable" as const };
  return db.transaction().execute(async (trx) => {
    const taken = mail.kind === "report" ? await takeReport(trx, { mail, via, now: now() }) : ignore(mail.kind);
    const labels = { via, kind: taken.kind === "taken" ? taken.verdict : taken.why };
    await addTallies(trx, [{ figure: "returns", labels, bucket: Infinity, count: 1, seconds: 0 }]);
    return taken;
  });
}

function ignore(why: Ignored): TakenReturn {
  return { kind: "ignored", why };
}

interface Report {
  readonly mail: Extract<ReturnedMail, { kind: "report" }>;
  readonly via: ReturnWay;
  readonly now: Date;
}

async function takeReport(trx: Db, report: Report): Promise<TakenReturn> {
  const { mail, via, now } = report;
  const search = await findReturnedLetter(trx, mail.tags);
  if (search === null) return takeSendingReport(trx, report);
  if (search.kind === "gone") return ignore("unknown");
  if (search.kind === "forged") return ignore("forged");
  const { letter } = search;
  const told = pickReturned(mail.recipients, letter.address);
  if (told === null) return ignore("no-failure");
  const did = await heedLetterReturn(trx, { letter, told, via, now });
  if (did === "again") return ignore("again");
  return { kind: "taken", about: subject(letter.kind, letter.id), verdict: told.verdict, did };
}

async function takeSendingReport(trx: Db, { mail, via, now }: Report): Promise<TakenReturn> {
  const sending = await findProven(trx, mail);
  if (sending === null) return ignore(mail.tags.length > 0 ? "forged" : "unknown");
  const told = pickReturned(mail.recipients, addressOf(sending.target));
  if (told === null) return ignore("no-failure");
  const { verdict } = told;
  const before = await readReturnedOf(trx, sending.id);
  if (!(await insertReturn(trx, { ...told, sendingId: sending.id, via, now }))) return ignore("again");
  await tallyReturned(trx, { sending, before });
  const did = await heed(trx, { sending, told, via, now });
  return { kind: "taken", about: subject("sending", sending.id), verdict, did };
}

/** Counts the messages that stood in it by what has become of them now; they were counted as delivered before. */
async function tallyReturned(
  trx: Db,
  { sending, before }: { sending: ReturnedSending; before: ReadonlyMap<number, string> },
): Promise<void> {
  const { id, channel, lane } = sending;
  const after = await readReturnedOf(trx, id);
  const changed = [...after].filter(([delivery, as]) => before.get(delivery) !== as);
  await addTallies(
    trx,
    changed.map(([, as]) => ({
      figure: "returned",
      labels: { channel, lane, as },
      bucket: Infinity,
      count: 1,
      seconds: 0,
    })),
  );
}

/** By the tag of its return address, which nobody else can make; without one by the Message-ID, which nobody can guess. */
async function findProven(trx: Db, { tags, keys }: Report["mail"]): Promise<ReturnedSending | null> {
  const named = tags.flatMap((tag) => readReturnTag(tag) ?? []);
  const ids = named.flatMap(({ kind, id }) => (kind === "sending" ? [id] : []));
  const held = await holdReturned(trx, { channel: CHANNEL, ids, keys: tags.length > 0 ? [] : keys });
  if (tags.length === 0) return held[0] ?? null;
  const secret = await readInstallationKey(trx);
  const isAbout = (tag: string, sending: ReturnedSending) => isReturnTag(tag, secret, { ...sending, kind: "sending" });
  return held.find((sending) => tags.some((tag) => isAbout(tag, sending))) ?? null;
}

function addressOf(target: unknown): string {
  const has = typeof target === "object" && target !== null && "address" in target;
  return has && typeof target.address === "string" ? target.address : "";
}

interface Heeding {
  readonly sending: ReturnedSending;
  readonly told: PickedReturn;
  readonly via: ReturnWay;
  readonly now: Date;
}

async function heed(trx: Db, heeding: Heeding): Promise<"noted" | "paused" | "ended" | "stopped"> {
  switch (heeding.told.verdict) {
    case "hard":
      return pause(trx, heeding, heeding.told.reason);
    case "soft":
      return heedSoft(trx, heeding);
    case "complaint":
      return heedComplaint(trx, heeding);
    case "misconfigured":
      return heedUnproven(trx, heeding);
    case "content":
    case "delayed":
      return "noted";
  }
}

/** What was sent before it was last begun says nothing of it as it is now. */
async function pause(trx: Db, { sending, now }: Heeding, reason: string): Promise<"noted" | "paused"> {
  const { subscriptionId: id, state, begunAt, finishedAt } = sending;
  if (state !== "active" || finishedAt === null || finishedAt < begunAt) return "noted";
  await setSubscriptionState(trx, { id, state: "paused", reason, now });
  return "paused";
}

async function heedSoft(trx: Db, heeding: Heeding): Promise<"noted" | "paused"> {
  const { sending, told, now } = heeding;
  if (told.behind) return "noted";
  const since = new Date(Math.max(sending.begunAt.getTime(), now.getTime() - SOFT_DAYS * DAY_MS));
  const count = await countSoft(trx, { subscriptionId: sending.subscriptionId, since });
  if (count < SOFT_LIMIT) return "noted";
  return pause(trx, heeding, `${told.reason} (${count} mails in ${SOFT_DAYS} days)`);
}

/** Nothing is sent there again, by whatever subscription, until somebody lifts that. */
async function heedComplaint(trx: Db, { sending, via, now }: Heeding): Promise<"noted" | "ended"> {
  const { channel, targetHash, regionCode, subscriptionId } = sending;
  const about = { channel, targetHash, source: via, note: null, regionCode, since: now };
  const suppressionId = await insertSuppression(trx, { ...about, reason: "complaint" });
  if (suppressionId !== null)
    await insertAudit(trx, {
      at: now,
      actor: SYSTEM,
      regionCode,
      deed: "address-suppressed",
      objectId: suppressionId,
      reason: MARKED_AS_SPAM,
    });
  if (sending.state === "ended") return "noted";
  await setSubscriptionState(trx, { id: subscriptionId, state: "ended", reason: MARKED_AS_SPAM, now });
  await writeEndedReason(trx, { id: subscriptionId, endedReason: MARKED_AS_SPAM });
  return "ended";
}

/** It hits all at that domain, and is ours to mend: nobody is paused for it. One reader alone may make it up. */
async function heedUnproven(trx: Db, { sending, told, now }: Heeding): Promise<"noted" | "stopped"> {
  const { channel, remote, subscriptionId } = sending;
  const since = new Date(now.getTime() - DAY_MS);
  const { unproven, readers } = await countUnproven(trx, { channel, remote, since });
  if (unproven < Math.min(UNPROVEN_LIMIT, Math.max(1, readers))) return "noted";
  const scope = stopScopeOf("installation", { channel, remote, subscriptionId });
  await insertStop(trx, { scope, reason: told.reason, by: null, now });
  return "stopped";
}
