import { beforeEach, describe, expect, it } from "vitest";
import { findSubscriptionByToken, saveSubscription, setSubscriptionState } from "../../src/db/subscriptions.ts";
import type { SubscriptionFilter } from "../../src/domain/subscription.ts";
import { NOW, SKANE, type Site } from "./site.ts";
import { useEmptySite } from "./use-site.ts";

const TOKEN = "token-of-a-test-0123456789";
const ADDRESS = "anna.andersson@skane.example";
const PATH = `/preferences/${TOKEN}`;
const FILTER = { atc: ["J01"], priorities: [1], areas: ["Infektion"] } satisfies SubscriptionFilter;

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
    filter: FILTER,
    token: TOKEN,
    now: NOW,
  });
});

function post(fields: Record<string, string>, path = PATH) {
  return app.request(path, { method: "POST", body: new URLSearchParams(fields) });
}

function toFormData(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

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
  const ended = await post({ do: "end" }, `/preferences/${token}`);
  expect(await ended.text()).toContain("slå på påminnelserna under Regler");
  // Who may have them hangs on their role, and no link in a mail gives one.
  const again = await (await post({ do: "resume" }, `/preferences/${token}`)).text();
  expect(again).toContain("Prenumerationen är avslutad");
  expect(await readState()).toBe("active");
});

it("the letter after a month without anything is turned off and on again, by the button alone", async () => {
  const read = async () => (await findSubscriptionByToken(site.db, TOKEN))?.tellsSilence;
  expect(await (await app.request(PATH)).text()).toContain("Stäng av månadsbrevet");
  await app.request(`${PATH}?do=silence-off`);
  expect(await read()).toBe(true);
  const off = await (await post({ do: "silence-off" })).text();
  expect(off).toContain("Månadsbrevet är avstängt. Allt annat kommer som förut.");
  expect(off).toContain("Slå på månadsbrevet");
  expect([await read(), await readState()]).toEqual([false, "active"]);
  expect(await (await post({ do: "silence-on" })).text()).toContain("Månadsbrevet är på.");
  expect(await read()).toBe(true);
});

