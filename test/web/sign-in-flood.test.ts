import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createApp } from "../../src/web/app.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";
import { createCookieBrowser, findField, type CookieBrowser } from "../support/cookie-browser.ts";
import { signIn } from "./desk-visitor.ts";
import { addLocal, PASSWORD, signInLocally, SITE } from "./sign-in-scene.ts";
import { createEmptySite, type LogLine, NOW, type Site } from "./site.ts";

const MINUTE_MS = 60_000;

let site: Site;
let deps: WebDeps;
let app: ReturnType<typeof createApp>;
let now = NOW;
let people = 0;

beforeAll(async () => {
  site = await createEmptySite({ now: () => now, trustedProxies: 1 });
  ({ deps } = site);
});
beforeEach(() => {
  now = NOW;
  app = createApp(deps);
});
afterAll(() => site?.close());

const freshEmail = () => `flooded-${(people += 1)}@region.example`;

/** A browser at an address, which keeps its cookies when it moves. */
function openBrowser(cookies?: CookieBrowser["cookies"]): CookieBrowser & { at: (address: string) => void } {
  let from = "203.0.113.1";
  const browser = createCookieBrowser((request) => {
    request.headers.set("x-forwarded-for", from);
    return app.request(request);
  });
  for (const [host, held] of cookies ?? []) browser.cookies.set(host, new Map(held));
  return {
    ...browser,
    at: (address) => {
      from = address;
    },
  };
}

/** A browser that somebody has signed in with, and out again. */
async function knownBrowser(email: string): Promise<ReturnType<typeof openBrowser>> {
  await addLocal(site.db, { email });
  const browser = openBrowser();
  expect((await signInLocally(browser, { email })).status).toBe(303);
  browser.cookies.get(new URL(SITE).host)?.delete("__Host-restsignal_session");
  return browser;
}

/** Fails in somebody's name from many places, as a flood does. */
async function flood(email: string, addresses: readonly string[]): Promise<number[]> {
  const browser = openBrowser();
  const form = findField((await browser.get(`${SITE}/login`)).text, "form");
  const statuses: number[] = [];
  for (const address of addresses) {
    browser.at(address);
    statuses.push((await browser.post(`${SITE}/login/local`, { form, email, password: "no" })).status);
  }
  return statuses;
}

const count = (length: number, address: (place: number) => string) =>
  Array.from({ length }, (_, place) => address(place));

describe("a flood of failures in somebody's name", () => {
  it("keeps a stranger's browser out, and lets its owner in from a browser that they have signed in with", async () => {
    const email = freshEmail();
    const own = await knownBrowser(email);
    const statuses = await flood(
      email,
      count(130, (place) => `198.51.${place}.7`),
    );
    expect(statuses.filter((status) => status === 422)).toHaveLength(100);
    expect((await signInLocally(openBrowser(), { email })).status).toBe(429);
    expect((await signInLocally(own, { email })).status).toBe(303);
  });

  it("from the owner's own hospital lets them in too", async () => {
    const email = freshEmail();
    const own = await knownBrowser(email);
    await flood(
      email,
      count(60, () => "203.0.113.1"),
    );
    expect((await signInLocally(openBrowser(), { email })).status).toBe(429);
    expect((await signInLocally(own, { email })).status).toBe(303);
  });

  it("is held back in a browser that is known too, so that a stolen one guesses no more than a stranger's", async () => {
    const email = freshEmail();
    const own = await knownBrowser(email);
    const statuses: number[] = [];
    for (let time = 0; time < 12; time += 1)
      statuses.push((await signInLocally(own, { email, password: "no" })).status);
    expect(statuses.filter((status) => status === 422)).toHaveLength(10);
    expect((await signInLocally(own, { email })).status).toBe(429);
    now = new Date(NOW.getTime() + 15 * MINUTE_MS);
    expect((await signInLocally(own, { email })).status).toBe(303);
  });

  it("is not passed by a cookie that somebody made, or that belongs to another account", async () => {
    const [email, other] = [freshEmail(), freshEmail()];
    const [own, theirs] = [await knownBrowser(email), await knownBrowser(other)];
    await flood(
      email,
      count(101, (place) => `198.51.${place}.7`),
    );
    const host = new URL(SITE).host;
    const known = [...(own.cookies.get(host) ?? [])].find(([name]) => name.includes("known"));
    const another = [...(theirs.cookies.get(host) ?? [])].find(([name]) => name.includes("known"));
    const [name = "", value = ""] = known ?? [];
    for (const made of [another?.[1] ?? "", value.replace(/^./, "x"), value.slice(0, -1), `${"a".repeat(43)}.`]) {
      const stranger = openBrowser(new Map([[host, new Map([[name, made]])]]));
      expect((await signInLocally(stranger, { email })).status).toBe(429);
    }
  });

  it.each([
    ["one line of IPv6", (place: number) => `2001:db8:7:7::${place + 1}`, 10],
    ["the lines of one customer of IPv6", (place: number) => `2001:db8:8:${place.toString(16)}::1`, 30],
    ["one address of IPv4 with many ports", (place: number) => `192.0.2.9:${1_000 + place}`, 10],
    ["one address of IPv4 that is told as IPv6", () => "::ffff:192.0.2.10", 10],
    ["addresses side by side", (place: number) => `192.0.3.${place + 1}`, 30],
    ["a proxy that says nothing readable", (place: number) => `junk-${place}`, 10],
  ])("from %s is counted together", async (_where, address, passed) => {
    const statuses = await flood(freshEmail(), count(38, address));
    expect(statuses.filter((status) => status === 422)).toHaveLength(passed);
  });
});

describe("what was refused stands in the log", () => {
  const lines = (what: string): LogLine["fields"][] =>
    site.log.filter(({ message }) => message === what).map(({ fields }) => fields);

  it("a failed sign-in with its network and the same hash for the same account, never the address", async () => {
    const [email, other] = [freshEmail(), freshEmail()];
    await flood(email, ["198.51.100.20", "2001:db8:1:2::9"]);
    await flood(other, ["198.51.100.20"]);
    const [first, second, third] = lines("sign-in refused").slice(-3);
    const why = "wrong address or password";
    expect(first).toEqual({ why, network: "198.51.100.20", account: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(second).toEqual({ why, network: "2001:db8:1:2::/64", account: first?.["account"] });
    expect(third?.["account"]).not.toBe(first?.["account"]);
    expect(JSON.stringify(site.log)).not.toContain("flooded-");
    expect(JSON.stringify(site.log)).not.toContain(PASSWORD);
  });

  it("so do a form of another site, too many tries, a network that tries too much, and an account without a role", async () => {
    const email = freshEmail();
    await addLocal(site.db, { email, grants: [] });
    await signInLocally(openBrowser(), { email });
    await openBrowser().post(`${SITE}/login/local`, { email });
    await flood(
      email,
      count(60, () => "198.51.100.30"),
    );
    const why = lines("sign-in refused").map((fields) => fields["why"]);
    expect(why).toEqual(
      expect.arrayContaining(["no role", "not our own form", "too many failures", "too many tries from the network"]),
    );
  });

  it("and what somebody at the desk may not do", async () => {
    const reader = await signIn(deps, [{ regionCode: "12", role: "reader" }]);
    expect((await reader.get("/people/12")).status).toBe(403);
    expect(lines("desk refused").at(-1)).toEqual({
      why: "GET /people/:region",
      network: "unknown",
      account: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });
});
