import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { expect, it, vi } from "vitest";
import { saveDraft } from "../../src/services/drafts.ts";
import { handOverDraft } from "../../src/services/hand-over.ts";
import { insertAccount } from "../../src/db/accounts.ts";
import { readPublication } from "../../src/services/held-case.ts";
import { publishDueDrafts } from "../../src/jobs/publish.handler.ts";
import { makeEntry, makeNotice, makePackage } from "../support/builders.ts";
import { actAs, findTestCase, makeContent } from "../support/draft-desk.ts";
import { createTestDatabase } from "../support/postgres.ts";
import { createScene, REGION, type Scene } from "../support/scene.ts";
import { PATIENT } from "../support/patience.ts";

const SCRIPT = fileURLToPath(new URL("../support/publish-process.ts", import.meta.url));
const DRAFTS = 40;

/** So many cases, each with a draft that is due in a minute, and a subscriber. */
async function scheduleMany(scene: Scene): Promise<void> {
  const numbers = Array.from({ length: DRAFTS }, (_, place) => String(place + 10));
  await scene.takeList(numbers.map((number, place) => makeEntry({ row: place + 2, atc: `J01DH${number}` })));
  const notices = numbers.map((number) =>
    makeNotice({
      reportId: `report-${number}`,
      nplId: `209900000001${number}`,
      atc: `J01DH${number}`,
      packages: [makePackage({ nplPackId: `209900001001${number}` })],
    }),
  );
  await scene.ingest({ at: "2026-08-20", notices });
  await scene.subscribe();
  const person = { email: "kim@region.example", name: "Kim", subject: null, now: scene.clock };
  const accountId = await insertAccount(scene.db, { ...person, grants: [{ regionCode: REGION, role: "curator" }] });
  const kim = await actAs(scene, accountId);
  for (const { id: caseId } of await scene.db.selectFrom("region_case").select("id").execute()) {
    const found = await findTestCase(scene, caseId);
    const written = await saveDraft(kim, { found, seen: null, content: makeContent(), origin: null });
    const prepared = await readPublication(scene.db, { caseId, kind: null, hasAdvice: true });
    const factsHash = prepared.kind === "prepared" ? prepared.factsHash : "";
    const seen = written.kind === "saved" ? written.draft : { id: 0, revision: 0 };
    const handed = await handOverDraft(kim, { found, action: "schedule", seen, publishAt: null, factsHash });
    expect(handed.kind).toBe("done");
  }
}

async function countMessages({ db }: Scene): Promise<number> {
  return (await db.selectFrom("message").select("id").where("case_id", "is not", null).execute()).length;
}

/** The server notices only after a while that a client is dead, and lets go of what it held. */
async function isReleased({ db }: Scene): Promise<boolean> {
  const locks = sql`select from pg_locks where relation = 'draft'::regclass and pid <> pg_backend_pid()`;
  return (await locks.execute(db)).rows.length === 0;
}

it("a process that is killed while it publishes leaves every draft either due or published once, with its delivery", async () => {
  const database = await createTestDatabase();
  const scene = await createScene(database.url);
  try {
    await scheduleMany(scene);
    const now = new Date(scene.clock.getTime() + 60_000);
    const environment = { ...process.env, DATABASE_URL: database.url, NOW: now.toISOString() };
    // Half of the cases are held, so that it cannot be done before it is killed.
    const holding = await scene.db.startTransaction().execute();
    await holding
      .selectFrom("region_case")
      .select("id")
      .where("id", ">", DRAFTS / 2)
      .forUpdate()
      .execute();
    const child = spawn(process.execPath, ["--import", "tsx", SCRIPT], { env: environment, stdio: "ignore" });
    const ended = once(child, "exit");
    await vi.waitUntil(async () => (await countMessages(scene)) >= 3, { ...PATIENT, interval: 5 });
    child.kill("SIGKILL");
    await ended;
    await holding.rollback().execute();
    await vi.waitUntil(() => isReleased(scene), PATIENT);
    const published = await countMessages(scene);
    expect(published).toBeLessThan(DRAFTS);
    const states = await scene.db.selectFrom("draft").select(["state", "message_id"]).execute();
    expect(states.filter(({ state, message_id }) => state === "published" && message_id !== null)).toHaveLength(
      published,
    );
    expect(states.filter(({ state }) => state === "scheduled")).toHaveLength(DRAFTS - published);

    const deps = { db: scene.db, now: () => now, digestChannels: new Set<string>() };
    const rest = await Promise.all([publishDueDrafts(deps), publishDueDrafts(deps)]);
    expect(rest.flat().filter(({ kind }) => kind === "published")).toHaveLength(DRAFTS - published);
    expect(await countMessages(scene)).toBe(DRAFTS);
    const deliveries = await scene.db
      .selectFrom("delivery")
      .innerJoin("message", "message.id", "delivery.message_id")
      .select("delivery.id")
      .where("message.case_id", "is not", null)
      .execute();
    expect(deliveries).toHaveLength(DRAFTS);
  } finally {
    await scene.close();
    await database.drop();
  }
});
