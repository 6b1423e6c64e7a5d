import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Deed } from "../../src/domain/audit.ts";
import { findStoredAccount } from "../../src/db/accounts.ts";
import type { HttpClient } from "../../src/net/http-client.ts";
import { createIdentityProvider } from "../../src/net/identity-provider.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";
import { startOidcProvider, type OidcProvider } from "../support/oidc-provider.ts";
import { dumpTables } from "../support/scene.ts";
import {
  addLocal,
  connectProvider,
  openBrowser,
  sessionOf,
  signInByProvider,
  signInLocally,
  SITE,
  visitProvider,
} from "./sign-in-scene.ts";
import { createEmptySite, NOW, type Site } from "./site.ts";

let site: Site;
let deps: WebDeps;
let provider: OidcProvider;
let http: HttpClient;
let now = NOW;

beforeAll(async () => {
  provider = await startOidcProvider({ redirectUrls: [`${SITE}/login/callback`], apart: true });
  const connected = connectProvider(provider);
  http = connected.http;
  site = await createEmptySite({ identityProvider: connected.identityProvider, now: () => now });
  deps = site.deps;
  provider.people.set("anna", { email: "Anna@Skane.example", name: "Anna Ek", groups: ["rs-12-curator", "other"] });
});
afterAll(async () => {
  await site?.close();
  await http?.close();
  await provider?.stop();
});

async function readAudit(deed: Deed) {
  const rows = await site.db.selectFrom("audit").selectAll().where("deed", "=", deed).orderBy("id").execute();
  return rows.map(({ region_code, actor_name: who, before, after }) => ({ region_code, who, before, after }));
}

