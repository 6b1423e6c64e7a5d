import { readFile } from "node:fs/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { findStoredAccount, insertAccount } from "../../src/db/accounts.ts";
import { setAccountState } from "../../src/services/people.ts";
import { removeStaleSignIns } from "../../src/db/sign-ins.ts";
import { hashPassword, isPassword } from "../../src/secrets/password-hash.ts";
import { findField } from "../support/cookie-browser.ts";
import { addLink, addLocal, openBrowser, PASSWORD, sessionOf, signInLocally, SITE } from "./sign-in-scene.ts";
import { NOW, type Site } from "./site.ts";
import { useEmptySite } from "./use-site.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let site: Site;
let now = NOW;
let accounts = 0;

useEmptySite({ now: () => now }, (opened) => {
  site = opened;
});
beforeEach(() => {
  now = NOW;
});

const freshEmail = (): string => `person-${(accounts += 1)}@region.example`;
const commandLine = () =>
  ({ db: site.db, now: NOW, actor: { kind: "command-line", name: null }, grants: "all" }) as const;

describe("with e-mail and password", () => {
  it("somebody comes to where they were going, their case of letters and spaces around the address aside", async () => {
    const email = freshEmail();
    await addLocal(site.db, { email });
    const path = `/login?${new URLSearchParams({ return: "/cases/7?x=1" }).toString()}`;
    const visit = await signInLocally(openBrowser(site.deps), { email: ` ${email.toUpperCase()} `, path });
    expect([visit.status, visit.onward]).toEqual([303, `${SITE}/cases/7?x=1`]);
  });

  it("somebody without a way to go comes to the inbox, or to their account when no region is theirs, in their language", async () => {
    const [curator, analyst] = [freshEmail(), freshEmail()];
    await addLocal(site.db, { email: curator });
    await addLocal(site.db, { email: analyst, grants: [{ regionCode: "00", role: "analyst" }] });
    expect((await signInLocally(openBrowser(site.deps), { email: curator })).onward).toBe(`${SITE}/inbox`);
    expect((await signInLocally(openBrowser(site.deps), { email: analyst, path: "/login?lang=en" })).onward).toBe(
      `${SITE}/account?lang=en`,
    );
  });

  it("somebody without a role gets a clear page and no session", async () => {
    const email = freshEmail();
    await addLocal(site.db, { email, grants: [] });
    const browser = openBrowser(site.deps);
    const visit = await signInLocally(browser, { email });
    expect([visit.status, visit.text]).toEqual([403, expect.stringContaining("Ditt konto har ingen roll")]);
    expect(sessionOf(browser)).toBeUndefined();
  });

  it("the way back never leads to another site", async () => {
    const email = freshEmail();
    await addLocal(site.db, { email });
    for (const wish of [
      "https://evil.example",
      "//evil.example",
      "/\\evil.example",
      "/.//evil.example",
      "/\t/evil.example",
    ]) {
      const browser = openBrowser(site.deps);
      const page = await browser.get(`${SITE}/login?${new URLSearchParams({ return: wish }).toString()}`);
      expect(page.text).not.toContain('name="return"');
      const form = findField(page.text, "form");
      const visit = await browser.post(`${SITE}/login/local`, { form, email, password: PASSWORD, return: wish });
      expect(visit.onward).toBe(`${SITE}/inbox`);
      // Whoever is signed in already is sent on at once, and no further.
      const again = await browser.get(`${SITE}/login?${new URLSearchParams({ return: wish }).toString()}`);
      expect(again.onward).toBe(`${SITE}/inbox`);
    }
  });
});

