import { describe, expect, it } from "vitest";
import { createApp } from "../../src/web/app.ts";
import { listDeskRoutes } from "../../src/web/desk/desk.tsx";
import { NOW, type Site } from "./site.ts";
import { useEmptySite } from "./use-site.ts";

let site: Site;
let app: Site["app"];

useEmptySite({}, (opened) => {
  site = opened;
  ({ app } = site);
});

async function visit(path: string, headers: Record<string, string> = {}) {
  const answer = await app.request(path, { headers });
  const html = await answer.text();
  const cookies = answer.headers.getSetCookie();
  return { answer, language: /<html lang="(\w+)"/.exec(html)?.[1], html, cookies };
}

const kept = (cookies: readonly string[]) => cookies.map((cookie) => cookie.split(";")[0]).join("; ");

describe("the language of a visit", () => {
  it.each([
    [undefined, "sv"],
    ["sv-SE,sv;q=0.9,en;q=0.8", "sv"],
    ["en-US,en;q=0.9", "en"],
    ["en;q=0.5,sv;q=0.7", "sv"],
    ["de-DE,en;q=0.7,sv;q=0.3", "en"],
    ["en;q=0", "sv"],
    ["fr", "sv"],
    ["*", "sv"],
    [",;q=;;,\u00ff", "sv"],
  ])("is at first what the browser asks for: %s is %s", async (header, language) => {
    const first = await visit("/", header === undefined ? {} : { "accept-language": header });
    expect([first.language, first.cookies]).toEqual([language, []]);
  });

  it("is remembered once it is chosen, whatever the browser asks for, until another is chosen", async () => {
    const english = await visit("/kallor?lang=en", { "accept-language": "sv" });
    expect(english.cookies).toHaveLength(1);
    expect(english.cookies[0]).toMatch(
      /^restsignal_language=en; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const cookie = kept(english.cookies);
    expect((await visit("/", { cookie, "accept-language": "sv" })).language).toBe("en");
    // The address wins, and the way back to Swedish is a choice like any other.
    const back = /class="language" href="([^"]+)"/.exec((await visit("/", { cookie })).html)?.[1] ?? "";
    expect(back).toBe("/?lang=sv");
    const swedish = await visit(back, { cookie });
    expect([swedish.language, kept(swedish.cookies)]).toEqual(["sv", "restsignal_language=sv"]);
    expect((await visit("/", { cookie: kept(swedish.cookies), "accept-language": "en" })).language).toBe("sv");
  });

  it.each([
    "restsignal_language=xx",
    "restsignal_language=%00",
    "restsignal_language=<script>",
    "restsignal_language=",
  ])("is not taken from a cookie that is none of ours: %s", async (cookie) => {
    const { language, html } = await visit("/", { cookie });
    expect(language).toBe("sv");
    expect(html).not.toContain("<script>");
  });

  it("is told to caches, and neither feeds, style sheets nor machines' files depend on it or set it", async () => {
    expect((await visit("/")).answer.headers.get("vary")).toMatch(/Accept-Language, Cookie/);
    const style = /href="(\/assets\/site[^"]+)"/.exec((await visit("/")).html)?.[1] ?? "";
    const headers = { cookie: "restsignal_language=en; restsignal_region=12", "accept-language": "en" };
    for (const path of ["/feed.rss", "/r/12/feed.atom", "/feed.json?lang=en", style, "/robots.txt", "/healthz"]) {
      const [plain, with_] = [await visit(path), await visit(path, headers)];
      expect([path, with_.cookies, with_.answer.headers.get("vary") ?? ""]).toEqual([
        path,
        [],
        expect.not.stringMatching(/cookie|accept-language/i),
      ]);
      expect(with_.html).toBe(plain.html);
    }
  });
});

describe("the region of a visit", () => {
  it("is offered first on the home page of the next, and nothing but its code is kept", async () => {
    expect((await visit("/")).html).not.toContain("last-region");
    const seen = await visit("/r/13");
    expect(seen.cookies).toEqual(["restsignal_region=13; Max-Age=31536000; Path=/; HttpOnly; Secure; SameSite=Lax"]);
    const { html } = await visit("/", { cookie: "restsignal_region=13" });
    expect(html).toMatch(/Din senaste region: <a href="\/r\/13">Region Halland<\/a>/);
    expect((await visit("/r/13", { cookie: "restsignal_region=13" })).cookies).toEqual([]);
    expect((await visit("/r/99")).cookies).toEqual([]);
    expect((await visit("/", { cookie: 'restsignal_region="><script>' })).html).not.toContain("last-region");
  });
});

describe("the files that machines look for", () => {
  it("robots.txt opens the public pages and feeds, and closes every page of the desk and what is personal", async () => {
    const { answer, html } = await visit("/robots.txt");
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
    const closed = [...html.matchAll(/^Disallow: (.+)$/gm)].map(([, path]) => path ?? "");
    expect(html).toMatch(/^User-agent: \*$/m);
    const isClosed = (path: string) => closed.some((prefix) => path.startsWith(prefix));
    for (const { path } of listDeskRoutes(site.deps)) expect([path, isClosed(path)]).toEqual([path, true]);
    for (const path of ["/login", "/login/link/x", "/preferences/x"]) expect(isClosed(path)).toBe(true);
    for (const path of ["/", "/r/12", "/r/12/7", "/kallor", "/tillganglighet", "/feed.rss"])
      expect([path, isClosed(path)]).toEqual([path, false]);
  });

  it("security.txt names a contact, ends in less than a year, and says where it belongs", async () => {
    const { html } = await visit("/.well-known/security.txt");
    const field = (name: string) => new RegExp(`^${name}: (.+)$`, "m").exec(html)?.[1] ?? "";
    expect(field("Contact")).toBe("mailto:sakerhet@restsignal.example");
    expect(field("Canonical")).toBe("https://restsignal.example/.well-known/security.txt");
    expect(field("Preferred-Languages")).toBe("sv, en");
    const days = (Date.parse(field("Expires")) - NOW.getTime()) / 86_400_000;
    expect(days).toBeGreaterThan(30);
    expect(days).toBeLessThan(365);
  });

  it("without a contact there is no security.txt, and it says so", async () => {
    const answer = await createApp({ ...site.deps, securityContact: null }).request("/.well-known/security.txt");
    expect([answer.status, answer.headers.get("content-type")]).toEqual([404, expect.stringContaining("text/plain")]);
    expect(await answer.text()).toContain("No contact");
  });
});
