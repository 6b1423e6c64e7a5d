import { describe, expect, it } from "vitest";
import { renderAccountLetter } from "../../templates/account-mail.ts";
import { createEmailChannel } from "../../src/channels/email.ts";
import { insertAccount } from "../../src/db/accounts.ts";
import { readPausesTold } from "../../src/db/paused-receivers.ts";
import type { Role } from "../../src/domain/account.ts";
import { OPERATIONS } from "../../src/domain/region.ts";
import { sendAccountMails } from "../../src/jobs/account-mail.handler.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { tellPausedReceivers } from "../../src/services/paused-receivers.ts";
import { useDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";
import type { RecordingChannel } from "../support/recording-channel.ts";
import { REGION, type Scene } from "../support/scene.ts";

const MORNING = new Date("2026-08-21T09:00:00+02:00");
const DAY_MS = 86_400_000;

let scene: Scene;
let chat: RecordingChannel;
let deps: DeliverDeps;
let wait: DeliveryDesk["wait"];
let attemptDue: DeliveryDesk["attemptDue"];
useDeliveryDesk((desk) => {
  ({ scene, chat, deps, wait, attemptDue } = desk);
  scene.clock = MORNING;
  chat.answer = () => ({ kind: "gone", reason: "channel_not_found" });
});

function addPerson(name: string, role: Role, regionCode: string = REGION): Promise<number> {
  const grants = [{ regionCode, role }];
  return insertAccount(scene.db, { email: `${name}@region.example`, name, subject: null, grants, now: scene.clock });
}

/** So many more receivers turn out to be gone. */
async function loseReceivers(count: number): Promise<void> {
  for (let some = 0; some < count; some += 1) await scene.subscribe();
  await scene.publish();
  await attemptDue();
}

const tell = () => tellPausedReceivers({ db: scene.db, now: scene.clock });

async function readMails() {
  const mails = scene.db.selectFrom("account_mail").innerJoin("account", "account.id", "account_mail.account_id");
  return mails.select(["account.name", "content"]).orderBy("account_mail.id").execute();
}

describe("receivers that are gone", () => {
  it("are told of by mail to those who can mend it, all together, once, and at most once a day", async () => {
    await addPerson("anna", "region-admin");
    await addPerson("bo", "curator");
    await addPerson("cilla", "region-admin", "14");
    await loseReceivers(3);
    expect(await Promise.all([tell(), tell()])).toContainEqual([{ regionCode: REGION, receivers: 3 }]);
    const first = { name: "anna", content: { kind: "receivers-paused", regionCode: REGION, receivers: 3 } };
    expect(await readMails()).toEqual([first]);
    wait(3_600_000);
    await loseReceivers(1);
    expect(await tell()).toEqual([]);
    wait(DAY_MS);
    expect(await tell()).toEqual([{ regionCode: REGION, receivers: 1 }]);
    wait(DAY_MS);
    expect(await tell()).toEqual([]);
  });

  it("wake nobody at night", async () => {
    await addPerson("anna", "region-admin");
    await loseReceivers(1);
    scene.clock = new Date("2026-08-22T02:00:00+02:00");
    expect(await tell()).toEqual([]);
    scene.clock = new Date("2026-08-22T06:00:00+02:00");
    expect(await tell()).toEqual([{ regionCode: REGION, receivers: 1 }]);
  });

  it("are told of to who writes where nobody administers, then to who runs Restsignal, and wait while there is nobody", async () => {
    await loseReceivers(1);
    expect(await tell()).toEqual([]);
    expect(await readPausesTold(scene.db, REGION)).toBeNull();
    await addPerson("drift", "operator", OPERATIONS.code);
    await tell();
    wait(DAY_MS);
    await addPerson("bo", "curator");
    await loseReceivers(1);
    await tell();
    expect((await readMails()).map(({ name }) => name)).toEqual(["drift", "bo"]);
  });

  it("are told of though a mail before that cannot be written, as one of a kind that only a newer version knows", async () => {
    const account = await addPerson("anna", "region-admin");
    await scene.db
      .insertInto("account_mail")
      .values({
        account_id: account,
        content: '{"kind": "of-tomorrow"}',
        created_at: MORNING,
        state: "due",
        due_at: MORNING,
      })
      .execute();
    await loseReceivers(1);
    await tell();
    const email = createEmailChannel({ smtpUrl: null, from: "utskick@restsignal.example" });
    const channels = new Map([
      ["email", { ...email, send: async () => ({ kind: "delivered", externalId: "x" }) as const }],
    ]);
    const results = await sendAccountMails({ ...deps, channels });
    expect(results.map(({ mail, kind }) => [mail, kind])).toEqual([
      ["of-tomorrow", "postponed"],
      ["receivers-paused", "sent"],
    ]);
  });

  it("are counted as told of only when the mail has gone", async () => {
    await addPerson("anna", "region-admin");
    await loseReceivers(1);
    await tell();
    const at = scene.clock;
    expect(await readPausesTold(scene.db, REGION)).toEqual({ at, sent: 0, waiting: 1 });
    // There is no mail server: it never goes.
    await sendAccountMails({ ...deps, channels: new Map() });
    expect(await readPausesTold(scene.db, REGION)).toEqual({ at, sent: 0, waiting: 0 });
  });
});

it.each([
  [1, "En mottagare i Region Skåne nås inte längre", "en av mottagarna", "one of the receivers"],
  [12, "12 mottagare i Region Skåne nås inte längre", "12 av mottagarna", "12 of the receivers"],
])("the mail of %i says how many, that they hear nothing, and where to see which", (receivers, subject, sv, en) => {
  const letter = renderAccountLetter({
    mail: { kind: "receivers-paused", regionCode: "12", receivers },
    name: "Anna",
    link: "https://rest.example/deliveries/12/stops#paused",
    publicUrl: "https://rest.example",
  });
  expect(letter.subject).toBe(`Restsignal: ${subject}`);
  for (const words of [sv, en, "Vi kan inte säga till dem som läser där", "/deliveries/12/stops#paused"])
    expect(letter.text).toContain(words);
});
