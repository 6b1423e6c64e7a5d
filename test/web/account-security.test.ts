import { Secret, TOTP } from "otpauth";
import { beforeEach, describe, expect, it } from "vitest";
import { findStoredAccount } from "../../src/db/accounts.ts";
import { insertSession } from "../../src/db/sessions.ts";
import { setRole } from "../../src/services/people.ts";
import { findField, type CookieBrowser, type Visit } from "../support/cookie-browser.ts";
import { signIn } from "./desk-visitor.ts";
import { addLink, addLocal, openBrowser, PASSWORD, sessionOf, signInLocally, SITE } from "./sign-in-scene.ts";
import { NOW, type Site } from "./site.ts";
import { useEmptySite } from "./use-site.ts";

const MINUTE_MS = 60_000;
const NEW = "sju blåa hus vid ån";

let site: Site;
let now = NOW;
let email = "";
let accountId = 0;
let accounts = 0;

useEmptySite({ now: () => now, secretKey: "a secret that only this test has, and nobody else" }, (opened) => {
  site = opened;
});
beforeEach(async () => {
  now = NOW;
  email = `owner-${(accounts += 1)}@region.example`;
  accountId = await addLocal(site.db, { email });
});

const later = (ms: number) => {
  now = new Date(now.getTime() + ms);
};

/** What a mail was about, in order. */
async function readMails(): Promise<string[]> {
  const rows = await site.db
    .selectFrom("account_mail")
    .select("content")
    .where("account_id", "=", accountId)
    .orderBy("id")
    .execute();
  return rows.map(({ content }) => (content.kind === "second-factor" ? `factor ${content.what}` : content.kind));
}

async function enter(password = PASSWORD): Promise<CookieBrowser> {
  const browser = openBrowser(site.deps);
  expect((await signInLocally(browser, { email, password })).status).toBe(303);
  return browser;
}

/** Sends one of the desk's own forms. */
async function send(browser: CookieBrowser, path: string, fields: Record<string, string> = {}): Promise<Visit> {
  const csrf = findField((await browser.get(`${SITE}/account`)).text, "csrf");
  return browser.post(`${SITE}${path}`, { csrf, ...fields });
}

const codeOf = (secret: Uint8Array, at: Date): string =>
  new TOTP({ secret: new Secret({ buffer: new Uint8Array(secret).buffer }) }).generate({ timestamp: at.getTime() });

/** Turns the second step on; gives its secret and the recovery codes. */
async function turnOn(browser: CookieBrowser): Promise<{ secret: Uint8Array; codes: string[] }> {
  const page = await send(browser, "/account/second-factor/begin");
  expect(page.text).toContain("<svg");
  const key = /<code[^>]*>([A-Z2-7 ]+)<\/code>/.exec(page.text)?.[1]?.replaceAll(" ", "") ?? "";
  const secret = Secret.fromBase32(key).bytes;
  const done = await send(browser, "/account/second-factor/confirm", { code: codeOf(secret, now) });
  expect(done.status).toBe(200);
  return { secret, codes: [...done.text.matchAll(/\b[a-z2-9]{5}-[a-z2-9]{5}\b/g)].map(([code]) => code) };
}

/** The second step of a sign-in, after the first has asked for it. */
async function giveCode(browser: CookieBrowser, page: Visit, code: string): Promise<Visit> {
  const fields = { form: findField(page.text, "form"), wait: findField(page.text, "wait"), code };
  return browser.post(`${SITE}/login/code`, fields);
}

describe("one's own password", () => {
  it("is changed with the old one, ends all other sessions, and its owner is told", async () => {
    const [here, elsewhere] = [await enter(), await enter()];
    const fields = { current: PASSWORD, password: NEW, again: NEW };
    expect((await send(here, "/account/password", fields)).onward).toBe(`${SITE}/account?done=password`);
    expect((await here.get(`${SITE}/account`)).status).toBe(200);
    expect((await elsewhere.get(`${SITE}/account`)).onward).toContain("/login");
    expect((await signInLocally(openBrowser(site.deps), { email })).status).toBe(422);
    await enter(NEW);
    expect(await readMails()).toEqual(["password-changed"]);
  });

  it("is not changed without the old one, and what was tried counts as a failed sign-in", async () => {
    const browser = await enter();
    const wrong = { current: "not the password", password: NEW, again: NEW };
    const answer = await send(browser, "/account/password", wrong);
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining("Lösenordet stämmer inte")]);
    for (let time = 0; time < 30; time++) await send(browser, "/account/password", wrong);
    const paused = await send(browser, "/account/password", { ...wrong, current: PASSWORD });
    expect([paused.status, paused.text]).toEqual([422, expect.stringContaining("för många försök")]);
    expect(await readMails()).toEqual([]);
  });

  it("voids a link that somebody had made, and is trusted by no more regions than before", async () => {
    const link = await addLink(site.db, { accountId, token: `a-link-of-account-${accountId}-long-enough` });
    await site.db.updateTable("account").set({ vouched_by: "13" }).where("id", "=", accountId).execute();
    await send(await enter(), "/account/password", { current: PASSWORD, password: NEW, again: NEW });
    expect((await openBrowser(site.deps).get(link)).status).toBe(404);
    expect((await findStoredAccount(site.db, { id: accountId }))?.vouchedBy).toBe("13");
  });

  it.each([
    "qwertyuiop123",
    "Football123456!",
    "chocolate-2024",
    "1qaz2wsx3edc4rfv",
    "Ch0c0late!2026",
    "unbelievable",
    "dragondragon",
    "ＦＯＯＴＢＡＬＬ１２３４",
  ])("is none of those that leaked, nor one that only digits and marks make another: %s", async (password) => {
    const answer = await send(await enter(), "/account/password", { current: PASSWORD, password, again: password });
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining("för lätt att gissa")]);
  });

  it("is not made of one's own name, address or organisation", async () => {
    const browser = await enter();
    for (const password of [`Apotekare-${accounts}${accounts}!!`, "Region-owner-2026", "ownerregionexample"]) {
      const answer = await send(browser, "/account/password", { current: PASSWORD, password, again: password });
      expect([answer.status, answer.text]).toEqual([422, expect.stringContaining("bestå av ditt namn")]);
    }
  });
});

