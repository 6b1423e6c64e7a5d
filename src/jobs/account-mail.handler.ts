import { accountLinkPath, approvalsPath, pausedPath } from "../addresses.ts";
import { renderAccountLetter } from "../../templates/account-mail.ts";
import { claimAccountMails, finishAccountMail, postponeAccountMail, type DueAccountMail } from "../db/account-mails.ts";
import { carriesLink } from "../domain/account-mail.ts";
import { isTaken, type Outcome } from "../domain/delivery.ts";
import { tellError } from "../domain/error-text.ts";
import { makeOwnersLink } from "../services/account-links.ts";
import { giveUpAccountMail } from "../services/account-mails.ts";
import { actAsSystem } from "../services/context.ts";
import type { DeliverDeps } from "./deliver.handler.ts";

/** Never the words: they may hold a link. */
export interface AccountMailResult {
  readonly accountId: number;
  readonly mail: string;
  readonly kind: "sent" | "captured" | "dead" | "postponed";
  readonly reason: string | null;
}

const MAILS_PER_ROUND = 100;
/** A claim older than this belongs to a worker that died. */
const STALE_CLAIM_MS = 10 * 60_000;
const MAX_ATTEMPTS = 10;

/** Sends the mails that are due, each in one attempt; in capture none is sent, and no link is made. */
export async function sendAccountMails(deps: DeliverDeps): Promise<AccountMailResult[]> {
  const now = deps.now();
  const staleBefore = new Date(now.getTime() - STALE_CLAIM_MS);
  const results: AccountMailResult[] = [];
  for (const due of await claimAccountMails(deps.db, { now, staleBefore, limit: MAILS_PER_ROUND })) {
    const ended = await (deps.mode === "capture" ? capture(deps, due) : sendMail(deps, due)).catch((cause: unknown) =>
      // One that cannot be written, as of a kind that a newer version knows, holds up no other.
      finish(deps, due, { kind: "retry", reason: `it could not be written: ${tellError(cause)}` }),
    );
    results.push({ accountId: due.accountId, mail: due.content.kind, ...ended });
  }
  return results;
}

type End = Pick<AccountMailResult, "kind" | "reason">;

async function capture(deps: DeliverDeps, due: DueAccountMail): Promise<End> {
  await finishAccountMail(deps.db, { id: due.id, state: "captured", now: deps.now() });
  return { kind: "captured", reason: null };
}

async function sendMail(deps: DeliverDeps, due: DueAccountMail): Promise<End> {
  const channel = deps.channels.get("email");
  if (channel?.composeLetter === undefined) return giveUp(deps, due, "there is no e-mail");
  const link = await findLink(deps, due);
  if (link === "gone") return giveUp(deps, due, "the role waits for its owner no more");
  const letter = renderAccountLetter({ mail: due.content, name: due.name, link, publicUrl: deps.publicUrl });
  const sendingKey = `restsignal-account-${due.id}`;
  const payload = await channel.composeLetter({ ...letter, address: due.email, sendingKey, now: deps.now() });
  return finish(deps, due, await channel.send({ target: { address: due.email }, payload, sendingKey }));
}

/** The link of an invitation, or where something can be done about what the mail tells; null when it leads nowhere. */
async function findLink(deps: DeliverDeps, { accountId, content }: DueAccountMail): Promise<string | null> {
  const { publicUrl } = deps;
  if (content.kind === "second-person-off") return `${publicUrl}${approvalsPath(content.regionCode)}`;
  if (content.kind === "receivers-paused") return `${publicUrl}${pausedPath(content.regionCode)}`;
  if (!carriesLink(content)) return null;
  const token = await makeOwnersLink(actAsSystem(deps), { accountId, regionCode: content.regionCode });
  return token === null ? "gone" : `${publicUrl}${accountLinkPath(token)}`;
}

async function finish(deps: DeliverDeps, due: DueAccountMail, outcome: Outcome): Promise<End> {
  const now = deps.now();
  if (isTaken(outcome)) {
    await finishAccountMail(deps.db, { id: due.id, state: "sent", now });
    return { kind: "sent", reason: null };
  }
  // A letter that comes twice does less harm than one that never came.
  const mayPass = ["retry", "unknown", "misconfigured"].includes(outcome.kind);
  if (!mayPass || due.attempts >= MAX_ATTEMPTS) return giveUp(deps, due, outcome.reason);
  const waitMs = Math.min(30_000 * 2 ** (due.attempts - 1), 3_600_000);
  await postponeAccountMail(deps.db, { id: due.id, dueAt: new Date(now.getTime() + waitMs), reason: outcome.reason });
  return { kind: "postponed", reason: outcome.reason };
}

async function giveUp(deps: DeliverDeps, mail: DueAccountMail, reason: string): Promise<End> {
  await giveUpAccountMail(actAsSystem(deps), { mail, reason });
  return { kind: "dead", reason };
}
