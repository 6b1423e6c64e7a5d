import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createChannels } from "../../src/channels/index.ts";
import { findReaderLink } from "../../src/db/reader-letters.ts";
import { readTallies } from "../../src/db/tallies.ts";
import { LETTER_LIMITS } from "../../src/domain/reader-letter.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { sendReaderLetters } from "../../src/jobs/reader-letter.handler.ts";
import { eraseStaleLetters, sendReaderLetter } from "../../src/services/reader-letters.ts";
import { createPostgresScene, createScene, type Scene } from "../support/scene.ts";
import { startSmtpDouble, type SmtpDouble } from "../support/smtp-double.ts";

const ADDRESS = "anna@skane.example";
const HOUR_MS = 3_600_000;

let scene: Scene;
let double: SmtpDouble;
let delivering: DeliverDeps;

beforeAll(async () => {
  scene = await createScene();
  double = await startSmtpDouble();
  const channels = createChannels({
    slack: { token: null },
    teams: { http: { request: () => Promise.reject(new Error("test: no network")) } },
    email: { smtpUrl: double.url, from: "Restsignal <utskick@restsignal.example>" },
  });
  const publicUrl = "https://restsignal.example";
  delivering = { db: scene.db, channels, mode: "live", publicUrl, now: () => scene.clock };
});
afterAll(async () => {
  for (const channel of delivering?.channels.values() ?? []) await channel.close();
  await scene?.close();
  await double?.stop();
});
beforeEach(async () => {
  await scene.reset();
});

interface Asking {
  readonly address: string;
  readonly network?: string;
  readonly in: Scene;
}

/** Somebody asks for the link to their subscriptions. */
async function ask({ address = ADDRESS, in: place = scene, ...asking }: Partial<Asking> = {}) {
  const letter = { kind: "manage-subscriptions" } as const;
  return place.db
    .transaction()
    .execute((trx) => sendReaderLetter(trx, { address, language: "sv", letter, now: place.clock, ...asking }));
}

async function sendAll() {
  const before = double.mails.length;
  const results = await sendReaderLetters(delivering);
  return { results, mails: double.mails.slice(before) };
}

const wait = (ms: number) => void (scene.clock = new Date(scene.clock.getTime() + ms));
const tokenIn = (text = "") => /\/mina\/([\w-]{43})/.exec(text)?.[1] ?? "";
const open = (token: string, kind: "manage-subscriptions" | "confirm-subscription" = "manage-subscriptions") =>
  findReaderLink(scene.db, { token, kind, now: scene.clock });

