import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { messageFacts } from "../../src/db/migrations/0012-message-facts.ts";
import { readMessages } from "../../src/db/messages.ts";
import { exampleViews, makeAlertView, makeReminderView } from "../support/message-views.ts";
import { createScene, type Scene } from "../support/scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await createScene("pglite:memory");
});
afterAll(() => scene.close());

it("messages from before their facts said what they are of are read as what they are, and stay as they are", async () => {
  const views = [exampleViews.new, exampleViews.overview, makeAlertView(), makeReminderView()];
  const ids: number[] = [];
  for (const { message } of views) {
    const { id } = await scene.publish({ kind: message.kind, purpose: message.purpose, facts: message.facts });
    ids.push(id);
  }
  // What such rows held: every field of the others, empty.
  const empty = { entry: null, status: null, notices: [], stock: null, overview: [] };
  await sql`alter table message disable trigger message_immutable`.execute(scene.db);
  await sql`update message set facts = ${JSON.stringify(empty)}::jsonb || (facts - 'kind')`.execute(scene.db);
  await sql`alter table message enable trigger message_immutable`.execute(scene.db);

  await scene.db.transaction().execute((trx) => messageFacts.up(trx));
  const messages = await readMessages(scene.db, ids);
  expect(messages.map(({ facts }) => facts)).toEqual(views.map(({ message }) => ({ ...empty, ...message.facts })));
  await expect(scene.db.updateTable("message").set({ version: 9 }).execute()).rejects.toThrow(/append-only/);
});