describe("the second step", () => {
  it("asks for a code after the password; a code is taken once, and so are those around it", async () => {
    const { secret } = await turnOn(await enter());
    const browser = openBrowser(site.deps);
    const asked = await signInLocally(browser, { email, path: "/login?return=/inbox/12" });
    expect([asked.status, asked.text]).toEqual([200, expect.stringContaining("Skriv koden")]);
    expect(sessionOf(browser)).toBeUndefined();
    // The one that turned it on was taken then.
    expect((await giveCode(browser, asked, codeOf(secret, now))).status).toBe(422);
    later(30_000);
    const code = codeOf(secret, now);
    const entered = await giveCode(browser, asked, code);
    expect([entered.status, entered.onward]).toEqual([303, `${SITE}/inbox/12`]);
    const again = openBrowser(site.deps);
    expect((await giveCode(again, await signInLocally(again, { email }), code)).status).toBe(422);
  });

  it("takes the code before and the one after, and no other", async () => {
    const { secret } = await turnOn(await enter());
    const statusOf = async (shiftMs: number) => {
      const browser = openBrowser(site.deps);
      const asked = await signInLocally(browser, { email });
      return (await giveCode(browser, asked, codeOf(secret, new Date(now.getTime() + shiftMs)))).status;
    };
    later(10 * MINUTE_MS);
    expect([await statusOf(-60_000), await statusOf(60_000)]).toEqual([422, 422]);
    expect(await statusOf(-30_000)).toBe(303);
    expect(await statusOf(30_000)).toBe(303);
    // Older ones are over once a newer one was taken.
    expect(await statusOf(0)).toBe(422);
  });

  it("looks at five codes a sign-in and ten a quarter of an hour, whoever asks, and tells the owner", async () => {
    const { secret } = await turnOn(await enter());
    later(MINUTE_MS);
    for (let time = 0; time < 2; time++) {
      const browser = openBrowser(site.deps);
      const asked = await signInLocally(browser, { email });
      for (let place = 0; place < 5; place++) expect((await giveCode(browser, asked, "000000")).status).toBe(422);
      expect((await giveCode(browser, asked, codeOf(secret, now))).text).toContain("Börja om");
    }
    const browser = openBrowser(site.deps);
    expect((await giveCode(browser, await signInLocally(browser, { email }), codeOf(secret, now))).status).toBe(429);
    expect(await readMails()).toEqual(["factor on", "factor paused"]);
    later(15 * MINUTE_MS);
    const after = openBrowser(site.deps);
    expect((await giveCode(after, await signInLocally(after, { email }), codeOf(secret, now))).status).toBe(303);
  });

  it("is passed with a recovery code, each once, and the owner is told", async () => {
    const { codes } = await turnOn(await enter());
    expect(new Set(codes).size).toBe(10);
    const [first = ""] = codes;
    const browser = openBrowser(site.deps);
    expect((await giveCode(browser, await signInLocally(browser, { email }), ` ${first.toUpperCase()} `)).status).toBe(
      303,
    );
    const again = openBrowser(site.deps);
    expect((await giveCode(again, await signInLocally(again, { email }), first)).status).toBe(422);
    expect((await browser.get(`${SITE}/account`)).text).toContain("Du har 9 reservkoder kvar");
    expect(await readMails()).toEqual(["factor on", "factor recovery"]);
  });

  it("stands in the database sealed, its recovery codes hashed, and neither in the log", async () => {
    const { secret, codes } = await turnOn(await enter());
    const rows = await site.db.selectFrom("second_factor").selectAll().execute();
    const recovery = await site.db.selectFrom("recovery_code").selectAll().execute();
    const stored = JSON.stringify([rows, recovery, site.log, await site.db.selectFrom("audit").selectAll().execute()]);
    const base32 = new Secret({ buffer: new Uint8Array(secret).buffer }).base32;
    for (const plain of [
      base32,
      Buffer.from(secret).toString("base64url"),
      ...codes,
      ...codes.map((code) => code.replace("-", "")),
    ])
      expect(stored).not.toContain(plain);
    expect(rows.every(({ sealed }) => sealed.startsWith("setting "))).toBe(true);
    // Another key opens nothing, and nobody gets in by that.
    const other = { ...site.deps, secretKey: "another secret of the same length, or about that" };
    later(MINUTE_MS);
    const browser = openBrowser(other);
    expect((await giveCode(browser, await signInLocally(browser, { email }), codeOf(secret, now))).status).toBe(422);
  });

  it("is asked for after a password was chosen by a link, too", async () => {
    const { secret } = await turnOn(await enter());
    later(MINUTE_MS);
    const link = await addLink(site.db, { accountId, token: `a-link-of-account-${accountId}-long-enough`, now });
    const browser = openBrowser(site.deps);
    const form = findField((await browser.get(link)).text, "form");
    const asked = await browser.post(link, { form, password: NEW, again: NEW });
    expect([asked.status, asked.text]).toEqual([200, expect.stringContaining("Skriv koden")]);
    expect((await giveCode(browser, asked, codeOf(secret, now))).status).toBe(303);
  });

  it("a sign-in that waits for its code is over when the password changes meanwhile", async () => {
    const browser = await enter();
    const { secret } = await turnOn(browser);
    later(MINUTE_MS);
    const thief = openBrowser(site.deps);
    const asked = await signInLocally(thief, { email });
    await send(browser, "/account/password", { current: PASSWORD, password: NEW, again: NEW });
    expect((await giveCode(thief, asked, codeOf(secret, now))).status).toBe(422);
    expect(sessionOf(thief)).toBeUndefined();
  });

  it("is turned off with a code, taken away by an administrator, and void when another region gives a role", async () => {
    const browser = await enter();
    const { secret } = await turnOn(browser);
    later(MINUTE_MS);
    expect((await send(browser, "/account/second-factor/off", { code: "000000" })).onward).toContain("code-wrong");
    const off = await send(browser, "/account/second-factor/off", { code: codeOf(secret, now) });
    expect(off.onward).toContain("factor-off");
    await turnOn(browser);
    const admin = await signIn(site.deps, [{ regionCode: "12", role: "region-admin" }]);
    const reset = await admin.post(`/people/12/${accountId}/reset-factor`);
    expect(reset.headers.get("location")).toContain("done=reset");
    expect(await readMails()).toEqual(["factor on", "factor off", "factor on", "factor reset"]);
    await turnOn(browser);
    const actor = { kind: "person", id: admin.accountId, name: "A", address: "test" } as const;
    const ctx = { db: site.db, now, actor, grants: [{ regionCode: "14", role: "region-admin" }] } as const;
    await setRole(ctx, { accountId, regionCode: "14", role: "reader", isNew: true });
    expect(await site.db.selectFrom("second_factor").selectAll().where("account_id", "=", accountId).execute()).toEqual(
      [],
    );
  });
});

