import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../src/web/app.ts";
import { parseAddress } from "../../src/web/frame/client-address.ts";
import { networksOf } from "../../src/web/frame/client-network.ts";
import { startServer, type Server } from "../../src/web/server.ts";
import { createCookieBrowser } from "../support/cookie-browser.ts";
import { addLocal, PASSWORD } from "./sign-in-scene.ts";
import { createEmptySite, type Site } from "./site.ts";

describe("an address as a proxy writes it", () => {
  it.each([
    ["1.2.3.4", "1.2.3.4"],
    [" 1.2.3.4 ", "1.2.3.4"],
    ["1.2.3.4:5678", "1.2.3.4"],
    ['"1.2.3.4:5678"', "1.2.3.4"],
    ["[1.2.3.4]:80", "1.2.3.4"],
    ["::ffff:1.2.3.4", "1.2.3.4"],
    ["[::FFFF:1.2.3.4]:443", "1.2.3.4"],
    ["::ffff:102:304", "1.2.3.4"],
    ["2001:DB8:0:0::1", "2001:db8::1"],
    ["[2001:db8::1]", "2001:db8::1"],
    ["[2001:db8::1]:443", "2001:db8::1"],
    ['"[2001:db8::1]:443"', "2001:db8::1"],
    ["fe80::1%eth0", "fe80::1"],
  ])("%s is %s", (text, address) => {
    expect(parseAddress(text)).toBe(address);
  });

  it.each([
    "",
    "unknown",
    "_hidden",
    "1.2.3",
    "1.2.3.256",
    "16909060",
    "0x1.2.3.4",
    "01.02.03.04",
    "1.2.3.4:port",
    "1.2.3.4:999999",
    "[1.2.3.4",
    "2001:db8::1::2",
    "2001:db8::1]:443",
    "for=1.2.3.4",
    "1.2.3.4 or so",
    "<script>",
    "x".repeat(10_000),
    "1.2.3.4\u0000",
  ])("%j is none", (text) => {
    expect(parseAddress(text)).toBeNull();
  });
});

it("an address belongs to a narrow and a wide network: of IPv6 the /64 and the /48, of IPv4 itself and the /24", () => {
  expect(networksOf("192.0.2.7")).toEqual({ narrow: "192.0.2.7", wide: "192.0.2.0/24" });
  expect(networksOf("2001:db8:1:2:3:4:5:6")).toEqual({ narrow: "2001:db8:1:2::/64", wide: "2001:db8:1::/48" });
  expect(networksOf("unknown")).toEqual({ narrow: "unknown", wide: "unknown" });
});

describe("a request behind a proxy of ours", () => {
  let site: Site;
  const servers = new Map<number, Server>();
  beforeAll(async () => {
    site = await createEmptySite({ publicUrl: "http://127.0.0.1" });
    for (const trustedProxies of [0, 1, 2])
      servers.set(
        trustedProxies,
        await startServer(createApp({ ...site.deps, trustedProxies }), { host: "127.0.0.1", port: 0 }),
      );
    await addLocal(site.db, { email: "anna@region.example" });
  });
  afterAll(async () => {
    for (const server of servers.values()) await server.close();
    await site?.close();
  });

  /** Signs in over a real connection, and gives where the session and the log say that it was from. */
  async function signIn(trustedProxies: number, forwarded: string): Promise<{ session: string; audit: string | null }> {
    const { url } = servers.get(trustedProxies) ?? { url: "" };
    const browser = createCookieBrowser();
    const page = await browser.get(`${url}/login`);
    const form = /name="form" value="(\w+)"/.exec(page.text)?.[1] ?? "";
    const fields = { form, email: "anna@region.example", password: PASSWORD };
    const visit = await browser.post(`${url}/login/local`, fields, { "x-forwarded-for": forwarded });
    expect(visit.status).toBe(303);
    const latest = { session: site.db.selectFrom("session"), audit: site.db.selectFrom("audit") };
    const session = await latest.session.select("address").orderBy("created_at", "desc").execute();
    const audit = await latest.audit.select("address").orderBy("id", "desc").executeTakeFirstOrThrow();
    await site.db.deleteFrom("session").execute();
    return { session: session[0]?.address ?? "", audit: audit.address };
  }

  it.each([
    [0, "203.0.113.9", "127.0.0.1"],
    [1, "203.0.113.9", "203.0.113.9"],
    [1, "203.0.113.9:5678", "203.0.113.9"],
    [1, "[2001:db8::1]:443", "2001:db8::1"],
    [1, "198.51.100.1, 203.0.113.9", "203.0.113.9"],
    [1, "203.0.113.9, unknown", "127.0.0.1"],
    [1, "<script>alert(1)</script>", "127.0.0.1"],
    [1, "", "127.0.0.1"],
    [2, "10.0.0.1, 203.0.113.9, 198.51.100.1:80", "203.0.113.9"],
    [2, "203.0.113.9", "127.0.0.1"],
    [1, Array.from({ length: 300 }, (_, hop) => `10.0.0.${hop % 200}`).join(","), "10.0.0.99"],
  ])(
    "with %i of them trusted, “%s” counts as %s, in the session and in the log",
    async (proxies, forwarded, address) => {
      expect(await signIn(proxies, forwarded)).toEqual({ session: address, audit: address });
    },
  );
});
