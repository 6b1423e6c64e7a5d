import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createChannels } from "../../src/channels/index.ts";
import { hashText, openDatabase } from "../../src/db/client.ts";
import { readSubscriptionsOf, setSubscriptionState } from "../../src/db/subscriptions.ts";
import { readWishes } from "../../src/db/wishes.ts";
import type { SignUpChoices } from "../../src/domain/sign-up.ts";
import { sendReaderLetters } from "../../src/jobs/reader-letter.handler.ts";
import { eraseOwnData } from "../../src/services/own-data.ts";
import { eraseStaleLetters } from "../../src/services/reader-letters.ts";
import { confirmSignUp, eraseStaleSignUps, openSignUp, requestSignUp } from "../../src/services/sign-ups.ts";
import { addWish, endOwn } from "../../src/services/subscriptions.ts";
import { createPostgresScene, type Scene } from "../support/scene.ts";
import { startSmtpDouble, type SmtpDouble } from "../support/smtp-double.ts";

const ADDRESS = "anna@skane.example";
const holder = { channel: "email", target: { address: ADDRESS } } as const;
const HOUR_MS = 3_600_000;

const choices: SignUpChoices = {
  regionCodes: ["12"],
  wish: { filter: { atc: ["J01"] }, atOnce: false, untilResolved: false },
  delivery: { rhythm: { kind: "weekly", weekday: 5, time: "15:30" }, urgent: "always", quiet: null, language: "sv" },
};

let scene: Scene;
let double: SmtpDouble;

beforeAll(async () => {
  scene = await createPostgresScene();
  double = await startSmtpDouble();
});
afterAll(async () => {
  await scene?.close();
  await double?.stop();
});
beforeEach(() => scene.reset());

const ctx = () => ({ db: scene.db, now: scene.clock });
const wait = (ms: number) => void (scene.clock = new Date(scene.clock.getTime() + ms));

let networks = 0;
async function request(over: Partial<SignUpChoices> = {}, address = ADDRESS) {
  networks += 1;
  const agreement = { version: "1", text: "Jag vill." };
  const network = `10.0.${networks % 250}.0/24`;
  return requestSignUp(ctx(), { address, choices: { ...choices, ...over }, agreement, network });
}

/** The letters that are due, sent to a real mail server: their texts, and the tokens of their links. */
async function receive() {
  const channels = createChannels({
    slack: { token: null },
    teams: { http: { request: () => Promise.reject(new Error("test: no network")) } },
    email: { smtpUrl: double.url, from: "Restsignal <utskick@restsignal.example>" },
  });
  const before = double.mails.length;
  const publicUrl = "https://restsignal.example";
  await sendReaderLetters({ db: scene.db, channels, mode: "live", publicUrl, now: () => scene.clock });
  for (const channel of channels.values()) await channel.close();
  return double.mails.slice(before).map(({ parsed }) => {
    const text = parsed.text ?? "";
    return { text, subject: parsed.subject ?? "", token: /\/bekrafta\/([\w-]{43})/.exec(text)?.[1] ?? "" };
  });
}

async function requestToken(over: Partial<SignUpChoices> = {}): Promise<string> {
  await request(over);
  const [letter] = await receive();
  return letter?.token ?? "";
}

const own = () => readSubscriptionsOf(scene.db, holder);
async function standingFilters() {
  const ids = (await own()).map(({ id }) => id);
  return (await readWishes(scene.db, ids)).filter(({ endedAt }) => endedAt === null).map(({ filter }) => filter);
}