describe("what is dangerous asks again who it is when that was proved more than ten minutes ago", () => {
  it("with the password, and then does it; without it nothing is done", async () => {
    const admin = await addLocal(site.db, {
      email: `admin-${accounts}@region.example`,
      grants: [{ regionCode: "12", role: "region-admin" }],
    });
    const [token, csrf] = [`fresh-session-${accounts}-long-enough`, `csrf-${accounts}`];
    await insertSession(site.db, { token, csrf, accountId: admin, address: "127.0.0.1", now });
    const browser = openBrowser(site.deps);
    browser.cookies.set(new URL(SITE).host, new Map([["__Host-restsignal_session", token]]));
    const path = `${SITE}/people/12/${accountId}/role`;
    later(11 * MINUTE_MS);
    const asked = await browser.post(path, { csrf, seen: "curator", role: "approver" });
    expect([asked.status, asked.text]).toEqual([403, expect.stringContaining("Bekräfta att det är du")]);
    // What was chosen goes along.
    expect(findField(asked.text, "role")).toBe("approver");
    const wrong = await browser.post(path, { csrf, seen: "curator", role: "approver", "confirm-password": "no" });
    expect([wrong.status, wrong.text]).toEqual([403, expect.stringContaining("Lösenordet stämmer inte")]);
    expect((await findStoredAccount(site.db, { id: accountId }))?.account.grants[0]?.role).toBe("curator");
    const done = await browser.post(path, { csrf, seen: "curator", role: "approver", "confirm-password": PASSWORD });
    expect(done.onward).toContain("done=changed");
    // Once proved, it holds for ten minutes more.
    expect((await browser.post(path, { csrf, seen: "approver", role: "curator" })).status).toBe(303);
  });
});