describe("somebody whom the provider vouches for", () => {
  it("is signed in where they were going, with the roles that their groups give, known by issuer and subject", async () => {
    const browser = openBrowser(deps);
    const visit = await signInByProvider(browser, "anna", "/login?return=/inbox/12?sort=age");
    expect({ status: visit.status, onward: visit.onward }).toEqual({
      status: 303,
      onward: `${SITE}/inbox/12?sort=age`,
    });
    const account = await browser.get(`${SITE}/account`);
    expect(account.text).toContain("Anna Ek");
    expect(account.text).toContain("Region Skåne: Handläggare");
    expect(account.text).toContain("rollerna kommer därifrån");
    const stored = await findStoredAccount(site.db, { subject: `${provider.issuer} anna` });
    expect(stored).toMatchObject({ local: false, passwordHash: null, account: { email: "anna@skane.example" } });
    expect(await readAudit("account-added-by-provider")).toHaveLength(1);
  });

  it("keeps the language they began in", async () => {
    const visit = await signInByProvider(openBrowser(deps), "anna", "/login?lang=en");
    expect(visit.onward).toBe(`${SITE}/inbox?lang=en`);
  });

  it("has after each sign-in the roles of now, and each change is in the audit of its region", async () => {
    provider.people.set("bo", { email: "bo@vgr.example", name: "Bo", groups: ["rs-12-curator"] });
    await signInByProvider(openBrowser(deps), "bo");
    provider.people.set("bo", { email: "bo.ny@vgr.example", name: "Bo Ny", groups: ["rs-14-reader", "rs-skr"] });
    await signInByProvider(openBrowser(deps), "bo");
    const stored = await findStoredAccount(site.db, { subject: `${provider.issuer} bo` });
    expect(stored?.account).toMatchObject({
      email: "bo.ny@vgr.example",
      name: "Bo Ny",
      grants: [
        { regionCode: "00", role: "analyst" },
        { regionCode: "14", role: "reader" },
      ],
    });
    expect(await readAudit("roles-changed-by-provider")).toEqual([
      { region_code: "00", who: "Bo", before: { roles: [] }, after: { roles: ["analyst"] } },
      { region_code: "12", who: "Bo", before: { roles: ["curator"] }, after: { roles: [] } },
      { region_code: "14", who: "Bo", before: { roles: [] }, after: { roles: ["reader"] } },
    ]);
    const old = { email: "bo@vgr.example", name: "Bo" };
    expect(await readAudit("profile-changed-by-provider")).toEqual([
      { region_code: null, who: "Bo", before: old, after: { email: "bo.ny@vgr.example", name: "Bo Ny" } },
    ]);
    await signInByProvider(openBrowser(deps), "bo");
    expect(await readAudit("roles-changed-by-provider")).toHaveLength(3);
  });

  it("gets a clear page and neither session nor account without a role", async () => {
    provider.people.set("eva", { email: "eva@skane.example", name: "Eva", groups: ["other"] });
    const browser = openBrowser(deps);
    const visit = await signInByProvider(browser, "eva");
    expect(visit.status).toBe(403);
    expect(visit.text).toContain("ditt konto har ingen roll i någon region");
    expect(sessionOf(browser)).toBeUndefined();
    expect(await findStoredAccount(site.db, { email: "eva@skane.example" })).toBeNull();
  });

  it("is signed out everywhere when the provider has taken the last role away", async () => {
    provider.people.set("siv", { email: "siv@skane.example", name: "Siv", groups: ["rs-12-curator"] });
    const first = openBrowser(deps);
    await signInByProvider(first, "siv");
    provider.people.set("siv", { email: "siv@skane.example", name: "Siv" });
    expect((await signInByProvider(openBrowser(deps), "siv")).status).toBe(403);
    expect((await first.get(`${SITE}/account`)).onward).toContain("/login");
  });

  it("does not take over a local account that has the address, and is told so", async () => {
    await addLocal(site.db, { email: "lokal@skane.example" });
    provider.people.set("lokal", { email: "lokal@skane.example", name: "Annan", groups: ["rs-14-reader"] });
    const before = await dumpTables(site.db);
    const browser = openBrowser(deps);
    const visit = await signInByProvider(browser, "lokal");
    expect(visit.status).toBe(403);
    expect(visit.text).toContain("E-postadressen hör till ett annat konto");
    expect(sessionOf(browser)).toBeUndefined();
    expect(await dumpTables(site.db)).toEqual(before);
  });

  it("keeps their own address when the one the provider tells now is another account's", async () => {
    provider.people.set("ulf", { email: "ulf@skane.example", name: "Ulf", groups: ["rs-12-curator"] });
    await signInByProvider(openBrowser(deps), "ulf");
    provider.people.set("ulf", { email: "anna@skane.example", name: "Ulf", groups: ["rs-12-curator"] });
    expect((await signInByProvider(openBrowser(deps), "ulf")).status).toBe(303);
    const stored = await findStoredAccount(site.db, { subject: `${provider.issuer} ulf` });
    expect(stored?.account.email).toBe("ulf@skane.example");
  });

  it("is told when the account is closed, or when the provider tells no address", async () => {
    provider.people.set("ida", { email: "ida@skane.example", name: "Ida", groups: ["rs-12-curator"] });
    await signInByProvider(openBrowser(deps), "ida");
    await site.db.updateTable("account").set({ state: "disabled" }).where("email", "=", "ida@skane.example").execute();
    const closed = await signInByProvider(openBrowser(deps), "ida");
    expect([closed.status, closed.text]).toEqual([403, expect.stringContaining("Ditt konto är avstängt")]);
    provider.people.set("kim", { name: "Kim", groups: ["rs-12-curator"] });
    const nameless = await signInByProvider(openBrowser(deps), "kim");
    expect([nameless.status, nameless.text]).toEqual([403, expect.stringContaining("Din e-postadress saknas")]);
  });

  it("comes back to the sign-in page when they give up at the provider", async () => {
    const visit = await signInByProvider(openBrowser(deps), "nobody at all");
    expect([visit.status, visit.text]).toEqual([403, expect.stringContaining("Inloggningen avbröts")]);
  });
});

