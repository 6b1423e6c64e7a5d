import { beforeEach, describe, expect, it } from "vitest";
import { setAccountState } from "../../src/services/people.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";
import { createApp } from "../../src/web/app.ts";
import { createCookieBrowser, findField, type CookieBrowser } from "../support/cookie-browser.ts";
import { dumpTables } from "../support/scene.ts";
import { addLink, addLocal, openBrowser, PASSWORD, sessionOf, signInLocally, SITE } from "./sign-in-scene.ts";
import { NOW, type Site } from "./site.ts";
import { useEmptySite } from "./use-site.ts";

const MINUTE_MS = 60_000;
const HOST = new URL(SITE).host;

let site: Site;
let now = NOW;
let accounts = 0;

useEmptySite({ now: () => now }, (opened) => {
  site = opened;
});
beforeEach(() => {
  now = NOW;
});

async function enter(deps: WebDeps = site.deps): Promise<{ browser: CookieBrowser; email: string; accountId: number }> {
  const email = `session-${(accounts += 1)}@region.example`;
  const accountId = await addLocal(site.db, { email });
  const browser = openBrowser(deps);
  expect((await signInLocally(browser, { email })).status).toBe(303);
  return { browser, email, accountId };
}

async function isIn(browser: CookieBrowser): Promise<boolean> {
  return (await browser.get(`${SITE}/account`)).status === 200;
}

