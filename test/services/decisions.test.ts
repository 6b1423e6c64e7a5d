import { afterAll, beforeAll, expect, it } from "vitest";
import type { PersonActor } from "../../src/domain/audit.ts";
import { insertAccount } from "../../src/db/accounts.ts";
import { openDatabase, type Database } from "../../src/db/client.ts";
import { findCase } from "../../src/db/cases.ts";
import { readAssignees } from "../../src/db/decisions.ts";
import { assignCase, dismissCases, setCaseDue } from "../../src/services/decisions.ts";
import { countInboxes, readInbox } from "../../src/db/inbox.ts";
import { createTestDatabase, type TestDatabase } from "../support/postgres.ts";
import { REGION } from "../support/scene.ts";
import { insertWaitingCases } from "../support/waiting-cases.ts";

const NOW = new Date("2026-08-21T06:00:00Z");
const CASES = 20;

let postgres: TestDatabase;
let database: Database;
let actor: PersonActor;
const grants = [{ regionCode: REGION, role: "curator" }] as const;
const context = () => ({ db: database.db, now: NOW, actor, grants });

beforeAll(async () => {
  postgres = await createTestDatabase();
  database = await openDatabase(postgres.url);
  const account = { email: "anna@skane.example", name: "Anna Andersson", subject: null, grants, now: NOW };
  actor = {
    kind: "person",
    id: await insertAccount(database.db, account),
    name: "Anna Andersson",
    address: "127.0.0.1",
  };
  await insertWaitingCases(database.db, { regionCode: REGION, count: CASES, now: NOW });
});
afterAll(async () => {
  await database.close();
  await postgres.drop();
});

it("on PostgreSQL, of two who dismiss the same cases at once each case is dismissed once", async () => {
  const { db } = database;
  const lines = await readInbox(db, { regionCode: REGION, view: "waiting", today: "2026-08-21" });
  expect(lines).toHaveLength(CASES);
  const cases = lines.map(({ caseId, newestUpdateId }) => ({ caseId, upTo: newestUpdateId }));
  const dismiss = (chosen: typeof cases) =>
    dismissCases(context(), { regionCode: REGION, cases: chosen, reason: "Redan hanterat" });
  // In opposite orders, which would lock each other out if each held its own first.
  const results = await Promise.all([dismiss(cases), dismiss(cases.toReversed())]);
  const counts = results.map((result) => (result.kind === "dismissed" ? result.cases : -1));
  expect(counts.toSorted((a, b) => a - b)).toEqual([0, CASES]);
  const audited = await db.selectFrom("audit").select("object_id").where("deed", "=", "case-dismissed").execute();
  expect(audited).toHaveLength(CASES);
  expect((await countInboxes(db, { regionCodes: [REGION], now: NOW })).get(REGION)).toMatchObject({ waiting: 0 });
});

it("on PostgreSQL, a case is given to somebody and gets a due time", async () => {
  const { db } = database;
  const { id } = await db.selectFrom("region_case").select("id").orderBy("id").executeTakeFirstOrThrow();
  const found = await findCase(db, id);
  if (found === null) throw new Error("test: there is no case");
  expect(await readAssignees(db, REGION)).toEqual([{ id: actor.id, name: "Anna Andersson" }]);
  expect(await assignCase(context(), { found, seenId: null, assigneeId: actor.id })).toEqual({ kind: "assigned" });
  expect(await setCaseDue(context(), { found, seenAt: null, dueAt: NOW })).toEqual({ kind: "past" });
  const dueAt = new Date(NOW.getTime() + 1);
  expect(await setCaseDue(context(), { found, seenAt: null, dueAt })).toEqual({ kind: "set" });
  const stored = await db.selectFrom("region_case").select(["assignee_id", "due_at"]).where("id", "=", id).execute();
  expect(stored).toEqual([{ assignee_id: actor.id, due_at: dueAt }]);
});