describe("nobody learns which accounts there are", () => {
  it("every failure has the same answer: unknown, wrong, closed, of the provider, without a password yet", async () => {
    const [wrong, closed, provider, fresh] = [freshEmail(), freshEmail(), freshEmail(), freshEmail()];
    await addLocal(site.db, { email: wrong });
    await setAccountState(commandLine(), {
      accountId: await addLocal(site.db, { email: closed }),
      state: "disabled",
    });
    const grants = [{ regionCode: "12", role: "curator" }] as const;
    await insertAccount(site.db, { email: provider, name: "P", subject: "https://idp.example 1", grants, now: NOW });
    await insertAccount(site.db, { email: fresh, name: "F", subject: null, grants, now: NOW });
    const answers = new Set<string>();
    for (const [email, password] of [
      [freshEmail(), PASSWORD],
      [wrong, "not the password"],
      [closed, PASSWORD],
      [provider, PASSWORD],
      [provider, ""],
      [fresh, PASSWORD],
      [fresh, ""],
    ] as const) {
      const browser = openBrowser(site.deps);
      const visit = await signInLocally(browser, { email, password });
      const form = findField(visit.text, "form");
      answers.add(`${visit.status} ${visit.text.replaceAll(email, "(email)").replaceAll(form, "(form)")}`);
      expect(sessionOf(browser)).toBeUndefined();
    }
    expect([...answers]).toEqual([expect.stringMatching(/^422 [^]*E-postadressen eller lösenordet är fel/)]);
  });

  it("an unknown address costs the work of a known one: the hash that stands for nobody is made alike", async () => {
    const known = await hashPassword(PASSWORD);
    expect(known).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const source = await readFile(new URL("../../src/secrets/password-hash.ts", import.meta.url), "utf8");
    const nobody = /"(\$argon2id[^"]+)"/.exec(source)?.[1] ?? "";
    expect(nobody.split("$").slice(0, 4)).toEqual(known.split("$").slice(0, 4));
    expect(nobody).toHaveLength(known.length);
    expect(await isPassword("", null)).toBe(false);
    expect(await isPassword(`${PASSWORD} `, known)).toBe(false);
    expect(await isPassword(PASSWORD.normalize("NFD"), known)).toBe(true);
  });

  it("after ten failures an address has to wait, known or not, with the right password or not", async () => {
    const [known, unknown] = [freshEmail(), freshEmail()];
    await addLocal(site.db, { email: known });
    const answers: string[][] = [];
    for (const email of [known, unknown]) {
      const seen: string[] = [];
      const browser = openBrowser(site.deps);
      for (let time = 0; time < 10; time++)
        seen.push(String((await signInLocally(browser, { email, password: "no" })).status));
      const visit = await signInLocally(openBrowser(site.deps), { email });
      seen.push(
        `${visit.status} ${visit.text.replaceAll(email, "(email)").replaceAll(findField(visit.text, "form"), "(form)")}`,
      );
      answers.push(seen);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toEqual([
      ...Array.from({ length: 10 }, () => "422"),
      expect.stringMatching(/^429 [^]*Vänta 15 minuter/),
    ]);
    now = new Date(NOW.getTime() + 15 * MINUTE_MS);
    expect((await signInLocally(openBrowser(site.deps), { email: known })).status).toBe(303);
  });

  it("many tries at once are counted one by one", async () => {
    const email = freshEmail();
    const browser = openBrowser(site.deps);
    const page = await browser.get(`${SITE}/login`);
    const fields = { form: findField(page.text, "form"), email, password: "no" };
    const tries = await Promise.all(Array.from({ length: 25 }, () => browser.post(`${SITE}/login/local`, fields)));
    expect(tries.filter(({ status }) => status === 422)).toHaveLength(10);
    expect(tries.filter(({ status }) => status === 429)).toHaveLength(15);
  });

  it("nobody keeps somebody out from elsewhere: the failures of one network are no other's", async () => {
    const email = freshEmail();
    await addLocal(site.db, { email });
    const browser = openBrowser({ ...site.deps, trustedProxies: 1 });
    const form = findField((await browser.get(`${SITE}/login`)).text, "form");
    const attempt = async (password: string, from: string) =>
      (await browser.post(`${SITE}/login/local`, { form, email, password }, { "x-forwarded-for": from })).status;
    for (let time = 0; time < 10; time++) expect(await attempt("no", "203.0.113.9")).toBe(422);
    expect(await attempt(PASSWORD, "203.0.113.9")).toBe(429);
    expect(await attempt(PASSWORD, "198.51.100.4")).toBe(303);
  });

  it("a success takes the failures back", async () => {
    const email = freshEmail();
    await addLocal(site.db, { email });
    for (const password of [
      ...Array.from({ length: 9 }, () => "no"),
      PASSWORD,
      ...Array.from({ length: 9 }, () => "no"),
    ])
      await signInLocally(openBrowser(site.deps), { email, password });
    expect((await signInLocally(openBrowser(site.deps), { email })).status).toBe(303);
  });
});

describe("a client that tries too much has to wait", () => {
  it("wherever it tries: one count for links and passwords", async () => {
    const browser = openBrowser(site.deps);
    const statuses = new Set<number>();
    for (let time = 0; time < 41; time++)
      statuses.add((await browser.get(`${SITE}/login/link/${"x".repeat(43)}`)).status);
    expect([...statuses]).toEqual([404, 429]);
    const page = await browser.get(`${SITE}/login`);
    const visit = await browser.post(`${SITE}/login/local`, {
      form: findField(page.text, "form"),
      email: freshEmail(),
      password: "x",
    });
    expect([visit.status, visit.headers.get("retry-after")]).toEqual([429, "300"]);
    expect(visit.text).toContain("Vänta fem minuter");
  });
});