describe("a session", () => {
  it("is a new one at each sign-in: a token planted before, or held before, opens nothing afterwards", async () => {
    const email = `planted-${(accounts += 1)}@region.example`;
    await addLocal(site.db, { email });
    const planted = "planted-token-that-an-attacker-knows";
    const browser = openBrowser(site.deps);
    browser.cookies.set(HOST, new Map([["__Host-restsignal_session", planted]]));
    await signInLocally(browser, { email });
    const first = sessionOf(browser);
    expect(first).not.toBe(planted);
    expect(first).toMatch(/^[\w-]{43}$/);
    await browser.get(`${SITE}/account`);
    // Signing in anew, as after another person at the same machine.
    browser.cookies.get(HOST)?.delete("__Host-restsignal_session");
    const page = await browser.get(`${SITE}/login`);
    browser.cookies.get(HOST)?.set("__Host-restsignal_session", first ?? "");
    await browser.post(`${SITE}/login/local`, { form: findField(page.text, "form"), email, password: PASSWORD });
    expect(sessionOf(browser)).not.toBe(first);
    for (const token of [planted, first ?? ""]) {
      const thief = openBrowser(site.deps);
      thief.cookies.set(HOST, new Map([["__Host-restsignal_session", token]]));
      expect(await isIn(thief)).toBe(false);
    }
  });

  it("ends after an hour without use, and after twelve hours with it", async () => {
    const { browser } = await enter();
    for (let minutes = 59; minutes < 12 * 60; minutes += 59) {
      now = new Date(NOW.getTime() + minutes * MINUTE_MS);
      expect(await isIn(browser)).toBe(true);
    }
    now = new Date(NOW.getTime() + 12 * 60 * MINUTE_MS);
    expect(await isIn(browser)).toBe(false);
    now = NOW;
    const idle = await enter();
    now = new Date(NOW.getTime() + 60 * MINUTE_MS);
    expect(await isIn(idle.browser)).toBe(false);
    now = NOW;
    expect(await isIn(idle.browser)).toBe(false);
  });

  it("ends at once when the account is closed, and does not come back when it is opened again", async () => {
    const { browser, accountId } = await enter();
    const ctx = { db: site.db, now, actor: { kind: "command-line", name: "test" }, grants: "all" } as const;
    await setAccountState(ctx, { accountId, state: "disabled" });
    expect(await isIn(browser)).toBe(false);
    await setAccountState(ctx, { accountId, state: "active" });
    expect(await isIn(browser)).toBe(false);
  });

  it("is kept from scripts, other sites and unprotected lines, and its cookie ends with the browser", async () => {
    const { browser } = await enter();
    expect(browser.told.filter((line) => !/Max-Age=0|restsignal_known_/.test(line))).toEqual([
      expect.stringMatching(/^__Host-restsignal_signin=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
      expect.stringMatching(/^__Host-restsignal_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
    // What tied the form to the browser has done its work.
    expect(browser.cookies.get(HOST)?.has("__Host-restsignal_signin")).toBe(false);
  });

  it("works without encryption on one's own machine, where the cookie cannot ask for it", async () => {
    const publicUrl = "http://127.0.0.1:8080";
    const app = createApp({ ...site.deps, publicUrl });
    const browser = createCookieBrowser((request) => app.request(request));
    const email = `plain-${(accounts += 1)}@region.example`;
    await addLocal(site.db, { email });
    const form = findField((await browser.get(`${publicUrl}/login`)).text, "form");
    await browser.post(`${publicUrl}/login/local`, { form, email, password: PASSWORD });
    expect(browser.told.filter((line) => !/Max-Age=0|restsignal_known_/.test(line))).toEqual([
      expect.stringMatching(/^restsignal_signin=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
      expect.stringMatching(/^restsignal_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    expect((await browser.get(`${publicUrl}/account`)).status).toBe(200);
  });
});

it("no page of the sign-in or the desk is kept by a cache, shown to a search engine or told to another site", async () => {
  const { browser } = await enter();
  const paths = ["/account", "/login/link/no-such-link-that-is-long-enough", "/login/callback"];
  for (const visit of [
    await openBrowser(site.deps).get(`${SITE}/login`),
    ...(await Promise.all(paths.map((path) => browser.get(`${SITE}${path}`)))),
  ]) {
    const told = ["cache-control", "x-robots-tag", "referrer-policy"].map((name) => visit.headers.get(name));
    expect([visit.url, ...told]).toEqual([visit.url, "no-store", "noindex", "no-referrer"]);
  }
});

describe("on the account page", () => {
  it("somebody sees where they are signed in, and signs out here or everywhere, with a form of the page only", async () => {
    const { browser, email } = await enter();
    const other = openBrowser(site.deps);
    const third = openBrowser(site.deps);
    for (const more of [other, third]) await signInLocally(more, { email });
    const page = await browser.get(`${SITE}/account`);
    expect(page.text.match(/Nätverksadress/g)).toHaveLength(3);
    expect(page.text.match(/den här webbläsaren/g)).toHaveLength(1);
    const csrf = findField(page.text, "csrf");
    for (const path of ["/account/sign-out", "/account/sign-out-everywhere"]) {
      expect((await browser.post(`${SITE}${path}`, {})).status).toBe(403);
      expect((await browser.post(`${SITE}${path}`, { csrf: "wrong" })).status).toBe(403);
      expect((await browser.post(`${SITE}${path}`, { csrf }, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    }
    const out = await browser.post(`${SITE}/account/sign-out`, { csrf });
    expect([out.status, out.onward, sessionOf(browser)]).toEqual([303, `${SITE}/login?done=signed-out`, undefined]);
    expect([await isIn(browser), await isIn(other), await isIn(third)]).toEqual([false, true, true]);
    const own = findField((await other.get(`${SITE}/account`)).text, "csrf");
    await other.post(`${SITE}/account/sign-out-everywhere`, { csrf: own });
    expect([await isIn(other), await isIn(third)]).toEqual([false, false]);
  });
});

describe("another site", () => {
  it("cannot sign anybody in to an account of its own: the form is tied to the browser that asked for it", async () => {
    const { email } = await enter();
    const attacker = openBrowser(site.deps);
    const form = findField((await attacker.get(`${SITE}/login`)).text, "form");
    const victim = openBrowser(site.deps);
    const fields = { form, email, password: PASSWORD };
    expect((await victim.post(`${SITE}/login/local`, fields)).status).toBe(403);
    await victim.get(`${SITE}/login`);
    const visit = await victim.post(`${SITE}/login/local`, fields);
    expect([visit.status, visit.text]).toEqual([403, expect.stringContaining("Försök igen")]);
    expect(sessionOf(victim)).toBeUndefined();
    // The page that is shown works when it is sent again.
    const again = await victim.post(`${SITE}/login/local`, { ...fields, form: findField(visit.text, "form") });
    expect(again.status).toBe(303);
  });
});

it("no secret lies where it could be read: not in the log, the audit, the database or a page", async () => {
  const { browser, email, accountId } = await enter();
  const token = "canary-link-token-0123456789-abcdefgh";
  const link = await addLink(site.db, { accountId, token });
  const password = "canary kanariefågel i gruvan";
  const form = findField((await browser.get(link)).text, "form");
  const faulty = await browser.post(link, { form, password, again: `${password} igen` });
  await browser.post(link, { form, password, again: password });
  await browser.get(link);
  const wrong = await signInLocally(openBrowser(site.deps), { email, password: `${password} fel` });
  const inside = openBrowser(site.deps);
  await signInLocally(inside, { email, password });
  const session = sessionOf(inside) ?? "";
  const page = await inside.get(`${SITE}/account`);
  const broken = openBrowser({ ...site.deps, db: brokenDatabase(site.deps) });
  const failed = await broken.post(`${SITE}/login/local`, { form, email, password });
  const left = [
    JSON.stringify(site.log),
    JSON.stringify(await dumpTables(site.db)),
    faulty.text.replaceAll(link.slice(SITE.length), ""),
    wrong.text,
    page.text,
    failed.text,
  ];
  for (const secret of ["canary kanarie", token, session, sessionOf(browser) ?? "never"])
    for (const place of left) expect(place).not.toContain(secret);
  expect(JSON.stringify(site.log)).toContain("/login/link/(token)");
  const paths = site.log.map(({ fields }) => fields["path"]).filter((path) => String(path).startsWith("/login/link"));
  expect(new Set(paths)).toEqual(new Set(["/login/link/(token)"]));
});

/** A database that answers nothing any more. */
function brokenDatabase({ db }: WebDeps): WebDeps["db"] {
  return db.withSchema("gone");
}
