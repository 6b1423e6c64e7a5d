import { beforeEach, describe, expect, it } from "vitest";
import { findSubscriptionByToken, saveSubscription } from "../../src/db/subscriptions.ts";
import { NOW, SKANE, type Site } from "./site.ts";
import { useEmptySite } from "./use-site.ts";

const TOKEN = "token-of-a-test-0123456789";
const ADDRESS = "anna.andersson@skane.example";
const PATH = `/preferences/${TOKEN}`;

let site: Site;
let app: Site["app"];

useEmptySite({}, (opened) => {
  site = opened;
  ({ app } = site);
});
beforeEach(async () => {
  await saveSubscription(site.db, {
    regionCode: SKANE,
    channel: "email",
    target: { address: ADDRESS },
    language: "sv",
    filter: { atc: ["J01"], priorities: [1], areas: ["Infektion"] },
    token: TOKEN,
    now: NOW,
  });
});

async function readState(): Promise<string | undefined> {
  return (await findSubscriptionByToken(site.db, TOKEN))?.state;
}

it("a curator's page says that it is about the desk's reminders, and where they are turned on again", async () => {
  const token = "token-of-a-curator-0123456789";
  await saveSubscription(site.db, {
    regionCode: SKANE,
    channel: "email",
    purpose: "desk",
    target: { address: ADDRESS },
    language: "sv",
    filter: { roles: ["curator"] },
    token,
    now: NOW,
  });
  expect(await (await app.request(`/preferences/${token}`)).text()).toContain(
    "Påminnelser från arbetsytan i Region Skåne, via e-post.",
  );
  const ended = await (await app.request(`/preferences/${token}`, { method: "POST" })).text();
  expect(ended).toContain("slå på påminnelserna under Regler");
  expect(await readState()).toBe("active");
});

describe("a subscriber's page", () => {
  it("says what the subscription is, and never where it goes", async () => {
    const html = await (await app.request(PATH)).text();
    for (const text of ["Läkemedelsbrist i Region Skåne, via e-post.", "J01", "prioritet 1", "Infektion"])
      expect(html).toContain(text);
    expect(html).not.toContain("anna");
    expect(html).not.toContain("skane.example");
  });

  it("changes nothing by being read, by GET or HEAD", async () => {
    await app.request(PATH);
    await app.request(PATH, { method: "HEAD" });
    await app.request(`${PATH}?List-Unsubscribe=One-Click`);
    expect(await readState()).toBe("active");
  });

  it("ends the subscription by its button, and says so", async () => {
    const html = await (await app.request(PATH)).text();
    const [form] = /<form class="end"[\s\S]*?<\/form>/.exec(html) ?? [""];
    expect(form).toContain(`method="post" action="${PATH}"`);
    const response = await app.request(PATH, { method: "POST" });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("<h1>Prenumerationen är avslutad</h1>");
    expect(await readState()).toBe("ended");
    expect(await (await app.request(PATH)).text()).not.toContain("<form");
  });

  it("takes a mail reader's one click, which has no cookies and follows no redirect", async () => {
    const response = await app.request(PATH, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "List-Unsubscribe=One-Click",
    });
    expect(response.status).toBe(200);
    expect(await readState()).toBe("ended");
  });

  it("may be ended twice", async () => {
    await app.request(PATH, { method: "POST" });
    expect((await app.request(PATH, { method: "POST" })).status).toBe(200);
    expect(await readState()).toBe("ended");
  });

  it("speaks the subscriber's language unless the address asks for another", async () => {
    expect(await (await app.request(PATH)).text()).toContain('<html lang="sv"');
    expect(await (await app.request(`${PATH}?lang=en`)).text()).toContain("End the subscription");
  });

  it("of whoever runs Restsignal speaks of alerts and of no region", async () => {
    const token = "token-of-operations";
    const choices = { channel: "email", target: { address: ADDRESS }, language: "sv", filter: {} } as const;
    await saveSubscription(site.db, { ...choices, regionCode: "00", token, now: NOW });
    const html = await (await app.request(`/preferences/${token}`)).text();
    expect(html).toContain("Larm om Restsignals källor, via e-post.");
    expect(html).not.toContain('href="/r/00"');
  });

  it("is kept by nobody on the way, and found by no search engine", async () => {
    const { headers } = await app.request(PATH);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-robots-tag")).toBe("noindex");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
  });

  it.each(["/preferences/unknown-token", "/preferences/%01", `/preferences/${"x".repeat(5_000)}`])(
    "says in plain words that a token is unknown, to GET and to POST (%#)",
    async (path) => {
      for (const method of ["GET", "POST"]) {
        const response = await app.request(path, { method });
        expect(response.status).toBe(404);
        expect(await response.text()).toContain("Länken hör inte till någon prenumeration");
      }
    },
  );

  it("is logged without its token and without its query", async () => {
    await app.request(`${PATH}?secret=1`);
    const lines = JSON.stringify(site.log);
    expect(lines).toContain("/preferences/(token)");
    expect(lines).not.toContain(TOKEN);
    expect(lines).not.toContain("secret");
  });
});
