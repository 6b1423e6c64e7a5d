import { json } from "./client.ts";
import type { Db } from "./schema.ts";

/** Who did it and from where. */
export interface Actor {
  /** A name to read: of a person, `command line` or `rule`. */
  readonly who: string;
  /** Null when no account did it. */
  readonly accountId: number | null;
  /** A network address, `command line` or `rule`. */
  readonly origin: string;
}

export interface AuditEntry {
  readonly at: Date;
  readonly actor: Actor;
  /** Null for what concerns no one region. */
  readonly regionCode: string | null;
  /** What was done, such as `draft saved`. */
  readonly what: string;
  /** To what, such as `case 12`. */
  readonly object: string;
  readonly reason?: string | null;
  /** What the object was, and what it became; left out where it has no such state. Never a secret. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Writes down who did what to what, and why. The database refuses to change it afterwards. */
export async function insertAudit(db: Db, entry: AuditEntry): Promise<void> {
  const { at, actor, regionCode, what, object, reason = null, before, after } = entry;
  await db
    .insertInto("audit")
    .values({
      at,
      what,
      object,
      reason,
      who: actor.who,
      account_id: actor.accountId,
      origin: actor.origin,
      region_code: regionCode,
      before: before === undefined ? null : json(before),
      after: after === undefined ? null : json(after),
    })
    .execute();
}
