import { beforeEach, describe, expect, it } from "vitest";
import { saveSubscription } from "../../src/db/subscriptions.ts";
import { createApp } from "../../src/web/app.ts";
import { makeReaderLink } from "../../src/services/reader-letters.ts";
import { findCaseOf, NOW, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

const ADDRESS = "anna.andersson@skane.example";
const FORM = {
  region: "12",
  rhythm: "daily",
  time: "07:00",
  weekday: "1",
  urgent: "day",
  quietFrom: "",
  quietTo: "",
  language: "sv",
  email: ADDRESS,
};

let site: Site;
useSite({}, (opened) => {
  site = opened;
});
beforeEach(async () => {
  for (const table of [
    "reader_link",
    "reader_letter",
    "sign_up",
    "consent",
    "wish",
    "cadence_change",
    "subscription",
  ] as const)
    await site.db.deleteFrom(table).execute();
});

const get = (path: string) => site.app.request(path);
const textAt = async (path: string) => (await get(path)).text();
function post(over: Record<string, string> = {}, headers: Record<string, string> = {}) {
  return site.app.request("/prenumerera", { method: "POST", body: new URLSearchParams({ ...FORM, ...over }), headers });
}
const letters = () => site.db.selectFrom("reader_letter").selectAll().orderBy("id").execute();
const subscriptions = () => site.db.selectFrom("subscription").select(["region_code", "state", "filter"]).execute();

/** The path that a letter would lead to, had it been sent. */
async function makeLink(): Promise<string> {
  const last = (await letters()).at(-1);
  if (last === undefined) throw new Error("test: no letter");
  const token = await makeReaderLink({ db: site.db, now: NOW }, { id: last.id, expiresAt: last.expires_at });
  return `/prenumerera/bekrafta/${token}`;
}

/** What all tables hold that a link could change. */
async function everything(): Promise<string> {
  const tables = ["subscription", "wish", "consent", "sign_up", "reader_letter", "reader_link"] as const;
  return JSON.stringify(await Promise.all(tables.map((table) => site.db.selectFrom(table).selectAll().execute())));
}

describe("the link to confirm by", () => {
  it("changes nothing when a scanner opens it, whatever it asks with, and still works for the person after it", async () => {
    await post();
    const path = await makeLink();
    const before = await everything();
    for (const method of ["HEAD", "GET", "OPTIONS", "PUT", "GET", "HEAD"]) await site.app.request(path, { method });
    expect(await everything()).toBe(before);

    expect(await textAt(path)).toContain("Bekräfta din prenumeration");
    for (let press = 0; press < 3; press += 1) {
      const answer = await site.app.request(path, { method: "POST" });
      expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining("Klart, du prenumererar")]);
    }
    expect(await textAt(path)).toContain("Klart, du prenumererar");
    expect(await subscriptions()).toEqual([{ region_code: SKANE, state: "active", filter: {} }]);
  });

  it("is kept by nobody, passed on to nobody, found by no search, and stands in no log", async () => {
    await post();
    const path = await makeLink();
    const { headers } = await get(path);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-robots-tag")).toBe("noindex");
    const log = JSON.stringify(site.log);
    expect(log).not.toContain(path.slice(-20));
    expect(log).not.toContain("andersson");
  });

  it("shows no whole address, and says what holds now when they have left since", async () => {
    await post();
    const path = await makeLink();
    expect(await textAt(path)).not.toContain("andersson");
    await site.app.request(path, { method: "POST" });
    await site.db.updateTable("subscription").set({ state: "ended" }).execute();
    const html = await textAt(path);
    expect(html).toContain("Prenumerationen är avslutad");
    expect(html).not.toContain("Klart, du prenumererar");
    await site.app.request(path, { method: "POST" });
    expect(await subscriptions()).toMatchObject([{ state: "ended" }]);
  });

  it("says that nothing comes before their pause is over, and names their domain as people write it", async () => {
    await post({ rhythm: "at-once", email: "bo@sjukvård.example" });
    const path = await makeLink();
    expect(await textAt(path)).toContain("b…@sjukvård.example");
    await site.app.request(path, { method: "POST" });
    await site.db
      .updateTable("subscription")
      .set({ snoozed_until: new Date("2026-12-24T06:00:00Z") })
      .execute();
    const html = await textAt(path);
    expect(html).toContain("Du har paus till 2026-12-24 07:00. Innan dess kommer inget");
    expect(html).not.toContain("kommer när det går ut");
  });

  it("does not say that something is sent that they have ended since, while another wish stands", async () => {
    await post({ priorities: "1", atc: "J01" });
    const path = await makeLink();
    await site.app.request(path, { method: "POST" });
    expect(await textAt(path)).toContain("J01");
    await site.db.updateTable("wish").set({ ended_at: NOW, ended_reason: "subscriber" }).execute();
    const html = await textAt(path);
    expect(html).toContain("Det du bekräftade för Region Skåne är ändrat eller avslutat sedan dess.");
    expect(html).not.toContain("J01");
  });

  it.each(["none", "x".repeat(43), "%00", "..%2f..", "a%0d%0aSet-Cookie:b", "x".repeat(2_000)])(
    "opens nothing and breaks nothing as %s",
    async (token) => {
      for (const method of ["GET", "POST"]) {
        const { status } = await site.app.request(`/prenumerera/bekrafta/${token}`, { method });
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
      }
    },
  );
});

