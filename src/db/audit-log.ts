import { sql } from "kysely";
import type { ListEntry } from "../domain/list.ts";
import type { Db } from "./schema.ts";

/** An entry as the log shows it. */
export interface LoggedEntry {
  readonly id: number;
  readonly at: Date;
  readonly who: string;
  readonly accountId: number | null;
  readonly what: string;
  readonly object: string;
  readonly reason: string | null;
  readonly before: unknown;
  readonly after: unknown;
  /** A network address, `command line` or `rule`; null in entries of before it was kept. */
  readonly origin: string | null;
}

export interface AuditFilter {
  /** Null for what concerns no one region. */
  readonly regionCode: string | null;
  /** The whole name; any when null. */
  readonly who: string | null;
  readonly what: string | null;
  /** The beginnings of objects, such as `case 12`, any of which fits; null for all. */
  readonly objects: readonly string[] | null;
  /** From that instant on, and before that one. */
  readonly from: Date | null;
  readonly to: Date | null;
}

/** A page of the log, the newest first: entries with an id below `before`. */
export async function readAuditLog(
  db: Db,
  filter: AuditFilter & { before: number | null; limit: number },
): Promise<LoggedEntry[]> {
  const { before, limit, who, what, objects, from, to } = filter;
  let query = selectOf(db, filter)
    .select(["id", "at", "who", "account_id as accountId", "what", "object", "reason", "before", "after", "origin"])
    .orderBy("id", "desc")
    .limit(limit);
  if (before !== null) query = query.where("id", "<", before);
  if (who !== null) query = query.where("who", "=", who);
  if (what !== null) query = query.where("what", "=", what);
  // `case 1` is not `case 12`, and both are found by `case`.
  if (objects !== null)
    query = query.where((eb) =>
      eb.or(
        objects.flatMap((object) => [eb("object", "=", object), sql<boolean>`starts_with(object, ${`${object} `})`]),
      ),
    );
  if (from !== null) query = query.where("at", ">=", from);
  if (to !== null) query = query.where("at", "<", to);
  return query.execute();
}

/** Everybody and everything that the log names, to choose among. */
export async function readAuditChoices(
  db: Db,
  scope: Pick<AuditFilter, "regionCode">,
): Promise<{ who: string[]; what: string[] }> {
  const who = await selectOf(db, scope).select("who").distinct().orderBy("who").execute();
  const what = await selectOf(db, scope).select("what").distinct().orderBy("what").execute();
  return { who: who.map((row) => row.who), what: what.map((row) => row.what) };
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
