import { stringsOf } from "../../templates/language.ts";
import { insertAudit } from "../db/audit.ts";
import { hasRunBegun } from "../db/digest-runs.ts";
import { returnUpdates } from "../db/case-updates.ts";
import { readPolicy } from "../db/regions.ts";
import { leaveGathered, readDraftedCases, readGatheredCases, type GatheredCase } from "../db/rule-decisions.ts";
import type { Db } from "../db/schema.ts";
import type { RuleActor } from "../domain/audit.ts";
import { listNews } from "../domain/news.ts";
import { decidePolicy, type PolicyDecision } from "../domain/policy.ts";
import { weeklyDigestAt } from "../domain/subscription.ts";
import { holdCase, type HeldCase } from "./held-case.ts";
import type { PublishingContext } from "./publication.ts";
import { publishByRule } from "./rule-publication.ts";

/** The week's news is written so long before the digest leaves: late enough to tell what holds, in time for all of it. */
const LEAD_MS = 15 * 60_000;

/** Cases whose gathered news goes out in the digest that is near, or whose digest has been. */
export async function readDueGathered({ db, now }: Pick<PublishingContext, "db" | "now">): Promise<GatheredCase[]> {
  const gathered = await readGatheredCases(db);
  return gathered.filter(({ since }) => weeklyDigestAt(since).getTime() - LEAD_MS <= now.getTime());
}

/** `left`: it is for a person after all, who sees why · `nothing`: it has gone, or was decided meanwhile. */
export interface GatheredOutcome {
  readonly kind: "published" | "left" | "nothing";
  readonly caseId: number;
}

/**
 * Tells in one message what rules gathered in a case, as it stands now, with Monday's digest on every channel. What waits
 * for a person, what is being written and what the rules would not send any more keeps it back.
 */
export async function publishGathered(
  ctx: PublishingContext,
  { caseId, since }: GatheredCase,
): Promise<GatheredOutcome> {
  const { now, digestChannels } = ctx;
  return ctx.db.transaction().execute(async (trx) => {
    const held = await holdCase(trx, caseId);
    const gathered = held?.untold.filter(({ decision }) => decision === "gathered") ?? [];
    if (held === null || gathered.length === 0) return { kind: "nothing", caseId };
    if (held.changes.length === 0 && held.moved === null) {
      await returnUpdates(
        trx,
        gathered.map(({ id }) => id),
      );
      return { kind: "nothing", caseId };
    }
    const decision = decidePolicy(await readPolicy(trx, held.found.regionCode), subjectOf(held));
    const { by } = decision;
    const hindrance = await findHindrance(trx, held, decision);
    if (hindrance !== null || by === null) return leave(trx, { held, by, now, reason: hindrance });
    const digestAt = weeklyDigestAt(since);
    // Where Monday's digest has gone without it, it goes by itself: it has waited a week already.
    const when = (await hasRunBegun(trx, digestAt))
      ? { deliverAt: now, digestChannels: new Set<string>() }
      : { deliverAt: digestAt, digestChannels };
    const result = await publishByRule(trx, held, { by, now, ...when });
    return result.kind === "published"
      ? { kind: "published", caseId }
      : leave(trx, { held, by, now, reason: result.reason });
  });
}

function subjectOf({ found, notices, changes, moved }: HeldCase) {
  const changed = new Set(changes.map(({ noticeId }) => noticeId));
  return {
    kind: "change" as const,
    priority: found.entry.priority,
    changes: listNews(
      changes.map(({ kind }) => kind),
      moved === null ? [] : [moved],
    ),
    extent: found.status === "open" ? (found.extent?.grade ?? null) : null,
    types: notices.filter(({ noticeId }) => changed.has(noticeId)).map(({ notice }) => notice.type),
  };
}

/** Why it is not sent, for the region's record, which is in Swedish; null when it is. */
async function findHindrance(trx: Db, held: HeldCase, { action, by }: PolicyDecision): Promise<string | null> {
  const words = stringsOf("sv").heldBack;
  if (by === null || action !== "auto") return words.changed;
  if ((await readDraftedCases(trx, [held.found.id])).size > 0) return words.draft(by.name);
  return held.untold.some(({ decision }) => decision === "pending") ? words.older(by.name) : null;
}

async function leave(
  trx: Db,
  input: { held: HeldCase; by: RuleActor | null; now: Date; reason: string | null },
): Promise<GatheredOutcome> {
  const { held, by, now } = input;
  const { id: caseId, regionCode } = held.found;
  const reason = input.reason ?? stringsOf("sv").heldBack.changed;
  await leaveGathered(trx, { caseId, reason });
  const actor = by ?? { kind: "system" as const };
  await insertAudit(trx, { at: now, actor, regionCode, deed: "message-held-back", objectId: caseId, reason });
  return { kind: "left", caseId };
}