describe("whoever asks for a letter", () => {
  it("is told the same whether the address is unknown, known, or has had too many", async () => {
    const bodyOf = async (email: string) => (await (await post({ email })).text()).replaceAll(email, "(address)");
    const unknown = await bodyOf("bo@skane.example");
    await saveSubscription(site.db, {
      regionCode: SKANE,
      channel: "email",
      target: { address: ADDRESS },
      language: "sv",
      filter: {},
      token: "token-of-one-who-is-known",
      now: NOW,
    });
    for (let asked = 0; asked < 5; asked += 1) expect(await bodyOf(ADDRESS)).toBe(unknown);
    expect((await letters()).filter(({ address }) => address === ADDRESS)).toHaveLength(3);
    expect(site.log).toContainEqual(expect.objectContaining({ message: "sign-up held", fields: { by: "address" } }));
  });

  it.each([
    "anna",
    "anna@",
    "@skane.example",
    "anna@skane.example\r\nBcc: alla@skane.example",
    "anna@skane.example, bo@skane.example",
    "anna@skane.example%0aBcc:alla",
    '"a\r\nb"@skane.example',
    `${"a".repeat(65)}@skane.example`,
    `anna@${"a".repeat(310)}.example`,
    "<anna@skane.example>",
    "",
  ])("gets the form again, with the rest as it was, for the address %j", async (email) => {
    const answer = await post({ email, time: "15:30" });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain("Det här är ingen e-postadress.");
    expect(html).toMatch(/<option value="15:30" selected/);
    expect(await letters()).toEqual([]);
  });

  it.each(["anna+brist@skane.example", "o'brien@skane.example", "åsa@sjukvård.example", " ANNA@Skane.Example "])(
    "may write the address %j",
    async (email) => {
      expect((await post({ email })).status).toBe(200);
      expect(await letters()).toHaveLength(1);
    },
  );

  it.each([
    ["a region that is none", { region: "99" }],
    ["a region with a line end", { region: "12\r\nX: y" }],
    ["no region", { region: "" }],
    ["an area of their own making", { areas: "KLICKA HÄR http://evil.example" }],
    ["a group of their own making", { categories: "KLICKA HÄR" }],
    ["a role of their own making", { roles: "chef" }],
    ["a code that is none", { atc: "!!" }],
    ["a rhythm that is none", { rhythm: "hourly" }],
    ["a language that is none", { language: "fi" }],
  ])("gets nothing sent with %s", async (_what, over) => {
    expect((await post(over)).status).toBe(422);
    expect(await letters()).toEqual([]);
  });

  it("gets nothing done by a form on another site", async () => {
    expect((await post({}, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await post({}, { origin: "https://evil.example" })).status).toBe(403);
    expect(await letters()).toEqual([]);
  });
});

describe("the choice", () => {
  it("tells how many messages it would have given, which they were, and since when is counted", async () => {
    const html = await textAt("/prenumerera/vad?region=12");
    expect(html).toMatch(/Det här hade gett dig \d+ meddelanden de senaste 30 dagarna, ett av dem brådskande\./);
    expect(html).toContain("Region Skåne började 20 augusti");
    expect(html).toMatch(/<a href="\/r\/12\/\d+">/);
  });

  it("says why nothing would have come, for each reason there is", async () => {
    expect(await textAt("/prenumerera/vad?region=01")).toContain(
      "Inget meddelande har gått ut från Region Stockholm de senaste 30 dagarna.",
    );
    expect(await textAt("/prenumerera/vad?region=01")).toContain("Region Stockholm har ingen lista i Restsignal.");
    // The overview of the first day is for everybody; a month later it is no longer counted, and the day after is.
    const later = createApp({ ...site.deps, now: () => new Date("2026-09-19T12:00:00Z") });
    const filtered = await (await later.request("/prenumerera/vad?region=12&atc=L04&priorities=1")).text();
    expect(filtered).toContain(
      "Det här hade inte gett dig något de senaste 30 dagarna, fast 4 meddelanden har gått ut.",
    );
    expect(filtered).toMatch(/Utan valet ”ATC-koder” hade det varit (ett meddelande|\d meddelanden)\./);
    const quiet = createApp({ ...site.deps, now: () => new Date("2026-12-19T12:00:00Z") });
    expect(await (await quiet.request("/prenumerera/vad?region=12&region=14&region=01&region=13")).text()).toContain(
      "Inget meddelande har gått ut från 4 regioner de senaste 30 dagarna.",
    );
    const id = await findCaseOf(site.db, "Noradrenalin");
    expect(await textAt(`/prenumerera/vad?region=12&case=${id}`)).toContain(
      "Inget meddelande om det här har gått ut de senaste 30 dagarna.",
    );
  });

  it("begins with a suggestion that is made of the list's own names", async () => {
    const html = await textAt("/prenumerera/vad?region=12&profile=infection");
    expect(html).toMatch(/value="Infektion" checked/);
    expect(html).not.toMatch(/value="Onkologi" checked/);
    expect(await textAt("/prenumerera/vad?region=12&profile=women")).toMatch(/value="Obstetrik" checked/);
    expect(await textAt("/prenumerera/vad?region=12&profile=primary")).toContain("Listan nämner inget område");
    expect((await get("/prenumerera/vad?region=12&profile=nothing")).status).toBe(200);
  });

  it("has the list's own names, and no others, told as Swedish on pages in English", async () => {
    const wish = await textAt("/prenumerera/vad?region=12&profile=infection&lang=en");
    expect(wish).toContain('<span lang="sv">Infektion</span>');
    expect(wish).not.toMatch(/<span lang="sv">(doctors|priority)/i);
    const how = await textAt("/prenumerera/hur?region=12&categories=Infektion&roles=l%C3%A4kare&lang=en");
    expect(how).toMatch(/categor[a-z]+ <span lang="sv">infektion<\/span>, for doctors/i);
    expect(await textAt("/prenumerera/hur?region=12&categories=Infektion")).not.toContain('<span lang="sv">');
    const id = await findCaseOf(site.db, "Meropenem");
    expect(await textAt(`/prenumerera/vad?region=12&case=${id}&lang=en`)).toMatch(/Follow <span lang="sv">Meropenem/);
    await post({ categories: "Infektion", language: "en" });
    const link = await makeLink();
    expect(await textAt(`${link}?lang=en`)).toContain('category <span lang="sv">Infektion</span>');
    await site.app.request(link, { method: "POST" });
    const { token } = await site.db.selectFrom("subscription").select("token").executeTakeFirstOrThrow();
    expect(await textAt(`/preferences/${token}?lang=en`)).toContain('category <span lang="sv">Infektion</span>');
  });

  it("follows a case that the region has, until it is over unless one says otherwise, and no case of another region", async () => {
    const id = await findCaseOf(site.db, "Meropenem");
    expect(await textAt(`/prenumerera/vad?region=12&case=${id}`)).toContain("Följ Meropenem");
    expect(await textAt(`/prenumerera/hur?region=12&case=${id}`)).toContain('name="until" value="resolved"');
    for (const query of [
      `region=14&case=${id}`,
      `region=12&region=14&case=${id}`,
      "region=12&case=0",
      "region=12&case=x",
    ])
      expect((await get(`/prenumerera/vad?${query}`)).status).toBe(404);
    expect(await textAt(`/prenumerera/vad?region=12&case=${id}`)).not.toContain("Just nu är inget anmält");
    await site.db.updateTable("region_case").set({ status: "closed" }).where("id", "=", id).execute();
    expect(await textAt(`/prenumerera/vad?region=12&case=${id}`)).toContain("Just nu är inget anmält");
    await site.db.updateTable("region_case").set({ status: "open" }).where("id", "=", id).execute();
    await post({ case: String(id), until: "ever" });
    const [asked] = await site.db.selectFrom("sign_up").select("choices").execute();
    expect(asked?.choices).toMatchObject({ wish: { filter: { cases: [id] }, untilResolved: false } });
  });

  it("leads to a feed with exactly it, and to whom one asks about Slack and Teams", async () => {
    await site.db
      .updateTable("region")
      .set({ contact: "Läkemedelsenheten 040-12 34 56" })
      .where("code", "=", "12")
      .execute();
    const html = await textAt("/prenumerera/hur?region=12&atc=J01&priorities=1");
    expect(html).toContain('href="/r/12/feed.rss?atc=J01&amp;priority=1"');
    expect(html).toContain("Läkemedelsenheten 040-12 34 56");
  });

  it("is led to from a region as it is filtered, from a case, and from the foot of each page", async () => {
    const id = await findCaseOf(site.db, "Meropenem");
    expect(await textAt("/r/12?atc=J01&priority=1")).toContain(
      "/prenumerera/vad?region=12&amp;atc=J01&amp;priorities=1",
    );
    expect(await textAt(`/r/12/${id}`)).toContain(`/prenumerera/vad?region=12&amp;case=${id}`);
    expect(await textAt("/kallor?lang=en")).toContain('href="/prenumerera?lang=en"');
  });
});