describe("a letter to a reader", () => {
  it("arrives as text and as HTML with the same link, and its link opens what it is about, as often as one likes", async () => {
    await ask();
    const { results, mails } = await sendAll();

    expect(results).toEqual([
      { letterId: expect.any(Number), letter: "manage-subscriptions", kind: "sent", reason: null },
    ]);
    const [mail] = mails;
    expect(mail?.receivers).toEqual([ADDRESS]);
    const token = tokenIn(mail?.parsed.text);
    expect(String(mail?.parsed.html)).toContain(`/prenumerera/mina/${token}`);
    for (let visit = 0; visit < 3; visit += 1)
      expect(await open(token)).toMatchObject({ address: ADDRESS, letter: { kind: "manage-subscriptions" } });
    expect((await sendAll()).mails).toEqual([]);
  });

  it("keeps no link that can be read: not before it is sent, and not after", async () => {
    await ask();
    expect(await scene.db.selectFrom("reader_link").selectAll().execute()).toEqual([]);
    const { mails } = await sendAll();

    const token = tokenIn(mails[0]?.parsed.text);
    expect(token).toHaveLength(43);
    const rows = [
      await scene.db.selectFrom("reader_link").selectAll().execute(),
      await scene.db.selectFrom("reader_letter").selectAll().execute(),
    ];
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it("opens nothing with a link that is forged, of another kind or too old", async () => {
    await ask();
    const token = tokenIn((await sendAll()).mails[0]?.parsed.text);

    expect(await open(token, "confirm-subscription")).toBeNull();
    expect(await open(`${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`)).toBeNull();
    expect(await open("")).toBeNull();
    wait(24 * HOUR_MS - 1);
    expect(await open(token)).not.toBeNull();
    wait(1);
    expect(await open(token)).toBeNull();
  });

  it("has a link that works whichever attempt has arrived, when the server hung up in the middle", async () => {
    await ask();
    double.hangUpNext({ isTaken: true });
    const first = await sendAll();
    wait(60_000);
    const second = await sendAll();

    expect(first.results[0]?.kind).toBe("postponed");
    expect(second.results[0]?.kind).toBe("sent");
    const tokens = [...first.mails, ...second.mails].map(({ parsed }) => tokenIn(parsed.text));
    expect(new Set(tokens).size).toBe(2);
    for (const token of tokens) expect(await open(token)).not.toBeNull();
  });

  it("is not sent when its link would open nothing any more", async () => {
    await ask();
    wait(24 * HOUR_MS);
    const { results, mails } = await sendAll();
    expect([results[0]?.kind, mails.length]).toEqual(["dead", 0]);
  });

  it("is recorded and not sent in capture, and no link is made", async () => {
    await ask();
    expect(await sendReaderLetters({ ...delivering, mode: "capture" })).toMatchObject([{ kind: "captured" }]);
    expect(await scene.db.selectFrom("reader_link").selectAll().execute()).toEqual([]);
  });

  it("is erased with its address and its link when that has expired; the network that asked is gone after a day", async () => {
    await ask({ network: "192.0.2.0/24" });
    await sendAll();
    expect(await eraseStaleLetters({ db: scene.db, now: scene.clock })).toBe(0);
    await scene.db.transaction().execute((trx) =>
      sendReaderLetter(trx, {
        address: "bo@skane.example",
        language: "sv",
        letter: { kind: "confirm-subscription", signUpId: 1, regionCodes: ["12"], known: [] },
        network: "192.0.2.0/24",
        now: scene.clock,
      }),
    );
    wait(24 * HOUR_MS);
    expect(await eraseStaleLetters({ db: scene.db, now: scene.clock })).toBe(1);
    expect(await scene.db.selectFrom("reader_letter").select(["address", "network"]).execute()).toEqual([
      { address: "bo@skane.example", network: null },
    ]);
    expect(await scene.db.selectFrom("reader_link").selectAll().execute()).toEqual([]);
  });
});

describe("letters that anybody may ask for", () => {
  it("are at most three an hour and ten a day to one address, from wherever they are asked for", async () => {
    const kinds: string[] = [];
    for (let hour = 0; hour < 5; hour += 1) {
      for (let one = 0; one < 5; one += 1) kinds.push((await ask({ network: `198.51.${hour}.0/24` })).kind);
      wait(HOUR_MS);
    }
    expect(kinds.filter((kind) => kind === "sent")).toHaveLength(10);
    expect(await ask({ network: "203.0.113.0/24" })).toEqual({ kind: "held", by: "address" });
    expect(await ask({ network: "203.0.113.0/24", address: "bo@skane.example" })).toMatchObject({ kind: "sent" });
  });

  it("are no more to one mailbox under whatever name it is written", async () => {
    const names = ["offer+1", "offer+2", "o.ffer", "of.fer+3", "offer"];
    const kinds: string[] = [];
    for (const name of names)
      kinds.push((await ask({ address: `${name}@skane.example`, network: `198.51.${name.length}.0/24` })).kind);
    expect(kinds).toEqual(["sent", "sent", "sent", "held", "held"]);
    for (const other of ["offerx@skane.example", "offer@14.example", "off@skane.example"])
      expect(await ask({ address: other, network: "203.0.113.0/24" })).toMatchObject({ kind: "sent" });
  });

  it("are held by network and by mail domain, and what we tell by ourselves is not", async () => {
    const [{ letters: ofNetwork }] = LETTER_LIMITS.network;
    const [{ letters: ofDomain }] = LETTER_LIMITS.domain;
    for (let one = 0; one < ofNetwork; one += 1)
      await ask({ address: `a${one}@h${one}.example`, network: "192.0.2.0/24" });
    expect(await ask({ address: "x@y.example", network: "192.0.2.0/24" })).toEqual({ kind: "held", by: "network" });
    for (let one = 0; one < ofDomain; one += 1)
      await ask({ address: `a${one}@skane.example`, network: `10.${one}.0.0/24` });
    expect(await ask({ network: "203.0.113.0/24" })).toEqual({ kind: "held", by: "domain" });
    // Whoever asked is told nothing of it; those who run Restsignal see it in the figures.
    const held = (await readTallies(scene.db)).filter(({ figure }) => figure === "held");
    expect(held.map(({ labels, count }) => [labels, count])).toEqual([
      [{ by: "domain", letter: "manage-subscriptions" }, 1],
      [{ by: "network", letter: "manage-subscriptions" }, 1],
    ]);
    expect(await ask()).toMatchObject({ kind: "sent" });
  });

  it("are no more than that when hundreds ask for one address in the same moment", async () => {
    const postgres = await createPostgresScene();
    try {
      const asked = await Promise.all(
        Array.from({ length: 300 }, (_, one) => ask({ network: `10.0.${one % 250}.0/24`, in: postgres })),
      );
      expect(asked.filter(({ kind }) => kind === "sent")).toHaveLength(3);
    } finally {
      await postgres.close();
    }
  });
});