describe("the answer of the provider", () => {
  it("opens a session in the browser that asked, and in no other, so that nobody is signed in to another's account", async () => {
    const attacker = openBrowser(deps);
    const back = await visitProvider(attacker, "anna");
    const victim = openBrowser(deps);
    const visit = await victim.get(back);
    expect([visit.status, visit.text]).toEqual([403, expect.stringContaining("började den i en annan webbläsare")]);
    await victim.get(`${SITE}/login`);
    expect((await victim.get(back)).status).toBe(403);
    expect(sessionOf(victim)).toBeUndefined();
  });

  it("is taken once", async () => {
    const browser = openBrowser(deps);
    const back = await visitProvider(browser, "anna");
    const cookies = new Map(browser.cookies.get(new URL(SITE).host));
    expect((await browser.get(back)).status).toBe(303);
    const again = openBrowser(deps);
    again.cookies.set(new URL(SITE).host, cookies);
    expect((await again.get(back)).status).toBe(403);
    expect(sessionOf(again)).toBeUndefined();
  });

  it("is taken for ten minutes", async () => {
    const browser = openBrowser(deps);
    const back = await visitProvider(browser, "anna");
    now = new Date(NOW.getTime() + 10 * 60_000);
    expect((await browser.get(back)).status).toBe(403);
    now = NOW;
    expect((await browser.get(back)).status).toBe(403);
  });

  it.each([
    ["the nonce", { nonce: "another" }],
    ["the code verifier", { code_verifier: "another-verifier-that-is-long-enough-to-be-one" }],
  ])("is refused when %s is not the one of the request", async (_what, values) => {
    const browser = openBrowser(deps);
    const back = await visitProvider(browser, "anna");
    await site.db.updateTable("sign_in_request").set(values).execute();
    const visit = await browser.get(back);
    expect([visit.status, visit.text]).toEqual([403, expect.stringContaining("gick inte att godkänna")]);
    expect(sessionOf(browser)).toBeUndefined();
  });

  it.each(["state", "code", "iss"])("is refused when its %s is changed", async (name) => {
    const browser = openBrowser(deps);
    const back = new URL(await visitProvider(browser, "anna"));
    back.searchParams.set(name, "https://another.example");
    expect((await browser.get(back.href)).status).toBe(403);
    expect(sessionOf(browser)).toBeUndefined();
  });

  it("carries proof and nothing that could be replayed: S256, and only hashes of the state are kept", async () => {
    const browser = openBrowser(deps);
    const page = await browser.get(`${SITE}/login`);
    const form = /name="form" value="(\w+)"/.exec(page.text)?.[1] ?? "";
    const leaving = await browser.post(`${SITE}/login/oidc`, { form });
    const asked = new URL(leaving.onward ?? "").searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: "code",
      code_challenge_method: "S256",
      redirect_uri: `${SITE}/login/callback`,
      scope: "openid",
    });
    expect(JSON.stringify(await dumpTables(site.db))).not.toContain(asked.get("state"));
    expect(leaving.text).not.toContain(provider.client.secret);
  });
});

it("that the provider knows somebody proves nothing anew: only who was asked again there is fresh here", async () => {
  const freshOf = async () => {
    const row = await site.db
      .selectFrom("session")
      .select("fresh_at")
      .orderBy("created_at", "desc")
      .orderBy("seen_at", "desc")
      .limit(1)
      .executeTakeFirst();
    return row?.fresh_at ?? null;
  };
  await site.db.deleteFrom("session").execute();
  const browser = openBrowser(deps);
  await signInByProvider(browser, "anna");
  expect(await freshOf()).toBeNull();
  await site.db.deleteFrom("session").execute();
  const before = provider.asked.length;
  // The provider has a session of anna's, and asks all the same.
  await browser.get(await visitProvider(browser, "anna", "/login", { fresh: "yes" }));
  expect(provider.asked.slice(before).some((path) => path.startsWith("/interaction/"))).toBe(true);
  expect(await freshOf()).toEqual(now);
});

it("the way to the provider begins with our own form only", async () => {
  const browser = openBrowser(deps);
  expect((await browser.post(`${SITE}/login/oidc`, {})).status).toBe(403);
  const page = await browser.get(`${SITE}/login`);
  const form = /name="form" value="(\w+)"/.exec(page.text)?.[1] ?? "";
  const elsewhere = await browser.post(`${SITE}/login/oidc`, { form }, { "sec-fetch-site": "cross-site" });
  expect(elsewhere.status).toBe(403);
  expect((await openBrowser(deps).post(`${SITE}/login/oidc`, { form })).status).toBe(403);
});

