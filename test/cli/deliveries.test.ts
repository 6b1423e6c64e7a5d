import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { writeEnds } from "../../src/db/sendings.ts";
import { openDatabase, type Database } from "../../src/db/client.ts";
import {
  beginRegion,
  createCommandLine,
  expectRefusal,
  readAnswer,
  type CommandLine,
} from "../support/command-line.ts";

let line: CommandLine;
let database: Database;

beforeAll(async () => {
  line = await createCommandLine();
  database = await beginRegion(line);
  const { db } = database;
  const found = await db.selectFrom("subscription").select(["id", "channel"]).orderBy("id").executeTakeFirstOrThrow();
  for (const [state, reason] of [
    ["dead", "550 5.1.1 <anna@region.example> unknown"],
    ["dead", "554 spam"],
    ["unknown", "no answer came"],
  ] as const) {
    const now = new Date();
    await db
      .insertInto("sending")
      .values({
        subscription_id: found.id,
        channel: found.channel,
        remote: "region.example",
        state,
        key: `key-${reason.length}`,
        due_at: now,
        created_at: now,
        outcome: JSON.stringify({ kind: state === "dead" ? "rejected" : "unknown", reason }),
      })
      .execute();
  }
});
afterAll(async () => {
  await database?.close();
  await line?.close();
});

const idsSchema = z.object({
  sendings: z.array(z.object({ id: z.int(), state: z.string(), reason: z.string().nullable() })),
});

async function ids(...args: string[]): Promise<number[]> {
  const answer = await line.run(["deliveries", "list", ...args, "--json"]);
  return readAnswer(answer, idsSchema).sendings.map(({ id }) => id);
}