describe("signing up", () => {
  it("makes nothing before the link is used, and then all that was asked for, with what was agreed to", async () => {
    const token = await requestToken({ regionCodes: ["12", "14"] });
    expect(await openSignUp(ctx(), token)).toMatchObject({ signUp: { address: ADDRESS, confirmedAt: null }, own: [] });
    expect(await own()).toEqual([]);
    const asked = scene.clock;
    wait(HOUR_MS);

    expect(await confirmSignUp(ctx(), token)).toEqual({ kind: "confirmed" });

    expect(await own()).toMatchObject([
      { regionCode: "12", state: "active", rhythm: "weekly 5 15:30", urgent: "always", quietFrom: null },
      { regionCode: "14", state: "active", rhythm: "weekly 5 15:30", urgent: "always", quietFrom: null },
    ]);
    expect(await standingFilters()).toEqual([{ atc: ["J01"] }, { atc: ["J01"] }]);
    const consents = await scene.db.selectFrom("consent").selectAll().orderBy("id").execute();
    expect(consents).toMatchObject(
      [1, 2].map(() => ({ agreed_text: "Jag vill.", asked_at: asked, confirmed_at: scene.clock })),
    );
    expect(JSON.stringify(consents)).not.toContain("anna");
  });

  it("can be confirmed as often as one likes, also in the same moment by several processes, and is done once", async () => {
    const token = await requestToken();
    const kinds = await Promise.all(Array.from({ length: 8 }, () => confirmSignUp(ctx(), token)));
    expect(kinds.filter(({ kind }) => kind === "confirmed")).toHaveLength(1);
    expect(kinds.filter(({ kind }) => kind === "confirmed-before")).toHaveLength(7);
    expect(await own()).toHaveLength(1);
    expect(await scene.db.selectFrom("consent").selectAll().execute()).toHaveLength(1);
  });

  it("loses no wish of two that are confirmed for one address in the same moment", async () => {
    const tokens = [
      await requestToken(),
      await requestToken({ wish: { ...choices.wish, filter: { priorities: [1] } } }),
    ];
    await Promise.all(tokens.map((token) => confirmSignUp(ctx(), token)));
    expect((await own()).length).toBe(1);
    expect(new Set((await standingFilters()).map((filter) => JSON.stringify(filter)))).toEqual(
      new Set(['{"atc":["J01"]}', '{"priorities":[1]}']),
    );
  });

  it("leaves nothing of an address that is erased in the same moment", async () => {
    const token = await requestToken({ regionCodes: ["12", "14"] });
    await Promise.all([confirmSignUp(ctx(), token), eraseOwnData(ctx(), { address: ADDRESS })]);
    const kept = await scene.db.selectFrom("subscription").select(["target", "state"]).execute();
    expect(kept.every(({ state }) => state === "ended")).toBe(true);
    expect(JSON.stringify(kept)).not.toContain(ADDRESS);
  });

  it("keeps until when a case is followed", async () => {
    const token = await requestToken({ wish: { filter: { cases: [7] }, atOnce: false, untilResolved: true } });
    await confirmSignUp(ctx(), token);
    const [subscription] = await own();
    expect(await readWishes(scene.db, [subscription?.id ?? 0])).toMatchObject([
      { filter: { cases: [7] }, untilResolved: true, endedAt: null },
    ]);
  });
});

describe("whoever has a subscription already", () => {
  it("is told so in the letter and nowhere else, gets the wish beside the others, and how it comes stays theirs", async () => {
    await confirmSignUp(ctx(), await requestToken());
    const unknown = await request({}, "bo@skane.example");
    const known = await request({
      wish: { ...choices.wish, filter: { priorities: [1] } },
      delivery: { ...choices.delivery, rhythm: { kind: "at-once" }, urgent: "digest" },
    });
    expect(known).toEqual(unknown);
    const letters = await receive();
    expect(letters.map(({ text }) => text.includes("Du har redan en prenumeration för Region Skåne."))).toEqual([
      false,
      true,
    ]);

    await confirmSignUp(ctx(), letters[1]?.token ?? "");

    expect(await own()).toMatchObject([{ rhythm: "weekly 5 15:30", urgent: "always" }]);
    expect(await standingFilters()).toEqual([{ atc: ["J01"] }, { priorities: [1] }]);
  });

  it("gets again what was paused, since the address has answered", async () => {
    await confirmSignUp(ctx(), await requestToken());
    const [subscription] = await own();
    const paused = { id: subscription?.id ?? 0, state: "paused", reason: "550", now: scene.clock } as const;
    await setSubscriptionState(scene.db, paused);
    await confirmSignUp(ctx(), await requestToken());
    expect(await own()).toMatchObject([{ state: "active" }]);
  });

  it("begins anew after an end with what is asked for now, not with what they had then", async () => {
    await confirmSignUp(ctx(), await requestToken());
    const [before] = await own();
    const id = before?.id ?? 0;
    await addWish(ctx(), { holder, id, wish: { filter: { priorities: [2] }, atOnce: true, untilResolved: false } });
    await endOwn(ctx(), { holder, id });
    await confirmSignUp(
      ctx(),
      await requestToken({ wish: { ...choices.wish, filter: { news: ["new"], priorities: [1], atc: ["N"] } } }),
    );
    expect(await own()).toMatchObject([{ id, state: "active" }]);
    expect(await standingFilters()).toEqual([{ news: ["new"], priorities: [1], atc: ["N"] }]);
  });

  it("stays gone when they have left since, however often the old link is used", async () => {
    const token = await requestToken();
    await confirmSignUp(ctx(), token);
    const [subscription] = await own();
    await endOwn(ctx(), { holder, id: subscription?.id ?? 0 });
    expect(await confirmSignUp(ctx(), token)).toEqual({ kind: "confirmed-before" });
    expect(await own()).toMatchObject([{ state: "ended" }]);
  });
});

