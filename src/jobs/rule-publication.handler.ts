import { insertAudit } from "../db/audit.ts";
import { publishCase, type PublicationResult } from "../db/publication.ts";
import { clearDueTime } from "../db/rule-decisions.ts";
import type { RegionCase } from "../db/cases.ts";
import type { Db } from "../db/schema.ts";

export interface RulePublication {
  readonly found: RegionCase;
  /** `rule Avslut`. */
  readonly by: string;
  readonly now: Date;
  readonly digestChannels: ReadonlySet<string>;
}

/**
 * Sends a case's facts with the list's standing advice, marked as not reviewed, to the areas that the list names, and
 * writes down which rule did. Call it inside a transaction.
 */
export async function publishByRule(db: Db, input: RulePublication): Promise<PublicationResult> {
  const { found, by, now, digestChannels } = input;
  const result = await publishCase(db, {
    caseId: found.id,
    kind: null,
    advice: found.entry.standingAdvice,
    audience: { areas: found.entry.areas, roles: [] },
    urgency: "normal",
    reviewed: false,
    publishedBy: by,
    now,
    digestChannels,
  });
  if (result.kind === "refused") return result;
  await clearDueTime(db, found.id);
  await insertAudit(db, {
    at: now,
    actor: actorOf(by),
    regionCode: found.regionCode,
    what: "message published by rule",
    object: `case ${found.id}`,
    after: { message: result.message.id, version: result.message.version, kind: result.messageKind },
  });
  return result;
}

/** A rule as whoever did it. */
export function actorOf(by: string) {
  return { who: by, accountId: null, origin: "rule" };
}
