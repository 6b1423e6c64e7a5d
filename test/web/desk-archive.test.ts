import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { saveSubscription } from "../../src/db/subscriptions.ts";
import { caseExportSchema } from "../../src/domain/case-export.ts";
import { publishDueDrafts } from "../../src/jobs/publish.handler.ts";
import { deliverDue } from "../../src/jobs/relay.handler.ts";
import { createApp } from "../../src/web/app.ts";
import { dumpTables } from "../support/scene.ts";
import { publishAtDesk } from "./desk-publishing.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { findCaseOf, NOW, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

const CANARY = "KANARIEFAGEL-7319";
const ADDRESS = "anna.andersson@skane.example";
const WEBHOOK = "https://prod-11.westeurope.logic.azure.com/workflows/hemlig-adress-4711";
const TOKEN = "token-that-ends-a-subscription-0042";
const CHANNEL_ID = "C0SKANE4711";

let site: Site;
let now = NOW;
let curator: DeskVisitor;
let caseId: number;

useSite({ now: () => now }, async (opened) => {
  site = opened;
  curator = await signIn(site.deps, [{ regionCode: SKANE, role: "curator" }], "Kim Kurator");
  caseId = await findCaseOf(site.db, "Noradrenalin");
  const targets = [
    ["email", "sv", { address: ADDRESS }],
    ["email", "sv", { address: `second.${ADDRESS}` }],
    ["email", "en", { address: `third.${ADDRESS}` }],
    ["teams", "sv", { webhookUrl: WEBHOOK }],
    ["slack", "sv", { channelId: CHANNEL_ID }],
  ] as const;
  for (const [place, [channel, language, target]] of targets.entries()) {
    const choices = { regionCode: SKANE, channel, target, language, filter: {} };
    await saveSubscription(site.db, { ...choices, token: `${TOKEN}-${place}`, now });
  }
  await work();
});

/** A day with a case: a note, a question, a message that goes out on every channel, and another note. */
async function work(): Promise<void> {
  await curator.post(`/cases/${caseId}/notes`, { note: `LV säger i förtroende: ${CANARY}` });
  const question = { region_code: SKANE, case_id: caseId, text: "Gäller det barn?", reply_to: ADDRESS, asked_at: now };
  const open = { state: "open" as const, closing_note: null, closed_by: null };
  await site.db
    .insertInto("question")
    .values({ ...question, ...open })
    .execute();
  const html = await (await curator.get(`/cases/${caseId}`)).text();
  expect(html).toContain(CANARY);
  const words = {
    kind: "auto",
    type: "licence",
    sv: "Använd licenspreparat.",
    en: "Use a licensed product.",
    urgency: "normal",
  };
  await publishAtDesk(curator, caseId, words);
  now = new Date(now.getTime() + 61_000);
  await publishDueDrafts({ db: site.db, now: () => now, digestChannels: new Set(["email"]) });
  const { db, channels, publicUrl } = site.deps;
  const results = await deliverDue({ db, channels, mode: "capture", publicUrl, now: () => now }, { all: true });
  expect(results.map(({ outcome }) => outcome)).toEqual([null, null, null, null, null]);
  await curator.post(`/cases/${caseId}/notes`, { note: `Efteråt: ${CANARY}` });
}

async function readExport(): Promise<string> {
  return (await curator.get(`/cases/${caseId}/export`)).text();
}

describe("an internal note", () => {
  it("is in no row of any other table: no message, payload, draft or audit entry has it", async () => {
    const dump = await dumpTables(site.db);
    const holding = Object.entries(dump).filter(([, rows]) => rows.some((row) => row.includes(CANARY)));
    expect(holding.map(([name]) => name)).toEqual(["case_note"]);
    const drafts = await site.db.selectFrom("draft").select("content").execute();
    expect(JSON.stringify(drafts)).not.toContain(CANARY);
  });

  it("is on no public page and in no feed or export, and no reader at the desk sees it", async () => {
    const app = createApp(site.deps);
    const reader = await signIn(site.deps, [{ regionCode: SKANE, role: "reader" }]);
    const paths = [
      "/",
      "/r/12",
      `/r/12/${caseId}`,
      ...["rss", "atom", "json"].flatMap((f) => [`/feed.${f}`, `/r/12/feed.${f}`]),
    ];
    for (const path of paths) {
      const answer = await app.request(path);
      expect({ path, status: answer.status }).toEqual({ path, status: 200 });
      expect(await answer.text()).not.toContain(CANARY);
    }
    expect(await (await reader.get(`/cases/${caseId}`)).text()).not.toContain(CANARY);
    expect(await readExport()).not.toContain(CANARY);
  });

  it("lies in a table that only the case's own page reads", () => {
    const root = new URL("../../", import.meta.url);
    const files = ["src", "templates"].flatMap((folder) =>
      readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" }).map((path) => `${folder}/${path}`),
    );
    const naming = files
      .filter((path) => /\.tsx?$/.test(path))
      .filter((path) => /"case_note|db\/case-notes\.ts|CaseNoteTable/.test(readFileSync(new URL(path, root), "utf8")));
    expect(naming.toSorted()).toEqual([
      "src/db/case-export.ts",
      "src/db/case-notes.ts",
      "src/db/desk-schema.ts",
      "src/services/case-notes.ts",
      "src/web/desk/case/case-view.ts",
    ]);
  });

  it("is refused when it holds a personnummer or nothing, and what was written is shown again", async () => {
    const answer = await curator.post(`/cases/${caseId}/notes`, { note: "Patient 850709-9805." });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("Patient 850709-9805.</textarea>");
    expect((await curator.post(`/cases/${caseId}/notes`, { note: " " })).status).toBe(422);
  });
});

describe("the export of a case", () => {
  it("is one versioned file with what was told, sent, decided and by whom", async () => {
    const answer = await curator.get(`/cases/${caseId}/export`);
    expect(answer.headers.get("content-disposition")).toBe(`attachment; filename="restsignal-12-${caseId}.json"`);
    const file = caseExportSchema.parse(await answer.json());
    expect(file).toMatchObject({
      format: "restsignal-case",
      version: 1,
      internalNotes: 2,
      questions: [{ text: "Gäller det barn?" }],
    });
    const [message] = file.messages;
    expect(message).toMatchObject({ publishedBy: "Kim Kurator", advice: { text: { sv: "Använd licenspreparat." } } });
    expect(file.audit.map(({ what }) => what)).toEqual([
      "internal note written",
      "draft begun",
      "draft scheduled",
      "message published",
      "internal note written",
    ]);
    const sent = message?.sent.map(({ channel, language, group, receivers }) => [channel, language, group, receivers]);
    expect(sent).toEqual([
      ["email", "en", "readers", 1],
      ["email", "sv", "readers", 2],
      ["slack", "sv", "readers", 1],
      ["teams", "sv", "readers", 1],
    ]);
    expect(JSON.stringify(message?.sent)).toContain("Använd licenspreparat.");
    // What was only kept is not told as sent.
    expect(new Set(message?.sent.map(({ state }) => state))).toEqual(
      new Set(message?.deliveries.map(({ state }) => state)),
    );
  });

  it("holds no address of anybody: no subscriber, webhook, asker or unsubscribe link", async () => {
    const text = await readExport();
    for (const secret of [ADDRESS, WEBHOOK, "hemlig-adress", TOKEN, CHANNEL_ID, "127.0.0.1"])
      expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
  });
});
