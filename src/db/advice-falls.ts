import { sql } from "kysely";
import type { Alternative, AlternativeState, MendingKind } from "../domain/alternative.ts";
import type { UpdateKind } from "../domain/case.ts";
import type { IsoDate } from "../domain/calendar.ts";
import type { MessageFacts, MessageKind } from "../domain/message.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/** An alternative that has become worse than readers were told. */
export interface AdviceFall {
  readonly id: number;
  readonly caseId: number;
  /** The message that told it, and which version of its case that is. */
  readonly messageId: number;
  readonly version: number;
  readonly toldAt: Date;
  readonly alternative: Alternative;
  /** What was known of it before, and when it fell. */
  readonly told: AlternativeState;
  readonly state: AlternativeState;
  readonly knownOn: IsoDate | null;
  readonly fellAt: Date;
  /** What ended it, the newest of it; null while the advice is untrue. */
  readonly mended: { readonly kind: MendingKind; readonly at: Date } | null;
}

function selectFalls(db: Db) {
  return db
    .selectFrom("advice_fall as fall")
    .innerJoin("message", "message.id", "fall.message_id")
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("advice_mending as newest")
          .select(["newest.kind", "newest.mended_at"])
          .whereRef("newest.fall_id", "=", "fall.id")
          .orderBy("newest.id", "desc")
          .limit(1)
          .as("mending"),
      (join) => join.onTrue(),
    )
    .select([
      "fall.id",
      "fall.case_id as caseId",
      "fall.message_id as messageId",
      "message.version",
      "message.published_at as toldAt",
      "fall.alternative",
      "fall.told",
      "fall.state",
      "fall.known_on as knownOn",
      "fall.fell_at as fellAt",
      "mending.kind as mendingKind",
      "mending.mended_at as mendedAt",
    ])
    .orderBy("fall.id");
}

/** Every fall of the cases, mended or not, in the order in which they came. */
export async function readFalls(db: Db, caseIds: readonly number[]): Promise<AdviceFall[]> {
  if (caseIds.length === 0) return [];
  const rows = await selectFalls(db).where("fall.case_id", "in", caseIds).execute();
  return rows.map(({ mendingKind, mendedAt, ...fall }) => ({
    ...fall,
    mended: mendingKind === null || mendedAt === null ? null : { kind: mendingKind, at: mendedAt },
  }));
}

/** Those of a case that nothing has mended: readers have an advice that does not hold. */
export async function readOpenFalls(db: Db, caseId: number): Promise<AdviceFall[]> {
  return (await readFalls(db, [caseId])).filter(({ mended }) => mended === null);
}

/** A case with what came to it; `at` is an instant as text. */
interface WaitingFall {
  readonly caseId: number;
  readonly updates: readonly { readonly kind: UpdateKind; readonly at: string }[];
}

/** Of each case the falls that its updates tell of, mended or not. */
export async function readToldFalls(db: Db, cases: readonly WaitingFall[]): Promise<Map<number, AdviceFall[]>> {
  const times = new Map(
    cases.map(({ caseId, updates }) => [
      caseId,
      updates.filter(({ kind }) => kind === "fallen").map(({ at }) => new Date(at).getTime()),
    ]),
  );
  const concerned = [...times].filter(([, fell]) => fell.length > 0).map(([caseId]) => caseId);
  const falls = await readFalls(db, concerned);
  const told = falls.filter(({ caseId, fellAt }) => times.get(caseId)?.includes(fellAt.getTime()) === true);
  return Map.groupBy(told, ({ caseId }) => caseId);
}

/** The message that told the readers of a case their advice, as far as its alternatives go. */
export interface ToldMessage {
  readonly caseId: number;
  readonly regionCode: string;
  /** A case that is closed is followed only as far as something of its advice has fallen. */
  readonly isOpen: boolean;
  readonly messageId: number;
  readonly kind: MessageKind;
  readonly facts: MessageFacts;
}

/**
 * The cases of the regions whose readers have an advice with alternatives, or one that has fallen, each with its newest
 * message, or the one whose advice that says to be in review. They are locked: a message that is written meanwhile comes
 * before or after.
 */
export async function lockToldMessages(trx: Db, regionCodes: readonly string[]): Promise<ToldMessage[]> {
  const { rows: held } = await sql<{ id: number }>`
    select c.id from region_case c
    where c.region_code in (select jsonb_array_elements_text(${jsonRows(regionCodes)}))
      and c.id in (select case_id from message where advice ? 'alternatives')
      and (c.status = 'open' or c.id in (
        select f.case_id from advice_fall f where f.id not in (select d.fall_id from advice_mending d)))
    order by c.id for update`.execute(trx);
  if (held.length === 0) return [];
  const { rows } = await sql<ToldMessage>`
    select c.id as "caseId", c.region_code as "regionCode", c.status = 'open' as "isOpen",
           told.id as "messageId", told.kind, told.facts
    from region_case c
    join lateral (
      select m.version, m.facts from message m
      where m.case_id = c.id and m.purpose = 'readers' order by m.version desc limit 1) as last on true
    join message told on told.case_id = c.id
      and told.version = coalesce((last.facts -> 'review' ->> 'version')::int, last.version)
    where c.id in (select value::bigint from jsonb_array_elements_text(${jsonRows(held.map(({ id }) => id))}))
    order by c.id`.execute(trx);
  return rows;
}

export type NewFall = Pick<AdviceFall, "caseId" | "messageId" | "alternative" | "told" | "state" | "knownOn">;

export async function insertFalls(trx: Db, input: { falls: readonly NewFall[]; now: Date }): Promise<void> {
  if (input.falls.length === 0) return;
  await sql`
    insert into advice_fall (case_id, message_id, alternative, told, state, known_on, fell_at)
    select x."caseId", x."messageId", x.alternative, x.told, x.state, x."knownOn", ${input.now}::timestamptz
    from jsonb_to_recordset(${jsonRows(input.falls)})
      as x("caseId" bigint, "messageId" bigint, alternative jsonb, told jsonb, state jsonb, "knownOn" date)`.execute(
    trx,
  );
}

/** Writes down what ended these falls. */
export async function mendFalls(
  trx: Db,
  input: { ids: readonly number[]; kind: MendingKind; messageId: number | null; now: Date },
): Promise<void> {
  const { ids, kind, messageId, now } = input;
  if (ids.length === 0) return;
  await trx
    .insertInto("advice_mending")
    .values(ids.map((id) => ({ fall_id: id, kind, mended_at: now, message_id: messageId })))
    .execute();
}

/** The newest of these updates that told of a fall; null when none did. */
export async function findFallTime(trx: Db, updateIds: readonly number[]): Promise<Date | null> {
  const { latest } = await trx
    .selectFrom("case_update")
    .select((eb) => eb.fn.max("created_at").as("latest"))
    .where("id", "in", updateIds)
    .where("kind", "=", "fallen")
    .executeTakeFirstOrThrow();
  return latest;
}
