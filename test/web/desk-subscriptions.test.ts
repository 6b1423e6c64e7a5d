import { expect, it } from "vitest";
import { writeRhythmOf } from "../../src/db/digest-runs.ts";
import { insertSuppression, liftSuppression } from "../../src/db/suppressions.ts";
import { saveSubscription, setSubscriptionState } from "../../src/db/subscriptions.ts";
import type { SubscriptionFilter } from "../../src/domain/subscription.ts";
import { readReaderLetters } from "../../src/db/reader-letters.ts";
import { makeReaderLink } from "../../src/services/reader-letters.ts";
import { confirmSignUp } from "../../src/services/sign-ups.ts";
import { endReader, restoreReader } from "../../src/services/readers.ts";
import { endByToken, explainEnd } from "../../src/services/unsubscribing.ts";
import { readPageForm } from "./desk-form.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { NOW, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

let site: Site;
let admin: DeskVisitor;
let reader: DeskVisitor;
useSite({ now: () => NOW }, async (opened) => {
  site = opened;
  admin = await signIn(site.deps, [{ regionCode: SKANE, role: "region-admin" }], "Anna Admin");
  reader = await signIn(site.deps, [{ regionCode: SKANE, role: "reader" }]);
});

const home = `/subscriptions/${SKANE}`;
let made = 0;

async function subscribe(
  over: { channel?: string; target?: unknown; filter?: SubscriptionFilter; regionCode?: string; token?: string } = {},
): Promise<number> {
  made += 1;
  const { channel = "email", filter = {}, regionCode = SKANE, token = `hemlig-${made}-${"x".repeat(20)}` } = over;
  const target = over.target ?? { address: `nadja.nordin${made}@skane.example` };
  return saveSubscription(site.db, { regionCode, channel, target, language: "sv", filter, token, now: NOW });
}

async function read(path = home, visitor = reader): Promise<string> {
  return (await visitor.get(path)).text();
}

/** The text of a page's main part. */
function textOf(html: string): string {
  return html
    .slice(html.indexOf("<main"))
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ");
}

it("a region without subscribers says so, and that the open page shows the messages", async () => {
  expect(await read()).toContain("Ingen prenumererar på regionens meddelanden än.");
  expect(await read(`${home}?lang=en`)).toContain("Nobody subscribes to the region&#39;s messages yet.");
});

it("a region sees how many it has by channel, rhythm, area and profession, how each stands, and no whole address or token", async () => {
  const gone = await subscribe({ filter: { areas: ["Akut"] } });
  const weekly = await subscribe({ filter: { areas: ["Akut", "Barn"], roles: ["läkare"] } });
  const left = await subscribe();
  const silent = await subscribe({ channel: "slack", target: { channelId: "C0123ABC1" } });
  const snoozed = await subscribe({ filter: { roles: ["läkare"] } });
  await subscribe({ regionCode: "14", target: { address: "annan.region@vgr.example" } });
  await writeRhythmOf(site.db, { id: weekly, rhythm: { kind: "weekly", weekday: 3, time: "06:30" }, now: NOW });
  await setSubscriptionState(site.db, { id: gone, state: "paused", reason: "550 5.1.1 no such user", now: NOW });
  await setSubscriptionState(site.db, { id: left, state: "ended", reason: "of old", now: NOW });
  await site.db
    .updateTable("subscription")
    .set({ snoozed_until: new Date("2026-09-01T10:00:00Z") })
    .where("id", "=", snoozed)
    .execute();
  expect(silent).toBeGreaterThan(0);

  const html = await read();
  const text = textOf(html);
  expect(text).toContain(
    "5 prenumeranter: 2 får meddelanden, 1 har själva bett om paus, 1 nås inte: det som skickas dit kommer inte fram, 1 har slutat.",
  );
  for (const line of [
    "E-post : 3",
    "Slack : 1",
    "Onsdagar 06:30 : 1",
    "Varje dag 07:00 : 2",
    "Direkt : 1",
    "Akut : 2",
    "Barn : 1",
    "Alla områden (inget valt) : 2",
    "Läkare : 2",
    "Vi vet inte (inget yrke valt) : 2",
  ])
    expect(text).toContain(line.replace(" : ", ": "));
  expect(text).toContain("n…@skane.example");
  expect(html).not.toMatch(/nadja|hemlig-|vgr\.example/);
  expect(text).toContain("Visar 1–5 av 5");
  expect(textOf(await read(`${home}?area=Barn`))).toContain("Visar 1–4 av 4");
  expect(textOf(await read(`${home}?channel=slack`))).toContain("Visar 1–1 av 1");
  expect(textOf(await read(`${home}?state=ended`))).toContain("Visar 1–1 av 1");
  expect(textOf(await read(`${home}?channel=pigeon`))).toContain("Ingen prenumerant passar det du valde.");
  expect(textOf(await read(`${home}?page=999&state=x`))).toContain("Visar 1–5 av 5");
});

