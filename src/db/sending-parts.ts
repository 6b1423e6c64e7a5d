import { sql, type RawBuilder } from "kysely";
import { keyOfPart, type StoredEnvelope } from "../domain/sending.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";
import { insertContents } from "./sendings.ts";

/** The deliveries of a sending, by its name in the query; also those that began in a part before it. */
export function membersOf(name: string): RawBuilder<unknown> {
  const id = sql.ref(`${name}.id`);
  return sql`(
    select d.id, d.message_id from delivery d where d.sending_id = ${id}
    union select d.id, d.message_id from delivery_part p join delivery d on d.id = p.delivery_id where p.sending_id = ${id})`;
}

/** A part of a sending, as it is frozen; `messageIds` are of the messages that stand in it. */
export interface FrozenPart {
  readonly hash: string;
  readonly content: unknown;
  readonly messageIds: readonly number[];
}

/**
 * Makes a claimed sending the first of its parts, and the others sendings that are due, all frozen together. False, with
 * nothing done, when another worker has it by now.
 */
export async function writeParts(
  trx: Db,
  input: {
    sending: { readonly id: number; readonly generation: number; readonly key: string };
    envelope: StoredEnvelope;
    parts: readonly FrozenPart[];
    now: Date;
  },
): Promise<boolean> {
  const { sending, envelope, parts, now } = input;
  const { id, generation, key } = sending;
  await insertContents(trx, { contents: parts, now });
  const first = await sql`
    update sending set content_hash = ${parts[0]?.hash ?? null}, envelope = ${JSON.stringify(envelope)}::jsonb,
      rendered_at = ${now}::timestamptz, parts = ${parts.length}::integer
    where id = ${id} and state = 'claimed' and claim_generation = ${generation} and content_hash is null
    returning id`.execute(trx);
  if (first.rows.length === 0) return false;
  const later = parts.slice(1).map(({ hash, messageIds }, index) => ({
    part: index + 2,
    key: keyOfPart(key, index + 2),
    hash,
    messageIds,
  }));
  await sql`
    with given as (
      select * from jsonb_to_recordset(${jsonRows(later)}) as r(part integer, key text, hash text, "messageIds" jsonb)
    ), made as (
      insert into sending (subscription_id, channel, lane, remote, state, key, due_at, created_at, digest_run_id, part,
        parts, content_hash, envelope, rendered_at)
      select s.subscription_id, s.channel, s.lane, s.remote, 'due', given.key, s.due_at, ${now}::timestamptz,
        s.digest_run_id, given.part, s.parts, given.hash, s.envelope || jsonb_build_object('thread', s.key), s.rendered_at
      from given cross join sending s where s.id = ${id} order by given.part
      returning id, part
    ), standing as (
      select d.id as delivery_id, p.part, coalesce(made.id, ${id}) as sending_id
      from delivery d
      cross join lateral (
        select 1 as part where d.message_id in (select value::bigint from jsonb_array_elements_text(${jsonRows(parts[0]?.messageIds ?? [])}))
        union all select given.part from given where given."messageIds" @> to_jsonb(d.message_id)
      ) p left join made on made.part = p.part
      where d.sending_id = ${id}
    ), spread as (
      insert into delivery_part (delivery_id, sending_id)
      select delivery_id, sending_id from standing
      where delivery_id in (select delivery_id from standing group by delivery_id having count(*) > 1)
    )
    update delivery d set sending_id = begun.sending_id
    from (select distinct on (delivery_id) delivery_id, sending_id from standing order by delivery_id, part) begun
    where d.id = begun.delivery_id`.execute(trx);
  return true;
}
