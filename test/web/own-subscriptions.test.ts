import { beforeEach, describe, expect, it } from "vitest";
import { hashContent, hashText } from "../../src/db/client.ts";
import { readSubscriptionsOf, saveSubscription } from "../../src/db/subscriptions.ts";
import { insertSuppression } from "../../src/db/suppressions.ts";
import { readWishes } from "../../src/db/wishes.ts";
import { parseRhythm } from "../../src/domain/rhythm.ts";
import type { SubscriptionFilter } from "../../src/domain/subscription.ts";
import { fillDelivery } from "../../src/web/wish-parts/delivery-form.tsx";
import { fillWish } from "../../src/web/wish-parts/wish-form.tsx";
import { makeOwnLink } from "./own-link.ts";
import { findCaseOf, NOW, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

const DAY_MS = 86_400_000;
let site: Site;
let now = NOW;
/** Somebody new for each test, with a subscription in two regions. */
let address = "";
let others = 0;
let link = "";
let own = 0;

useSite({ now: () => now }, (opened) => {
  site = opened;
});
beforeEach(async () => {
  now = NOW;
  others += 1;
  address = `anna.${others}@skane.example`;
  own = await subscribe(address, { atc: ["J01DH"] });
  await subscribe(address, {}, "14");
  link = await makeOwnLink(site.db, { address, now });
});

const holder = () => ({ channel: "email", target: { address } });
function subscribe(to: string, filter: SubscriptionFilter, regionCode = SKANE): Promise<number> {
  const rest = { channel: "email", target: { address: to }, language: "sv", now: NOW } as const;
  return saveSubscription(site.db, { ...rest, regionCode, filter, token: `token-${regionCode}-${hashText(to)}` });
}
const get = (path: string) => site.app.request(link + path);
function post(path: string, fields: Readonly<Record<string, string | readonly string[]>>) {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
  return site.app.request(link + path, { method: "POST", body });
}
/** What the page that a form leads to says, and where that is. */
async function done(sent: Response | Promise<Response>): Promise<string | null> {
  const response = await sent;
  expect(response.status).toBe(303);
  const to = new URL(response.headers.get("location") ?? "", "https://restsignal.example");
  expect(to.pathname).toBe(link);
  return to.searchParams.get("done");
}
const read = async () => (await readSubscriptionsOf(site.db, holder())).find(({ id }) => id === own);
const wishes = () => readWishes(site.db, [own]);
const standing = async () => (await wishes()).filter(({ endedAt }) => endedAt === null);

describe("the mailed link", () => {
  it("opens all that goes to the address, in every region and in words, as often as one likes for a day", async () => {
    for (let visit = 0; visit < 3; visit += 1) {
      const response = await get("");
      const html = await response.text();
      for (const text of ["Region Skåne", "Västra Götalandsregionen", "ATC-grupp J01DH", "Varje dag 07:00", "a…@skane"])
        expect(html).toContain(text);
      expect(html).not.toContain(address);
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(response.headers.get("referrer-policy")).toBe("no-referrer");
      expect(response.headers.get("x-robots-tag")).toBe("noindex");
    }
    now = new Date(NOW.getTime() + DAY_MS);
    const gone = await get("");
    expect([gone.status, (await gone.text()).includes("Länken gäller inte längre")]).toEqual([404, true]);
    expect((await post(`/${own}`, { do: "end" })).status).toBe(404);
    expect((await read())?.state).toBe("active");
  });

  it.each(["forged", "x", "%00", "a".repeat(5_000), "../mina", "'; drop table subscription"])(
    "that nobody made opens nothing: %#",
    async (token) => {
      const path = `/prenumerera/mina/${encodeURIComponent(token)}`;
      const responses = [
        await site.app.request(path),
        await site.app.request(`${path}/radera`, { method: "POST", body: new URLSearchParams({ do: "erase" }) }),
      ];
      for (const { status } of responses) expect([400, 404]).toContain(status);
    },
  );

  it("of a subscription's mail opens one's own page and not this one", async () => {
    const { token = "" } = (await read()) ?? {};
    expect((await site.app.request(`/prenumerera/mina/${token}`)).status).toBe(404);
    expect((await site.app.request(`/preferences/${link.split("/").at(-1)}`)).status).toBe(404);
  });

  it("changes nothing of another's, whatever id is named", async () => {
    const theirs = await subscribe(`other.${address}`, { atc: ["N02"] });
    const [wish] = await readWishes(site.db, [theirs]);
    const before = await site.db.selectFrom("subscription").selectAll().where("id", "=", theirs).execute();
    const named = { wish: String(wish?.id ?? 0) };
    for (const deed of ["end", "resume", "end-wish", "resume-wish", "unpause"]) {
      expect(await done(post(`/${theirs}`, { do: deed, ...named }))).toBe("unknown");
      expect(await done(post(`/${own}`, { do: deed, wish: named.wish }))).not.toBe("wish-ended");
    }
    await done(post(`/${own}`, { do: "resume" }));
    for (const page of ["bevakning", "nar", "paus", "folj", `bevakning/${named.wish}`]) {
      expect(await done(get(`/${theirs}/${page}`))).toBe("unknown");
      expect(await done(post(`/${theirs}/${page}`, { until: "2026-09-01" }))).toBe("unknown");
    }
    expect(await done(post(`/${own}/bevakning/${named.wish}`, {}))).toBe("unknown");
    expect(await site.db.selectFrom("subscription").selectAll().where("id", "=", theirs).execute()).toEqual(before);
    expect((await readWishes(site.db, [theirs]))[0]).toEqual(wish);
  });

  it("is logged without its token", async () => {
    await get(`/${own}/nar`);
    const lines = JSON.stringify(site.log);
    expect(lines).toContain("/prenumerera/mina/(token)");
    expect(lines).not.toContain(link.split("/").at(-1));
  });
});

describe("asking for the link", () => {
  const ask = (to: string, init: RequestInit = {}) =>
    site.app.request("/prenumerera/mina", { method: "POST", body: new URLSearchParams({ address: to }), ...init });
  const letters = (to: string) =>
    site.db.selectFrom("reader_letter").select(["address", "state"]).where("address", "=", to).orderBy("id").execute();

  it("says the same whether the address is known, unknown, or has asked too often; and a letter goes only to who is known", async () => {
    const known = `asking.${address}`;
    await subscribe(known, {});
    const unknown = `nobody.${address}`;
    const answers = new Set<string>();
    for (const to of [known, unknown, known.toUpperCase()])
      for (let time = 0; time < 4; time += 1) {
        const response = await ask(to);
        expect(response.status).toBe(200);
        answers.add(await response.text());
      }
    expect(answers.size).toBe(1);
    expect(await letters(known)).toEqual(Array.from({ length: 3 }, () => ({ address: known, state: "due" })));
    expect(await letters(unknown)).toEqual(Array.from({ length: 3 }, () => ({ address: unknown, state: "dead" })));
  });

  it.each(["", "anna", "anna@", "a@b.se\r\nBcc: x@y.se", `${"x".repeat(320)}@skane.example`, "<script>@skane.example"])(
    "says what is wrong with what is no address, and shows it again safely: %j",
    async (to) => {
      const response = await ask(to);
      expect(response.status).toBe(422);
      const html = await response.text();
      expect(html).toContain("Adressen går inte att läsa");
      expect(html).not.toContain("<script>");
    },
  );

  it("from another site asks for nothing", async () => {
    const response = await ask(address, { headers: { origin: "https://evil.example" } });
    expect(response.status).toBe(403);
    expect(await letters(address)).toHaveLength(1);
  });
});

describe("a subscription of one's own", () => {
  it("ends and begins again, with all that was chosen", async () => {
    expect(await done(post(`/${own}`, { do: "end" }))).toBe("ended");
    expect(await done(post(`/${own}`, { do: "end" }))).toBe("unknown");
    expect((await read())?.state).toBe("ended");
    expect(await (await get("?done=ended")).text()).toContain("Prenumerationen är avslutad");
    expect(await done(post(`/${own}`, { do: "resume" }))).toBe("resumed");
    expect(await done(post(`/${own}`, { do: "resume" }))).toBe("unchanged");
    expect(await read()).toMatchObject({ state: "active", filter: { atc: ["J01DH"] } });
  });

  it("goes on again after a pause by us, since its holder has had the letter", async () => {
    await site.db
      .updateTable("subscription")
      .set({ state: "paused", state_reason: "no such mailbox", paused_at: NOW })
      .where("id", "=", own)
      .execute();
    expect(await (await get("")).text()).toContain("Börja skicka igen");
    expect(await done(post(`/${own}`, { do: "resume" }))).toBe("resumed");
    expect((await read())?.state).toBe("active");
  });

  it("takes a new wish, has it changed, ends it and takes that back", async () => {
    const added = { ...fillWish({ filter: { priorities: [1], extents: ["whole"] }, atOnce: true }) };
    expect(await done(post(`/${own}/bevakning`, added))).toBe("added");
    expect(await done(post(`/${own}/bevakning`, added))).toBe("unchanged");
    const [, wish] = await standing();
    expect(wish).toMatchObject({ filter: { priorities: [1], extents: ["whole"] }, atOnce: true });
    const form = await (await get(`/${own}/bevakning/${wish?.id}`)).text();
    expect(form).toMatch(/value="whole" checked/);
    expect(await done(post(`/${own}/bevakning/${wish?.id}`, { atc: "N02" }))).toBe("changed");
    expect((await standing())[1]).toMatchObject({ filter: { atc: ["N02"] }, atOnce: false });
    const refused = await post(`/${own}/bevakning/${wish?.id}`, { atc: "alvedon" });
    expect([refused.status, (await refused.text()).includes("ingen ATC-kod: alvedon")]).toEqual([422, true]);
    expect(await done(post(`/${own}`, { do: "end-wish", wish: String(wish?.id) }))).toBe("wish-ended");
    expect(await standing()).toHaveLength(1);
    expect(await (await get("")).text()).toContain("Avslutade bevakningar");
    expect(await done(post(`/${own}`, { do: "resume-wish", wish: String(wish?.id) }))).toBe("wish-resumed");
    expect(await standing()).toHaveLength(2);
  });

  it("follows a medicine that is reported until it is over, and none that is not", async () => {
    const meropenem = String(await findCaseOf(site.db, "Meropenem"));
    expect(await (await get(`/${own}/folj?case=${meropenem}`)).text()).toMatch(
      new RegExp(`<option value="${meropenem}" selected[^>]*>Meropenem`, "i"),
    );
    expect(await done(post(`/${own}/folj`, { case: meropenem }))).toBe("followed");
    const [, wish] = await standing();
    expect(wish).toMatchObject({ filter: { cases: [Number(meropenem)] }, untilResolved: true });
    expect(await (await get("")).text()).toMatch(/Meropenem[^<]*tills det är över|Meropenem[^<]*tills det är åter/);
    // How it comes can change, what it is about cannot.
    expect(await done(post(`/${own}/bevakning/${wish?.id}`, { atOnce: "yes", atc: "N02" }))).toBe("changed");
    expect((await standing())[1]).toMatchObject({ ...wish, atOnce: true });
    const elsewhere = String(await findCaseOf(site.db, "Meropenem", "14"));
    for (const bad of ["", "0", "999999", "x", elsewhere])
      expect((await post(`/${own}/folj`, { case: bad })).status).toBe(422);
  });

  it("says on each page of it that nothing comes while its region holds it back, or nothing is sent to the address", async () => {
    const token = (await read())?.token ?? "";
    const say = async () => [
      await (await get("")).text(),
      await (await site.app.request(`/preferences/${token}`)).text(),
    ];
    for (const html of await say()) expect(html).not.toContain("Just nu ");
    const scope = `subscription ${own}`;
    await site.db
      .insertInto("delivery_stop")
      .values({ scope, reason: "byter adress", stopped_at: NOW, stopped_by: null })
      .execute();
    for (const html of await say()) expect(html).toContain("Just nu kommer inget: din region håller inne");
    const place = {
      channel: "email",
      targetHash: hashContent({ address }),
      source: "desk",
      note: null,
      regionCode: SKANE,
    } as const;
    await insertSuppression(site.db, { ...place, reason: "by-hand", since: NOW });
    for (const html of await say()) expect(html).toContain("Just nu skickas inget till adressen");
  });

  it("comes when one says", async () => {
    const rhythm = { kind: "weekly", weekday: 5, time: "15:30" } as const;
    const quiet = { from: "22:00", to: "06:00" };
    const choices = { rhythm, urgent: "always", quiet, language: "en" } as const;
    expect(await done(post(`/${own}/nar`, fillDelivery(choices)))).toBe("delivery");
    expect(await done(post(`/${own}/nar`, fillDelivery(choices)))).toBe("unchanged");
    const { rhythm: kept = "", ...rest } = (await read()) ?? {};
    expect(parseRhythm(kept)).toEqual(rhythm);
    expect(rest).toMatchObject({ urgent: "always", quietFrom: "22:00", quietTo: "06:00", language: "en" });
    expect((await post(`/${own}/nar`, { ...fillDelivery(choices), time: "15:31" })).status).toBe(422);
    expect(await (await get(`/${own}/nar`)).text()).toMatch(/<option value="15:30" selected/);
  });

  it("pauses until the morning of a date, and not until one that was, is, never comes or is too far", async () => {
    expect(await done(post(`/${own}/paus`, { until: "2026-08-24" }))).toBe("paused");
    expect((await read())?.snoozedUntil).toEqual(new Date("2026-08-24T05:00:00Z"));
    expect(await (await get("")).text()).toContain("Paus till 2026-08-24 07:00");
    for (const [until, told] of [
      ["2026-08-20", "Det datumet har redan kommit. Välj 2026-08-22 eller senare."],
      ["2026-08-21", "Det datumet har redan kommit"],
      ["2027-02-29", "Det finns inget sådant datum"],
      ["2026-13-01", "Det finns inget sådant datum"],
      ["", "Det finns inget sådant datum"],
      ["i morgon", "Det finns inget sådant datum"],
      ["2027-08-23", "högst ett år, till 2027-08-22"],
      ["9999-12-31", "högst ett år"],
    ] as const) {
      const response = await post(`/${own}/paus`, { until });
      expect([until, response.status]).toEqual([until, 422]);
      expect(await response.text()).toContain(told);
    }
    // The clocks go back that night.
    expect(await done(post(`/${own}/paus`, { until: "2026-10-25" }))).toBe("paused");
    expect((await read())?.snoozedUntil).toEqual(new Date("2026-10-25T06:00:00Z"));
    expect(await done(post(`/${own}`, { do: "unpause" }))).toBe("unpaused");
    expect((await read())?.snoozedUntil).toBeNull();
  });
});