describe("a one-time link", () => {
  const choose = { password: "sju blåa hus vid ån", again: "sju blåa hus vid ån" };

  it("lets its owner choose a password, once, and signs out whoever held the old one", async () => {
    const email = freshEmail();
    const accountId = await addLocal(site.db, { email });
    const old = openBrowser(site.deps);
    await signInLocally(old, { email });
    const link = await addLink(site.db, { accountId, token: `first-link-of-${accountId}-long-enough` });
    const browser = openBrowser(site.deps);
    const form = findField((await browser.get(link)).text, "form");
    // Looking at it, as mail scanners do, uses nothing up.
    expect((await openBrowser(site.deps).get(link)).status).toBe(200);
    const chosen = await browser.post(link, { form, ...choose });
    // Whoever has just chosen it does not type it again.
    expect([chosen.status, chosen.onward]).toEqual([303, `${SITE}/inbox`]);
    expect((await browser.get(`${SITE}/account`)).status).toBe(200);
    expect((await browser.get(link)).status).toBe(404);
    expect(
      (await browser.post(link, { form, password: "nio gula moln på en vägg", again: "nio gula moln på en vägg" }))
        .status,
    ).toBe(404);
    expect((await old.get(`${SITE}/account`)).onward).toContain("/login");
    expect((await signInLocally(openBrowser(site.deps), { email })).status).toBe(422);
    expect((await signInLocally(openBrowser(site.deps), { email, password: choose.password })).status).toBe(303);
  });

  it("two browsers at once choose one password", async () => {
    const accountId = await addLocal(site.db, { email: freshEmail() });
    const link = await addLink(site.db, { accountId, token: `race-link-of-${accountId}-long-enough` });
    const answers = await Promise.all(
      [1, 2].map(async (place) => {
        const browser = openBrowser(site.deps);
        const form = findField((await browser.get(link)).text, "form");
        const password = `sju blåa hus nummer ${place}`;
        return (await browser.post(link, { form, password, again: password })).status;
      }),
    );
    expect(answers.toSorted((one, other) => one - other)).toEqual([303, 404]);
  });

  it("holds for a day, is replaced by a newer one, and is void when the account is closed", async () => {
    const accountId = await addLocal(site.db, { email: freshEmail() });
    const first = await addLink(site.db, { accountId, token: `older-link-of-${accountId}-long-enough` });
    const second = await addLink(site.db, { accountId, token: `newer-link-of-${accountId}-long-enough` });
    const statusOf = async (link: string) => (await openBrowser(site.deps).get(link)).status;
    expect([await statusOf(first), await statusOf(second)]).toEqual([404, 200]);
    now = new Date(NOW.getTime() + 24 * HOUR_MS);
    expect(await statusOf(second)).toBe(404);
    now = NOW;
    await setAccountState(commandLine(), { accountId, state: "disabled" });
    expect(await statusOf(second)).toBe(404);
  });

  it("says what is wrong with a password, keeps the link, and never shows what was typed", async () => {
    const email = freshEmail();
    const accountId = await addLocal(site.db, { email });
    const link = await addLink(site.db, { accountId, token: `fault-link-of-${accountId}-long-enough` });
    const browser = openBrowser(site.deps);
    const form = findField((await browser.get(link)).text, "form");
    for (const [password, again, text] of [
      ["kort", "kort", "för kort"],
      ["Password1234!", "Password1234!", "för lätt att gissa"],
      [`mitt ${email}`, `mitt ${email}`, "e-postadress"],
      [choose.password, "sju blåa hus vid sjön", "inte lika"],
    ] as const) {
      const visit = await browser.post(link, { form, password, again });
      expect([visit.status, visit.text]).toEqual([422, expect.stringContaining(text)]);
      for (const typed of [password, again]) expect(visit.text.replaceAll(email, "")).not.toContain(`value="${typed}"`);
    }
    expect((await browser.post(link, { form, ...choose })).status).toBe(303);
  });

  it("is taken from our own form only, and never by an account of the provider", async () => {
    const accountId = await addLocal(site.db, { email: freshEmail() });
    const link = await addLink(site.db, { accountId, token: `form-link-of-${accountId}-long-enough` });
    const browser = openBrowser(site.deps);
    const form = findField((await browser.get(link)).text, "form");
    expect((await browser.post(link, choose)).status).toBe(403);
    expect((await openBrowser(site.deps).post(link, { form, ...choose })).status).toBe(403);
    expect((await browser.post(link, { form, ...choose }, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    await site.db
      .updateTable("account")
      .set({ subject: "https://idp.example 2" })
      .where("id", "=", accountId)
      .execute();
    expect((await browser.post(link, { form, ...choose })).status).toBe(404);
  });
});

it("what can be used no more is deleted at the next sign-in", async () => {
  const email = freshEmail();
  const accountId = await addLocal(site.db, { email });
  await signInLocally(openBrowser(site.deps), { email });
  await signInLocally(openBrowser(site.deps), { email, password: "no" });
  await addLink(site.db, { accountId, token: `stale-link-of-${accountId}-long-enough` });
  await site.db
    .insertInto("sign_in_request")
    .values({ state_hash: "x", code_verifier: "x", nonce: "x", return_to: "", created_at: NOW })
    .execute();
  await removeStaleSignIns(site.db, new Date(NOW.getTime() + 25 * HOUR_MS));
  for (const table of ["session", "account_link", "sign_in_request", "sign_in_failure"] as const)
    expect(await site.db.selectFrom(table).selectAll().execute()).toEqual([]);
  expect((await findStoredAccount(site.db, { email }))?.passwordHash).not.toBeNull();
});
