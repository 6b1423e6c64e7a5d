import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Role } from "../domain/account.ts";
import { SUBSCRIPTION_ENDED } from "../domain/delivery.ts";
import { ENDED_BY_SUBSCRIBER, type SubscriptionState } from "../domain/subscription.ts";
import { cancelWaitingOf } from "./cancellations.ts";
import { hashContent, jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";
import { beActive } from "./subscriptions.ts";

/** The roles that get a region's reminders. */
const REMINDED_ROLES = ["curator", "approver", "region-admin"] as const satisfies readonly Role[];

/** Why a subscription ended that begins again with the role. */
const ROLE_GONE = "role-gone";

interface DeskMember {
  readonly accountId: number;
  readonly email: string;
  readonly roles: readonly Role[];
}

/**
 * Brings the desk's e-mail subscriptions of a region in line with its accounts: one for each active account with a role
 * there, which follows its address and ends with its role. One that its owner ended, or whose mailbox stopped answering,
 * stays so. Resolves with the roles that somebody has. Call it inside a transaction.
 */
export async function alignDeskSubscriptions(
  db: Db,
  { regionCode, now }: { regionCode: string; now: Date },
): Promise<ReadonlySet<Role>> {
  const members = await readMembers(db, regionCode);
  const wanted = members.map(({ accountId, email, roles }) => {
    const target = { address: email };
    const token = randomBytes(24).toString("base64url");
    return { accountId, target, targetHash: hashContent(target), filter: { roles }, token };
  });
  const rows = sql`jsonb_to_recordset(${jsonRows(wanted)}) as w(
    "accountId" bigint, target jsonb, "targetHash" text, filter jsonb, token text)`;
  const own = sql`s.region_code = ${regionCode} and s.purpose = 'desk' and s.account_id = w."accountId"`;
  await sql`
    update subscription s set target = w.target, target_hash = w."targetHash" from ${rows}
    where ${own} and s.target_hash <> w."targetHash" and not exists (
      select from subscription other where other.region_code = s.region_code and other.channel = s.channel
        and other.purpose = 'desk' and other.target_hash = w."targetHash")`.execute(db);
  const { rows: ended } = await sql<{ id: number }>`
    update subscription s set state = 'ended', state_reason = ${ROLE_GONE}
    where s.region_code = ${regionCode} and s.purpose = 'desk' and s.account_id is not null and s.state <> 'ended'
      and not exists (select from ${rows} where ${own} and s.target_hash = w."targetHash")
    returning s.id`.execute(db);
  const subscriptionIds = ended.map(({ id }) => id);
  await cancelWaitingOf(db, { subscriptionIds, outcome: SUBSCRIPTION_ENDED, now });
  // One that somebody added by hand for the same address is left as it is.
  await sql`
    insert into subscription as s (region_code, channel, purpose, target, target_hash, language, filter, state, token,
                                   created_at, confirmed_at, account_id)
    select ${regionCode}, 'email', 'desk', w.target, w."targetHash", 'sv', w.filter, 'active', w.token,
           ${now}::timestamptz, ${now}::timestamptz, w."accountId"
    from ${rows} order by w."accountId"
    on conflict (region_code, channel, purpose, target_hash) do update
    set filter = excluded.filter,
        state = case when s.state_reason = ${ROLE_GONE} then 'active' else s.state end,
        confirmed_at = case when s.state_reason = ${ROLE_GONE} then excluded.confirmed_at else s.confirmed_at end,
        paused_at = case when s.state_reason = ${ROLE_GONE} then null else s.paused_at end,
        state_reason = nullif(s.state_reason, ${ROLE_GONE})
    where s.account_id is not null`.execute(db);
  return new Set(members.flatMap(({ roles }) => roles));
}

async function readMembers(db: Db, regionCode: string): Promise<DeskMember[]> {
  const { rows } = await sql<DeskMember>`
    select a.id as "accountId", a.email, jsonb_agg(r.role order by r.role) as roles
    from account a join account_role r on r.account_id = a.id
    where a.state = 'active' and r.region_code = ${regionCode}
      and r.role in (select jsonb_array_elements_text(${jsonRows(REMINDED_ROLES)}))
    group by a.id order by a.id`.execute(db);
  return rows;
}

/** Whether an account gets the region's reminders by e-mail; null when nothing stands in the way of the first. */
export async function readDeskSubscription(
  db: Db,
  { regionCode, accountId }: { regionCode: string; accountId: number },
): Promise<SubscriptionState | null> {
  const row = await selectOwn(db, { regionCode, accountId }).executeTakeFirst();
  return row === undefined || row.state_reason === ROLE_GONE ? null : row.state;
}

export async function writeDeskSubscription(
  db: Db,
  input: { regionCode: string; accountId: number; on: boolean; now: Date },
): Promise<void> {
  const rows = await db
    .updateTable("subscription")
    .set(input.on ? beActive(input.now) : { state: "ended", state_reason: ENDED_BY_SUBSCRIBER })
    .where("id", "in", selectOwn(db, input).clearSelect().select("id"))
    .returning("id")
    .execute();
  if (input.on) return;
  const subscriptionIds = rows.map(({ id }) => id);
  await cancelWaitingOf(db, { subscriptionIds, outcome: SUBSCRIPTION_ENDED, now: input.now });
}

function selectOwn(db: Db, { regionCode, accountId }: { regionCode: string; accountId: number }) {
  return db
    .selectFrom("subscription")
    .select(["state", "state_reason"])
    .where("region_code", "=", regionCode)
    .where("purpose", "=", "desk")
    .where("account_id", "=", accountId);
}