describe("a link to confirm by", () => {
  it("opens nothing when it is forged, cut, of another letter's kind or too old", async () => {
    const token = await requestToken();
    for (const wrong of ["", "x", token.slice(1), `${token}A`, hashText(token)]) {
      expect(await openSignUp(ctx(), wrong)).toBeNull();
      expect(await confirmSignUp(ctx(), wrong)).toEqual({ kind: "unknown" });
    }
    wait(48 * HOUR_MS);
    expect(await openSignUp(ctx(), token)).toBeNull();
    expect(await confirmSignUp(ctx(), token)).toEqual({ kind: "unknown" });
    expect(await own()).toEqual([]);
  });

  it("is gone with the address after two days where nobody confirmed", async () => {
    await requestToken();
    wait(48 * HOUR_MS - 1);
    expect(await eraseStaleSignUps(ctx())).toBe(0);
    wait(1);
    expect(await eraseStaleSignUps(ctx())).toBe(1);
    await eraseStaleLetters(ctx());
    for (const table of ["sign_up", "reader_letter", "reader_link"] as const)
      expect(await scene.db.selectFrom(table).selectAll().execute()).toEqual([]);
  });
});

describe("a flood of requests", () => {
  it("sends no more than three letters to one address, and leaves no request behind that no letter was sent for", async () => {
    const results = await Promise.all(Array.from({ length: 200 }, () => request()));
    expect(results.filter(({ kind }) => kind === "asked")).toHaveLength(3);
    expect(await scene.db.selectFrom("sign_up").select("id").execute()).toHaveLength(3);
    expect(await receive()).toHaveLength(3);
  });

  it("is held by address, network and domain when it is spread over them, and over two processes", async () => {
    const { engine } = scene.database;
    if (engine.kind !== "postgres") throw new Error("test: two processes need PostgreSQL");
    const others = await openDatabase(engine.url);
    const ask = (place: number, address: string, network: string) => {
      const db = place % 2 === 0 ? scene.db : others.db;
      const agreement = { version: "1", text: "Jag vill." };
      return requestSignUp({ db, now: scene.clock }, { address, choices, agreement, network });
    };
    const flood = async (count: number, asked: (place: number) => readonly [string, string]) => {
      const results = await Promise.all(Array.from({ length: count }, (_, place) => ask(place, ...asked(place))));
      return results.filter(({ kind }) => kind === "asked").length;
    };
    const insertAsked = (count: number, asked: (place: number) => { address: string; network: string }) =>
      scene.db
        .insertInto("reader_letter")
        .values(
          Array.from({ length: count }, (_, place) => ({
            ...asked(place),
            language: "sv" as const,
            content: JSON.stringify({ kind: "manage-subscriptions" }),
            created_at: scene.clock,
            expires_at: scene.clock,
            state: "sent" as const,
            due_at: scene.clock,
            reason: null,
          })),
        )
        .execute();
    try {
      const spelled = ["anna.berg@skane.example", "annaberg+x@skane.example", "a.nnaberg@skane.example"];
      expect(await flood(30, (place) => [spelled[place % 3] ?? "", `10.1.${place}.0/24`])).toBe(3);
      // So many have been asked for in this hour already.
      const network = "203.0.113.0/24";
      await insertAsked(97, (place) => ({ address: `b${place}@e${place}.example`, network }));
      await insertAsked(296, (place) => ({ address: `b${place}@sjukhus.example`, network: `10.3.${place}.0/24` }));
      expect(await flood(20, (place) => [`a${place}@d${place}.example`, network])).toBe(3);
      expect(await flood(20, (place) => [`a${place}@sjukhus.example`, `10.2.${place}.0/24`])).toBe(4);
      const held = await scene.db
        .selectFrom("tally")
        .select(["labels", "count"])
        .where("figure", "=", "held")
        .execute();
      expect(held.reduce((sum, { count }) => sum + count, 0)).toBe(27 + 17 + 16);
      expect(await scene.db.selectFrom("sign_up").select("id").execute()).toHaveLength(3 + 3 + 4);
    } finally {
      await others.close();
    }
  });
});
