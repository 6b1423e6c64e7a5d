import { afterAll, beforeAll, expect, it } from "vitest";
import { mailSchema } from "../../src/channels/email/mail.ts";
import { createEmailChannel } from "../../src/channels/email.ts";
import { insertAccount } from "../../src/db/accounts.ts";
import { readLatestPayload } from "../../src/services/sent-payloads.ts";
import { writePolicy } from "../../src/db/regions.ts";
import { createWebDeps } from "../web/site.ts";
import { createApp } from "../../src/web/app.ts";
import { deliverDue } from "../../src/jobs/relay.handler.ts";
import { remindRegions } from "../../src/jobs/remind.handler.ts";
import { makeEntry, makeNotice, makePackage } from "../support/builders.ts";
import { createScene, REGION, type Scene } from "../support/scene.ts";

const PUBLIC_URL = "https://restsignal.example";

let scene: Scene;
beforeAll(async () => {
  scene = await createScene();
});
afterAll(() => scene.close());

it("a curator gets the reminder by mail the same minute, with a link to the case, and can leave by one click", async () => {
  const now = () => scene.clock;
  await scene.takeList([makeEntry()]);
  // None of the files comes from a day that has not.
  scene.clock = new Date("2026-08-21T08:00:00Z");
  await scene.ingest({ at: "2026-08-20", notices: [makeNotice()] });
  await scene.ingest({ at: "2026-08-21", notices: [makeNotice({ packages: [makePackage({ end: "2026-12-01" })] })] });
  await writePolicy(scene.db, { regionCode: REGION, policy: { rules: [{ action: "review", remindAfterHours: 4 }] } });
  const grants = [{ regionCode: REGION, role: "curator" } as const];
  await insertAccount(scene.db, { email: "c@region.example", name: "C", subject: null, grants, now: scene.clock });
  const remindAt = (hours: number) => {
    scene.clock = new Date(scene.clock.getTime() + hours * 3_600_000);
    return remindRegions({ db: scene.db, now, digestChannels: new Set(["email"]) });
  };
  expect(await remindAt(4)).toHaveLength(1);
  const email = createEmailChannel({ smtpUrl: null, from: "Restsignal <utskick@restsignal.example>" });
  const delivering = {
    db: scene.db,
    channels: new Map([["email", email]]),
    mode: "capture",
    publicUrl: PUBLIC_URL,
  } as const;
  expect(await deliverDue({ ...delivering, now }, { all: false })).toMatchObject([{ outcome: null, late: false }]);

  const payload = await readLatestPayload({ ...delivering, db: scene.db }, { channel: "email", regionCode: REGION });
  const mail = mailSchema.parse(payload);
  expect(mail.subject).toMatch(/^Påminnelse om beslut i Region Skåne: Meropenem \(\d preparat anmäl/);
  expect(mail.text).toContain(`${PUBLIC_URL}/cases/1`);
  expect(mail.text).toContain("arbetar med regionens läkemedelsbrister");
  const [, path = ""] = /^<https:\/\/restsignal\.example([^>]+)>$/.exec(mail.headers["List-Unsubscribe"] ?? "") ?? [];

  const app = createApp(createWebDeps(scene.db, { now, publicUrl: PUBLIC_URL }));
  const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
  expect((await app.request(path, { method: "POST", body })).status).toBe(200);
  await scene.db.deleteFrom("case_reminder").execute();
  expect(await remindAt(1)).toHaveLength(1);
  expect(await deliverDue({ ...delivering, now }, { all: true })).toEqual([]);
});