it("claims in the ID token are enough: then nothing more is asked", async () => {
  const other = await startOidcProvider({ redirectUrls: [`${SITE}/login/callback`], apart: false });
  const connected = connectProvider(other);
  try {
    other.people.set("anna", { email: "anna2@skane.example", name: "Anna", groups: ["rs-12-curator"] });
    const visit = await signInByProvider(
      openBrowser({ ...deps, identityProvider: connected.identityProvider }),
      "anna",
    );
    expect(visit.status).toBe(303);
    expect(other.asked).not.toContain("/me");
    expect(provider.asked).toContain("/me");
  } finally {
    await connected.http.close();
    await other.stop();
  }
});

describe("when the provider does not answer", () => {
  it.each([
    [
      "since it is gone",
      async () => {
        const gone = await startOidcProvider({ redirectUrls: [], apart: true });
        await gone.stop();
        return connectProvider(gone);
      },
    ],
    ["since its address is private and nobody allowed that", async () => connectProvider(provider, { allowed: false })],
  ])("%s, the page says so and local accounts can sign in all the same", async (_why, connect) => {
    const connected = await connect();
    const down = { ...deps, identityProvider: connected.identityProvider };
    const browser = openBrowser(down);
    const page = await browser.get(`${SITE}/login`);
    const form = /name="form" value="(\w+)"/.exec(page.text)?.[1] ?? "";
    const visit = await browser.post(`${SITE}/login/oidc`, { form, return: "/inbox/12" });
    expect([visit.status, visit.text]).toEqual([503, expect.stringContaining("svarar inte just nu")]);
    expect(visit.text).toContain('name="return" value="/inbox/12"');
    expect(await connected.identityProvider.check()).toMatch(/refused the connection|not a public address/);
    const email = `local-${_why.length}@skane.example`;
    await addLocal(site.db, { email });
    expect((await signInLocally(browser, { email })).status).toBe(303);
    await connected.http.close();
  });

  it("once, it is asked again at the next try", async () => {
    const answers = [{ kind: "failed", stage: "sent", reason: "127.0.0.1 broke the connection" } as const];
    const connected = connectProvider(provider);
    const flaky = createIdentityProvider(
      {
        now: () => NOW,
        http: { request: async (input) => answers.shift() ?? connected.http.request(input) },
      },
      {
        issuer: provider.issuer,
        clientId: "restsignal",
        clientSecret: provider.client.secret,
        scope: "openid",
        claimMap: { claim: "groups", roles: {}, email: "email", name: "name" },
        redirectUrl: `${SITE}/login/callback`,
      },
    );
    expect(await flaky.check()).toBe("127.0.0.1 broke the connection");
    expect(await flaky.check()).toBeNull();
    await connected.http.close();
  });
});

it.each(["take away", "add"])("a provider whose name differs by a slash is named as that: %s it", async (mend) => {
  const realm = `${provider.issuer}/realm`;
  const [itself, issuer] = mend === "add" ? [`${realm}/`, realm] : [realm, `${realm}/`];
  const connected = connectProvider(provider);
  try {
    const slashed = createIdentityProvider(
      {
        now: () => NOW,
        http: {
          // As one that lives under a path: its own metadata, with the name that it has there.
          request: async (input) => {
            const answer = await connected.http.request({ ...input, url: input.url.replace(/\/realm\/+/, "/") });
            if (answer.kind === "failed") return answer;
            const metadata: unknown = JSON.parse(Buffer.from(answer.body).toString());
            return { ...answer, body: Buffer.from(JSON.stringify(Object.assign({}, metadata, { issuer: itself }))) };
          },
        },
      },
      {
        issuer,
        clientId: "restsignal",
        clientSecret: provider.client.secret,
        scope: "openid",
        claimMap: { claim: "groups", roles: {}, email: "email", name: "name" },
        redirectUrl: `${SITE}/login/callback`,
      },
    );
    expect(await slashed.check()).toBe(
      `the provider calls itself "${itself}", and OIDC_ISSUER is "${issuer}": ${mend} the slash at the end of OIDC_ISSUER`,
    );
  } finally {
    await connected.http.close();
  }
});

it("without a provider its paths do not exist, and the page does not offer it", async () => {
  const browser = openBrowser({ ...deps, identityProvider: null });
  expect((await browser.get(`${SITE}/login`)).text).not.toContain("organisation");
  expect((await browser.get(`${SITE}/login/callback?code=x&state=y`)).status).toBe(404);
  expect((await browser.post(`${SITE}/login/oidc`, {})).status).toBe(404);
});