it("each subscriber's page says why they stand so: nobody reached, their own pause, the reason they gave, or that we do not know", async () => {
  const [gone, , left, , snoozed] = (
    await site.db.selectFrom("subscription").select("id").where("region_code", "=", SKANE).orderBy("id").execute()
  ).map(({ id }) => id);
  expect(textOf(await read(`${home}/${gone}`))).toMatch(/Nås inte\. Nås inte sedan 2026-08-21 \d\d:\d\d: /);
  expect(textOf(await read(`${home}/${left}`))).toMatch(/Slutade 2026-08-\d\d \d\d:\d\d\. Vi vet inte varför\./);
  expect(textOf(await read(`${home}/${snoozed}`))).toContain("Har själv bett om paus till 2026-09-01 12:00.");
  const token = `sagt-upp-${"x".repeat(20)}`;
  const own = await subscribe({ token });
  await endByToken({ db: site.db, now: NOW }, { token });
  expect(textOf(await read(`${home}/${own}`))).toMatch(/Avslutade själv .* Inget skäl angavs\./);
  await explainEnd({ db: site.db, now: NOW }, { token, reason: "changed-work" });
  expect(textOf(await read(`${home}/${own}`))).toContain("Skälet som angavs: De har bytt arbete.");
  // Nor does a whole address stand in what they agreed to, and a suppressed address is told of.
  const agreed = { agreed_version: "1", agreed_text: "Ja, i brev från chef.zeta@skane.example.", asked_at: NOW };
  await site.db
    .insertInto("consent")
    .values({ ...agreed, subscription_id: snoozed ?? 0, confirmed_at: NOW })
    .execute();
  const before = await read(`${home}/${snoozed}`);
  expect(textOf(before)).toContain("Ja, i brev från …");
  expect(before).not.toContain("chef.zeta");
  expect(before).not.toContain("Inget skickas till den här adressen");
  const { target_hash: targetHash } = await site.db
    .selectFrom("subscription")
    .select("target_hash")
    .where("id", "=", snoozed ?? 0)
    .executeTakeFirstOrThrow();
  const place = { channel: "email", targetHash, source: "desk", note: null, regionCode: SKANE } as const;
  const suppressionId = await insertSuppression(site.db, { ...place, reason: "by-hand", since: NOW });
  expect(textOf(await read(`${home}/${snoozed}`))).toContain("Inget skickas till den här adressen");
  await liftSuppression(site.db, { id: suppressionId ?? 0, now: NOW });
  // Who left by themselves is not brought back by anybody else.
  expect(await read(`${home}/${own}`, admin)).not.toContain("/restore");
  expect((await reader.get(`${home}/999999`)).status).toBe(404);
});

it("an administrator pauses with a reason, lets go on, ends and takes that back; each is told, and in the log", async () => {
  const id = await subscribe();
  const path = `${home}/${id}`;
  const deed = async (name: string, over: Record<string, string> = {}) => {
    const form = readPageForm(await read(path, admin), `${path}/${name}`);
    return admin.post(`${path}/${name}`, { ...form, ...over });
  };
  expect((await deed("pause", { reason: "" })).status).toBe(422);
  const refused = await deed("pause", { reason: "gäller 19850101-1236" });
  expect(await refused.text()).toContain("Texten verkar innehålla ett personnummer.");
  expect((await deed("pause", { reason: "Avdelningen har stängt över sommaren" })).status).toBe(303);
  expect(textOf(await read(path))).toMatch(
    /Pausad av regionen\. Pausad 2026-08-21 \d\d:\d\d av Anna Admin: Avdelningen har stängt över sommaren\. Inget går ut, och inget går förlorat/,
  );
  expect(textOf(await read())).toContain("är pausad av regionen");
  expect((await deed("resume")).headers.get("location")).toBe(`${path}?done=resumed`);
  expect(textOf(await read(path))).toContain("Aktiv.");
  expect((await deed("end")).headers.get("location")).toBe(`${path}?done=ended`);
  expect(textOf(await read(path))).toContain("Avslutad av regionen");
  expect((await deed("restore")).headers.get("location")).toBe(`${path}?done=restored`);
  expect(textOf(await read(path))).toContain("Aktiv.");
  const log = textOf(await read(`/audit/${SKANE}`, admin));
  for (const line of [
    "Utskick stoppade",
    "Utskick släppta igen",
    "Mottagare avslutad av regionen",
    "Avslutad mottagare tillbaka igen",
  ])
    expect(log).toContain(line);
});

