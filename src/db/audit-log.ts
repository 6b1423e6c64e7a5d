import { sql, type Selectable } from "kysely";
import type { AuditObject, LoggedActor, ObjectKind } from "../domain/audit.ts";
import type { ListEntry } from "../domain/list.ts";
import type { Db, Schema } from "./schema.ts";

/** An entry as the log shows it. */
export interface LoggedEntry {
  readonly id: number;
  readonly at: Date;
  readonly actor: LoggedActor;
  /** A `Deed`, or the words of an old line for which there is none. */
  readonly deed: string;
  readonly object: AuditObject;
  readonly reason: string | null;
  readonly before: unknown;
  readonly after: unknown;
  /** The network address that a person was at. */
  readonly address: string | null;
}

/** Who did something, whatever account they did it with. */
export type ActorChoice = Pick<LoggedActor, "kind" | "name">;

/** Objects of that kind, or of any; with that id, or an id that begins with that word, or any. */
export interface ObjectChoice {
  readonly kind: ObjectKind | null;
  readonly id: string | null;
}

export interface AuditFilter {
  /** Null for what concerns no one region. */
  readonly regionCode: string | null;
  readonly actor: ActorChoice | null;
  readonly deed: string | null;
  /** Any of which fits; null for all. */
  readonly objects: readonly ObjectChoice[] | null;
  /** From that instant on, and before that one. */
  readonly from: Date | null;
  readonly to: Date | null;
}

/** A page of the log, the newest first: entries with an id below `before`. */
export async function readAuditLog(
  db: Db,
  filter: AuditFilter & { before: number | null; limit: number },
): Promise<LoggedEntry[]> {
  const { before, limit, actor, deed, objects, from, to } = filter;
  let query = selectOf(db, filter).selectAll().orderBy("id", "desc").limit(limit);
  if (before !== null) query = query.where("id", "<", before);
  if (actor !== null)
    query = query.where("actor_kind", "=", actor.kind).where("actor_name", "is not distinct from", actor.name);
  if (deed !== null) query = query.where("deed", "=", deed);
  if (objects !== null) query = query.where((eb) => eb.or(objects.map(fitsObject)));
  if (from !== null) query = query.where("at", ">=", from);
  if (to !== null) query = query.where("at", "<", to);
  return (await query.execute()).map(toEntry);
}

function fitsObject({ kind, id }: ObjectChoice) {
  return sql<boolean>`(
    (${kind}::text is null or object_kind = ${kind})
    and (${id}::text is null or object_id = ${id} or starts_with(object_id, ${`${id ?? ""} `})))`;
}

function toEntry(row: Selectable<Schema["audit"]>): LoggedEntry {
  const { id, at, deed, reason, before, after, address } = row;
  const actor = { kind: row.actor_kind, id: row.account_id, name: row.actor_name };
  return { id, at, actor, deed, object: { kind: row.object_kind, id: row.object_id }, reason, before, after, address };
}

/** Everybody and everything that the log names, to choose among. */
export async function readAuditChoices(
  db: Db,
  scope: Pick<AuditFilter, "regionCode">,
): Promise<{ actors: ActorChoice[]; deeds: string[] }> {
  const actors = await selectOf(db, scope).select(["actor_kind as kind", "actor_name as name"]).distinct().execute();
  const deeds = await selectOf(db, scope).select("deed").distinct().execute();
  return { actors, deeds: deeds.map(({ deed }) => deed) };
}

/** The lines of the list that cases are of, by the case's id; those of other regions are left out. */
export async function readCaseEntries(
  db: Db,
  of: { regionCode: string; caseIds: readonly number[] },
): Promise<Map<number, ListEntry>> {
  if (of.caseIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("region_case")
    .select(["id", "entry"])
    .where("region_code", "=", of.regionCode)
    .where("id", "in", of.caseIds)
    .execute();
  return new Map(rows.map(({ id, entry }) => [id, entry]));
}

/** The region's cases of a medicine: its name or its code begins so, or holds it. */
export async function findCasesNamed(db: Db, of: { regionCode: string; text: string }): Promise<number[]> {
  const rows = await db
    .selectFrom("region_case")
    .select("id")
    .where("region_code", "=", of.regionCode)
    .where(sql<boolean>`strpos(lower(concat(entry ->> 'substance', ' ', entry ->> 'atc')), lower(${of.text})) > 0`)
    .orderBy("id", "desc")
    .limit(500)
    .execute();
  return rows.map(({ id }) => id);
}

function selectOf(db: Db, { regionCode }: Pick<AuditFilter, "regionCode">) {
  const all = db.selectFrom("audit");
  // What was written before there were regions in the log, and what is done for all of them, has none or the nation's.
  return regionCode === null
    ? all.where((eb) => eb.or([eb("region_code", "is", null), eb("region_code", "=", "00")]))
    : all.where("region_code", "=", regionCode);
}