describe("restsignal deliveries", () => {
  it("lists, shows and decides, says how many, and does it once", async () => {
    const failed = await ids("--state", "failed");
    expect(failed).toHaveLength(2);
    const shown = await line.run(["deliveries", "show", String(failed[1]), "--json"]);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain("550 5.1.1");
    expect(shown.stdout).not.toContain("anna@");
    expect((await line.run(["deliveries", "list"])).stdout).toContain("2 did not arrive, and of 1 nobody knows");

    const done = z.object({ done: z.int() });
    const aside = ["deliveries", "settle", "--reason", "554 spam", "--as", "aside", "--json"];
    expect(readAnswer(await line.run([...aside, "--dry-run"]), z.object({ sendings: z.int() })).sendings).toBe(1);
    const planned = await line.run([...aside.slice(0, -1), "--dry-run"]);
    expect([planned.stdout, planned.stderr]).toEqual([
      "1 sending with 0 messages: it would be done to 1. Nothing was done.\n",
      "",
    ]);
    await database.db.updateTable("subscription").set({ state: "paused" }).execute();
    const anew = await line.run(["deliveries", "replay", "--all", "--dry-run"]);
    expect(anew.stdout).toBe("2 sendings with 0 messages: it would be done to 0. Nothing was done.\n");
    expect(anew.stderr).toBe("2 left: the receiver is paused, or has left.\n");
    await database.db.updateTable("subscription").set({ state: "active" }).execute();
    expect(readAnswer(await line.run(aside), done).done).toBe(1);
    expect(readAnswer(await line.run(aside), done, 1).done).toBe(0);
    expect(await ids("--state", "failed")).toEqual([failed[1]]);
    expect(
      readAnswer(await line.run(["deliveries", "settle", "--all", "--as", "delivered", "--json"]), done).done,
    ).toBe(1);
    expect(await ids("--state", "unknown")).toEqual([]);
  });

  it("is called wrongly without a word on which, and refuses what is not there", async () => {
    expect((await line.run(["deliveries", "replay"])).code).toBe(2);
    expect((await line.run(["deliveries", "replay", "1", "--all"])).code).toBe(2);
    expect((await line.run(["deliveries", "settle", "1", "--as", "maybe"])).code).toBe(2);
    expect((await line.run(["deliveries", "list", "--from", "2026-02-31"])).code).toBe(2);
    expectRefusal(await line.run(["deliveries", "show", "999999"]), /There is no sending 999999/);
  });

  it("a message in two parts has arrived on somebody's word only with the second of them", async () => {
    const { db } = database;
    const { id: subscription_id, channel } = await db
      .selectFrom("subscription")
      .select(["id", "channel"])
      .executeTakeFirstOrThrow();
    const now = new Date();
    const outcome = JSON.stringify({ kind: "unknown", reason: "no answer came" });
    const parts: number[] = [];
    for (const part of [1, 2]) {
      const row = { subscription_id, channel, remote: "r", state: "unknown" as const, key: `part-${part}`, outcome };
      const made = db.insertInto("sending").values({ ...row, part, parts: 2, due_at: now, created_at: now });
      parts.push((await made.returning("id").executeTakeFirstOrThrow()).id);
    }
    const message = await db.selectFrom("message").select("id").executeTakeFirstOrThrow();
    await db.deleteFrom("delivery").execute();
    const { rows } = await sql<{ delivery_id: number }>`
      insert into delivery (message_id, subscription_id, channel, state, sending_id, due_at)
      values (${message.id}, ${subscription_id}, ${channel}, 'unknown', ${parts[0]}, ${now}) returning id as delivery_id`.execute(
      db,
    );
    const delivery_id = rows[0]?.delivery_id ?? 0;
    await db
      .insertInto("delivery_part")
      .values(parts.map((sending_id) => ({ delivery_id, sending_id })))
      .execute();
    const settle = (part: number | undefined) => line.run(["deliveries", "settle", String(part), "--as", "delivered"]);
    const state = () => db.selectFrom("delivery").select("state").executeTakeFirst();
    expect((await settle(parts[0])).code).toBe(0);
    expect(await state()).toEqual({ state: "unknown" });
    expect((await settle(parts[1])).code).toBe(0);
    expect(await state()).toEqual({ state: "delivered" });
  });

  it("a part that is sent anew takes its deliveries with it, to where the receiver is now", async () => {
    const { db } = database;
    const parts = await db.selectFrom("sending").select("id").where("parts", "=", 2).orderBy("id").execute();
    const [first, second] = parts.map(({ id }) => id);
    const { subscription_id } = await db
      .selectFrom("sending")
      .select("subscription_id")
      .where("id", "=", second ?? 0)
      .executeTakeFirstOrThrow();
    const target = JSON.stringify({ address: "ny@nytt.example" });
    await db.updateTable("subscription").set({ channel: "email", target }).where("id", "=", subscription_id).execute();
    const envelope = JSON.stringify({
      target: { address: "gammal@gammalt.example" },
      unsubscribeUrl: "u",
      thread: "k",
    });
    const outcome = JSON.stringify({ kind: "rejected", reason: "550 5.1.1" });
    await db
      .updateTable("sending")
      .set({ state: "dead", handled_at: null, channel: "email", envelope, outcome })
      .where("id", "=", second ?? 0)
      .execute();
    await db.updateTable("delivery").set({ state: "dead", finished_at: new Date() }).execute();
    const answer = await line.run(["deliveries", "replay", String(second), "--json"]);
    const { replayedAs } = readAnswer(answer, z.object({ replayedAs: z.int() }));
    expect(await db.selectFrom("delivery").select(["state", "sending_id", "finished_at"]).execute()).toEqual([
      { state: "sending", sending_id: first, finished_at: null },
    ]);
    const standing = await db.selectFrom("delivery_part").select("sending_id").orderBy("sending_id").execute();
    expect(standing).toEqual([{ sending_id: first }, { sending_id: replayedAs }]);
    const old = db
      .selectFrom("sending")
      .select(["state", "replayed_as", "envelope"])
      .where("id", "=", second ?? 0);
    expect(await old.executeTakeFirst()).toMatchObject({
      state: "dead",
      replayed_as: replayedAs,
      envelope: { target: { address: "gammal@gammalt.example" } },
    });
    const anew = db.selectFrom("sending").select(["state", "remote", "part", "parts", "envelope"]);
    expect(await anew.where("id", "=", replayedAs).executeTakeFirst()).toEqual({
      state: "due",
      remote: "nytt.example",
      part: 2,
      parts: 2,
      envelope: { target: { address: "ny@nytt.example" }, unsubscribeUrl: "u", thread: "k" },
    });
    const told = await line.run(["deliveries", "show", String(second), "--json"]);
    expect(readAnswer(told, z.object({ messages: z.array(z.unknown()) })).messages).toHaveLength(1);
    // What becomes of the new one is what has become of the message.
    for (const [state, ended] of [
      ["dead", { kind: "rejected", reason: "550 5.1.1" }],
      ["delivered", { kind: "delivered", externalId: "x" }],
    ] as const) {
      await db.updateTable("sending").set({ state: "claimed" }).where("id", "=", replayedAs).execute();
      const attempt = { generation: 0, startedAt: null, endedAt: new Date().toISOString(), outcome: ended };
      const end = { id: replayedAs, generation: 0, state, outcome: ended, line: attempt, dueAt: null, counted: true };
      await writeEnds(db, { ends: [{ ...end, unsure: false, repeats: 0 }], now: new Date() });
      expect(await db.selectFrom("delivery").select(["state", "outcome"]).execute()).toMatchObject([
        { state, outcome: { kind: ended.kind } },
      ]);
    }
  });

  it("a part that is sent again takes its deliveries with it: they are on their way, and arrive with it", async () => {
    const { db } = database;
    const parts = await db.selectFrom("delivery_part").select("sending_id as id").orderBy("sending_id").execute();
    const [, second] = parts.map(({ id }) => id);
    const outcome = JSON.stringify({ kind: "unknown", reason: "no answer came" });
    await db
      .updateTable("sending")
      .set({ state: "unknown", outcome })
      .where("id", "=", second ?? 0)
      .execute();
    await db.updateTable("delivery").set({ state: "unknown", finished_at: new Date() }).execute();
    expect((await line.run(["deliveries", "settle", String(second), "--as", "again"])).code).toBe(0);
    expect(await db.selectFrom("delivery").select(["state", "finished_at"]).execute()).toEqual([
      { state: "sending", finished_at: null },
    ]);
    await db
      .updateTable("sending")
      .set({ state: "cancelled" })
      .where("id", "=", second ?? 0)
      .execute();
  });

  it("passes over no option", async () => {
    for (const args of [
      ["--stop", "all", "--reason", "x", "--resume", "all"],
      ["--stop", "all", "--reason", "x", "--early"],
      ["--maybe-sent", "2026-08-21T06:00:00Z", "--resume", "all"],
      ["--reason", "x"],
    ])
      expect([args, (await line.run(["deliver", ...args])).code]).toEqual([args, 2]);
  });

  it("stops with a reason, says how many wait, and lets go on", async () => {
    expect((await line.run(["deliver", "--stop", "all"])).code).toBe(2);
    const stopped = await line.run(["deliver", "--stop", "all", "--reason", "Fel råd", "--json"]);
    expect(
      readAnswer(stopped, z.object({ scope: z.literal("all"), stopped: z.literal(true), waiting: z.int() })),
    ).toBeTruthy();
    expectRefusal(await line.run(["deliver", "--stop", "all", "--reason", "Fel råd"]), /stopped already/);
    expectRefusal(await line.run(["deliver", "--stop", "brevduva", "--reason", "x"]), /nothing that can be stopped/);
    expectRefusal(await line.run(["deliver", "--stop", "remote email a b", "--reason", "x"]), /nothing that can be/);
    for (const scope of ["channel Pigeon", "remote Pigeon x", "remote email region.exampel", "subscription 999999"])
      expectRefusal(await line.run(["deliver", "--stop", scope, "--reason", "x"]), /nothing that can be stopped/);
    for (const [reason, words] of [
      ["x".repeat(301), /longer than 300 characters/],
      ["Gäller 19850709-9805", /holds a personnummer/],
      [" \u200b ", /is missing/],
    ] as const) {
      const refused = await line.run(["deliver", "--stop", "channel teams", "--reason", reason]);
      expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(words)]);
      if (reason.trim().length < 2) continue;
      const settle = await line.run(["deliveries", "settle", "--all", "--as", "aside", "--because", reason]);
      expect([settle.code, settle.stderr]).toEqual([2, expect.stringMatching(words)]);
    }
    await database.db
      .updateTable("subscription")
      .set({ channel: "email", target: JSON.stringify({ address: "anna@region.example" }) })
      .execute();
    const loud = ["deliver", "--stop", "remote email Region.EXAMPLE", "--reason", "fråga bo@region.example."];
    expect((await line.run(loud)).stdout).toContain("remote email region.example: 0 wait");
    expect((await line.run(["doctor"])).stdout).toMatch(/failing +remote email region\.example +stopped: fråga …/);
    expect((await line.run(["deliver"])).stderr).toMatch(/remote email region\.example is stopped: fråga …\. Mend it/);

    await line.run(["deliver", "--resume", "remote email region.example"]);
    expect((await line.run(["deliver", "--resume", "all"])).stderr).not.toContain("all is stopped");
    const { db } = await openDatabase(line.databaseUrl, { schema: "leave" });
    const deeds = await db.selectFrom("audit").select("deed").where("object_kind", "=", "stop").orderBy("id").execute();
    await db.destroy();
    expect(deeds.map(({ deed }) => deed)).toEqual([
      "deliveries-stopped",
      "deliveries-stopped",
      "deliveries-resumed",
      "deliveries-resumed",
    ]);
  });
});