it("nobody changes what is not theirs: not a reader of the region, not another region's administrator, and nobody a desk's own reminders", async () => {
  const id = await subscribe();
  const other = await signIn(site.deps, [{ regionCode: "14", role: "region-admin" }]);
  for (const name of ["pause", "resume", "end", "restore"]) {
    expect((await reader.post(`${home}/${id}/${name}`, { reason: "nej" })).status).toBe(403);
    expect((await other.post(`${home}/${id}/${name}`, { reason: "nej" })).status).toBe(403);
    const own = await other.post(`/subscriptions/14/${id}/${name}`, { reason: "nej", csrf: other.csrf });
    expect(await other.get(`/subscriptions/14/${id}`).then(({ status }) => status)).toBe(404);
    expect([403, 404, 303]).toContain(own.status);
  }
  expect(textOf(await read(`${home}/${id}`))).toContain("Aktiv.");
  expect(await read(`${home}/${id}`)).toContain("Bara regionens administratör kan ändra.");
  const ctx = { db: site.db, now: NOW, actor: { kind: "system" }, grants: "all" } as const;
  const desk = await saveSubscription(site.db, {
    regionCode: SKANE,
    channel: "email",
    target: { address: "desk@skane.example" },
    language: "sv",
    filter: {},
    token: "desk-token",
    purpose: "desk",
    now: NOW,
  });
  expect(await endReader(ctx, { regionCode: SKANE, id: desk })).toEqual({ kind: "unknown" });
  expect(await endReader(ctx, { regionCode: "14", id })).toEqual({ kind: "unknown" });
  expect(await restoreReader(ctx, { regionCode: SKANE, id })).toEqual({ kind: "already" });
});

it("a ward's shared mailbox is asked first, with who agreed as proof: a typing error fills nobody's mailbox, a personnummer is no address, and letters are limited", async () => {
  const path = `${home}/mailboxes`;
  const invite = async (over: Record<string, string>) => {
    const form = readPageForm(await read(home, admin), path);
    const agreed = { agreedBy: "Avdelningschefen", agreedHow: "på avdelningens möte", agreedOn: "2026-08-20" };
    return admin.post(path, { ...form, address: "Avdelning.7@skane.example", ...agreed, ...over });
  };
  for (const wrong of [
    { address: "avdelning 7" },
    { address: "19850101-1236@skane.example" },
    { agreedBy: "" },
    { agreedHow: "gäller 19850101-1236" },
    { agreedOn: "2026-08-22" },
    { agreedOn: "" },
  ])
    expect((await invite(wrong)).status).toBe(422);
  const letters = () => site.db.selectFrom("reader_letter").select(["address", "state"]).execute();
  const subscribers = () =>
    site.db
      .selectFrom("subscription")
      .select("id")
      .where("target", "@>", JSON.stringify({ address: "avdelning.7@skane.example" }) as never)
      .execute();
  expect(await letters()).toEqual([]);
  expect((await invite({})).headers.get("location")).toBe(`${home}?done=asked`);
  expect(await letters()).toEqual([{ address: "avdelning.7@skane.example", state: "due" }]);
  expect(await subscribers()).toEqual([]);
  const waiting = await read(home, admin);
  expect(textOf(waiting)).toContain("a…@skane.example har inte svarat.");
  expect(waiting).not.toContain("avdelning.7@");
  expect(await read()).not.toContain("har inte svarat");

  const again = readPageForm(waiting, `${path}/again`);
  expect((await admin.post(`${path}/again`, again)).headers.get("location")).toBe(`${home}?done=asked`);
  await admin.post(`${path}/again`, again);
  expect((await admin.post(`${path}/again`, again)).headers.get("location")).toBe(`${home}?done=held`);
  const other = await signIn(site.deps, [{ regionCode: "14", role: "region-admin" }]);
  const stolen = await other.post("/subscriptions/14/mailboxes/again", { ...again, csrf: other.csrf });
  expect([303, 403]).toContain(stolen.status);
  expect(await letters()).toHaveLength(3);
  expect((await reader.post(path, {})).status).toBe(403);

  const [letter] = await readReaderLetters(
    site.db,
    (await site.db.selectFrom("reader_letter").select("id").orderBy("id").execute()).map(({ id }) => id),
  );
  if (letter === undefined) throw new Error("test: no letter was written");
  // A link that is sent once more works as long as its letter says.
  const late = new Date(NOW.getTime() + 47 * 3_600_000);
  await site.db.updateTable("sign_up").set({ expires_at: late }).execute();
  await site.db
    .updateTable("reader_letter")
    .set({ created_at: new Date("2026-08-01T06:00:00Z") })
    .execute();
  await admin.post(`${path}/again`, again);
  expect(await site.db.selectFrom("sign_up").select("expires_at").execute()).toEqual([
    { expires_at: new Date(NOW.getTime() + 48 * 3_600_000) },
  ]);
  const token = await makeReaderLink({ db: site.db, now: NOW }, letter);
  expect(await confirmSignUp({ db: site.db, now: NOW }, token ?? "")).toEqual({ kind: "confirmed" });
  const [confirmed] = await subscribers();
  expect(textOf(await read(`${home}/${confirmed?.id}`))).toContain(
    "Enligt regionen har Avdelningschefen sagt ja 2026-08-20: på avdelningens möte.",
  );
  expect(textOf(await read(home, admin))).not.toContain("har inte svarat");
  expect(textOf(await read(`/audit/${SKANE}`, admin))).toContain("Gemensam brevlåda tillagd, väntar på bekräftelse");
});