describe("a subscriber's page", () => {
  it("says what the subscription is, and never where it goes", async () => {
    const html = await (await app.request(PATH)).text();
    for (const text of [
      "Läkemedelsbrist i Region Skåne, via e-post.",
      "J01",
      "prioritet 1",
      "område infektion",
      "Varje dag 07:00",
    ])
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

  it("ends the subscription by its button, says so, and takes it back by the next", async () => {
    const html = await (await app.request(PATH)).text();
    const [form] = /<form class="own-deed"[\s\S]*?<\/form>/.exec(html) ?? [""];
    expect(form).toContain(`method="post" action="${PATH}"`);
    const response = await post({ do: "end" });
    expect(response.status).toBe(200);
    expect(response.headers.get("set-cookie")).toBeNull();
    expect(await response.text()).toContain("<h1>Prenumerationen är avslutad</h1>");
    expect(await readState()).toBe("ended");
    expect(await (await app.request(PATH)).text()).toContain("Ångra: börja igen");
    expect(await (await post({ do: "resume" })).text()).toContain("Prenumerationen är igång igen");
    expect(await findSubscriptionByToken(site.db, TOKEN)).toMatchObject({ state: "active", filter: FILTER });
  });

  it("may be ended twice, and taken back twice", async () => {
    for (const deed of ["end", "end", "resume", "resume"]) expect((await post({ do: deed })).status).toBe(200);
    expect(await readState()).toBe("active");
  });

  it("keeps why it ended as data, asks nobody twice, and forgets it when it begins again", async () => {
    expect(await (await post({ do: "explain", reason: "too-many" })).text()).not.toContain("avslutad");
    await post({ do: "end" });
    expect((await findSubscriptionByToken(site.db, TOKEN))?.endedReason).toBeNull();
    const thanks = await (await post({ do: "explain", reason: "too-many" })).text();
    expect(thanks).toContain("Svaret är sparat");
    expect(thanks).toMatch(/value="too-many" checked/);
    expect(await (await post({ do: "explain", reason: "<script>" })).text()).toContain("Välj ett svar först");
    expect((await findSubscriptionByToken(site.db, TOKEN))?.endedReason).toBe("too-many");
    await post({ do: "resume" });
    expect((await findSubscriptionByToken(site.db, TOKEN))?.endedReason).toBeNull();
  });

  it("does not begin again what was ended by another, or whose address is erased", async () => {
    const { id = 0 } = (await findSubscriptionByToken(site.db, TOKEN)) ?? {};
    await setSubscriptionState(site.db, { id, state: "ended", reason: "no such mailbox", now: NOW });
    expect(await (await post({ do: "resume" })).text()).not.toContain("Ångra: börja igen");
    expect(await readState()).toBe("ended");
    await setSubscriptionState(site.db, { id, state: "active", reason: null, now: NOW });
    await post({ do: "end" });
    await site.db.updateTable("subscription").set({ target: "{}", erased_at: NOW }).where("id", "=", id).execute();
    expect(await (await post({ do: "resume" })).text()).not.toContain("Mejla mig länken");
    expect(await readState()).toBe("ended");
  });

  describe.each([
    ["urlencoded", (fields: Record<string, string>) => new URLSearchParams(fields)],
    ["multipart", toFormData],
  ])("takes a mail reader's one click, which has no cookies and follows no redirect, as %s", (_name, write) => {
    it("twice, and without Origin", async () => {
      for (let click = 0; click < 2; click += 1) {
        const body = write({ "List-Unsubscribe": "One-Click" });
        const response = await app.request(PATH, { method: "POST", body });
        expect([response.status, response.headers.get("set-cookie")]).toEqual([200, null]);
        expect(await readState()).toBe("ended");
      }
    });

    it.each<Record<string, string>>([
      {},
      { "List-Unsubscribe": "" },
      { "List-Unsubscribe": "one-click" },
      { "List-Unsubscribe": "One-Click please" },
      { "list-unsubscribe": "One-Click" },
      { do: "" },
      { do: "end it" },
      { do: "constructor" },
      { email: ADDRESS },
    ])("and not %j", async (fields) => {
      const response = await app.request(`${PATH}?List-Unsubscribe=One-Click&do=end`, {
        method: "POST",
        body: write(fields),
      });
      expect(response.status).toBe(400);
      expect(await response.text()).toContain("Inget har ändrats");
      expect(await readState()).toBe("active");
    });
  });

  it.each<[string, RequestInit, number]>([
    ["nothing", {}, 400],
    ["JSON", { headers: { "content-type": "application/json" }, body: '{"List-Unsubscribe":"One-Click"}' }, 400],
    ["plain text", { headers: { "content-type": "text/plain" }, body: "List-Unsubscribe=One-Click" }, 400],
    ["a broken multipart form", { headers: { "content-type": "multipart/form-data; boundary=x" }, body: "--y" }, 400],
    ["a multipart form without a boundary", { headers: { "content-type": "multipart/form-data" }, body: "x" }, 400],
    ["1 MB", { body: new URLSearchParams({ "List-Unsubscribe": "One-Click", pad: "x".repeat(1_000_000) }) }, 413],
    [
      "more fields than any form has",
      { body: new URLSearchParams(`${"a=1&".repeat(50)}List-Unsubscribe=One-Click`) },
      413,
    ],
  ])("ends nothing on a POST of %s", async (_name, init, status) => {
    const response = await app.request(PATH, { method: "POST", ...init });
    expect(response.status).toBe(status);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await readState()).toBe("active");
  });

  it("mails the link to all of one's own to the subscription's address, and shows it to nobody", async () => {
    const html = await (await post({ do: "link" })).text();
    expect(html).toContain("en på väg till adressen som prenumerationen har");
    expect(html).not.toContain("skane.example");
    const letters = await site.db.selectFrom("reader_letter").select(["address", "content", "network"]).execute();
    expect(letters).toEqual([{ address: ADDRESS, content: { kind: "manage-subscriptions" }, network: "unknown" }]);
    for (let press = 0; press < 10; press += 1)
      expect(await (await post({ do: "link" })).text()).toContain("en på väg till adressen");
    const { sent } = await site.db
      .selectFrom("reader_letter")
      .select((eb) => eb.fn.countAll<number>().as("sent"))
      .executeTakeFirstOrThrow();
    expect(sent).toBe(3);
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
    // As a scanner may change the address on its way.
    for (const odd of [
      `/Preferences/${TOKEN}`,
      `/preferences%2F${TOKEN}`,
      `/prenumerera/Bekrafta%2f${TOKEN}`,
      `//preferences/${TOKEN}/`,
    ])
      await app.request(odd);
    const lines = JSON.stringify(site.log);
    expect(lines).toContain("/preferences/(token)");
    expect(lines).not.toContain(TOKEN);
    expect(lines).not.toContain("secret");
  });
});
