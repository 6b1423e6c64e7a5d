import { setTimeout } from "node:timers/promises";
import { sql } from "kysely";
import { TIME_ZONE } from "../../src/domain/calendar.ts";
import { countFanOuts } from "../../src/db/fan-outs.ts";
import type { Db } from "../../src/db/schema.ts";
import { saveSubscription } from "../../src/db/subscriptions.ts";
import { writeMessage } from "../../src/services/messages.ts";
import { makeEntryFact, makeFacts } from "../support/message-views.ts";
import { makeNewMessage } from "../support/new-message.ts";

const REGION = "12";
const DAY_MS = 86_400_000;
/** Against hanging only. */
const LONGEST_WAIT_MS = 150_000;

/** How many subscribe in each way; mail is shared by two domains. */
export interface Audience {
  readonly slack: number;
  readonly teams: number;
  readonly mail: number;
}

export async function subscribe(db: Db, input: Audience & { teamsHost: string }): Promise<void> {
  const { slack, teams, mail, teamsHost } = input;
  const numbers = (count: number) => [...Array(count).keys()];
  const targets = [
    ...numbers(slack).map((place) => ["slack", { channelId: `C${String(place).padStart(8, "0")}` }] as const),
    ...numbers(teams).map((place) => ["teams", { webhookUrl: `https://${teamsHost}/workflows/${place}` }] as const),
    ...numbers(mail).map(
      (place) => ["email", { address: `lasare-${place}@${place % 2 === 0 ? "a" : "b"}.example` }] as const,
    ),
  ];
  const now = new Date(Date.now() - 5 * DAY_MS);
  const choices = { regionCode: REGION, language: "sv", filter: {}, now } as const;
  for (const [place, [channel, target]] of targets.entries())
    await saveSubscription(db, { ...choices, channel, target, token: `crash-${place}` });
  await db.insertInto("digest_start").values({ time_zone: TIME_ZONE, started_at: now }).execute();
}

/**
 * Publishes these messages, no two alike: every other is urgent. The rest is of days ago; `digest` has it go to mail in the
 * digest of a day that has passed, which the next worker to start makes up for.
 */
export async function publish(db: Db, input: { from: number; upTo: number; digest: boolean }): Promise<void> {
  const digestChannels = new Set(input.digest ? ["email"] : []);
  for (let number = input.from; number < input.upTo; number += 1) {
    const urgent = number % 2 === 0;
    const message = makeNewMessage({
      regionCode: REGION,
      urgency: urgent ? "high" : "normal",
      facts: makeFacts({ entry: makeEntryFact({ substance: `substans ${number}` }) }),
      now: new Date(Date.now() - (urgent ? 0 : 2 * DAY_MS)),
    });
    await db.transaction().execute((trx) => writeMessage(trx, { ...message, digestChannels }));
  }
}

/** How many deliveries have not come to an end, or are not even made. */
export async function countUnsettled(db: Db): Promise<number> {
  const { open } = await db
    .selectFrom("delivery")
    .select((eb) => eb.fn.countAll<number>().as("open"))
    .where("state", "in", ["due", "sending"])
    .executeTakeFirstOrThrow();
  return open + (await countFanOuts(db));
}

/** As if the time of each retry had come, and whoever had slowed us down had had a good while since. */
export async function letRetriesCome(db: Db): Promise<void> {
  await sql`
    update remote r set not_before = null, open_until = null, learned_per_second = null, failures = 0
    from (select channel, name from remote order by channel, name for update skip locked) held
    where r.channel = held.channel and r.name = held.name`.execute(db);
  await sql`
    update sending set due_at = now()
    where id in (select id from sending where state = 'due' and due_at > now() for update skip locked)`.execute(db);
}

/**
 * As if a minute had passed since whoever holds a claim last renewed it; only when all of those are dead or hang. What is in
 * the middle of a transaction keeps its time.
 */
export async function letLeasesEnd(db: Db): Promise<void> {
  await sql`
    update sending set lease_until = now() - interval '1 second'
    where id in (select id from sending where state = 'claimed' for update skip locked)`.execute(db);
}

/** Asks every now and then; throws, saying what never came, when it takes too long. */
export async function waitUntil(ask: () => Promise<boolean>, what: string): Promise<void> {
  const late = setTimeout(LONGEST_WAIT_MS, "late" as const, { ref: false });
  for (;;) {
    const answer = await Promise.race([ask(), late]);
    if (answer === "late") throw new Error(`crash test: it never came that ${what}`);
    if (answer) return;
    await setTimeout(20);
  }
}
