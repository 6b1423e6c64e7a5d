import { DEED_OBJECTS, type Actor, type Deed } from "../domain/audit.ts";
import { json } from "./client.ts";
import type { Db } from "./schema.ts";

export interface AuditEntry {
  readonly at: Date;
  readonly actor: Actor;
  /** Null for what concerns no one region. */
  readonly regionCode: string | null;
  /** What was done, which says what kind of object it was done to. */
  readonly deed: Deed;
  readonly objectId: number | string;
  readonly reason?: string | null;
  /** What the object was, and what it became; left out where it has no such state. Never a secret. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Writes down who did what to what, and why. The database refuses to change it afterwards. */
export async function insertAudit(db: Db, entry: AuditEntry): Promise<void> {
  const { at, actor, regionCode, deed, objectId, reason = null, before, after } = entry;
  await db
    .insertInto("audit")
    .values({
      at,
      deed,
      object_kind: DEED_OBJECTS[deed],
      object_id: String(objectId),
      actor_kind: actor.kind,
      account_id: actor.kind === "person" ? actor.id : null,
      actor_name: actor.kind === "system" ? null : actor.name,
      address: actor.kind === "person" ? actor.address : null,
      reason,
      region_code: regionCode,
      before: before === undefined ? null : json(before),
      after: after === undefined ? null : json(after),
    })
    .execute();
}
