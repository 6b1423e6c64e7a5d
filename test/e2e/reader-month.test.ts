import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { readMessages } from "../../src/db/messages.ts";
import { writePolicy } from "../../src/db/regions.ts";
import { addDays, stockholmTime } from "../../src/domain/calendar.ts";
import type { Message } from "../../src/domain/message.ts";
import { DAILY, type QuietHours, type Rhythm, type UrgentChoice } from "../../src/domain/rhythm.ts";
import { topicOf, wantsMessage, type SubscriptionFilter } from "../../src/domain/subscription.ts";
import { publishWeeksNews } from "../../src/jobs/publish.handler.ts";
import { advanceClock } from "../../src/services/intake/advance-clock.ts";
import { addWish, changeDelivery, snooze } from "../../src/services/subscriptions.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";
import { parseRegionList } from "../../src/sources/region-list.ts";
import { useDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";
import { NO_GUARDS, REGION } from "../support/scene.ts";
import { sharedData, sharedDataMissing } from "../support/shared-data.ts";

let desk: DeliveryDesk;
useDeliveryDesk((opened) => {
  desk = opened;
});

const DAYS = 30;
const REPORT = /<MedicineShortage>[\s\S]*?<\/MedicineShortage>/g;

/** The reports of a real file whose substances begin with one of these codes, as a file of another time. */
async function cutFile(day: string, { atc, at }: { atc: readonly string[]; at: string }): Promise<string> {
  const text = await readFile(sharedData(`lakemedelsverket/${day}.xml`), "utf8");
  const kept = (text.match(REPORT) ?? []).filter((report) => {
    const code = /<ATC[^>]*>([A-Z0-9]+)</.exec(report)?.[1] ?? "";
    return atc.some((prefix) => code.startsWith(prefix));
  });
  const head = text.slice(0, text.search(REPORT)).replace(/creationDate="[^"]+"/, `creationDate="${at}"`);
  return `${head}${kept.join("\n")}</MedicineShortages></OpenDataMedicineShortages>`;
}

interface Reader {
  readonly rhythm: Rhythm;
  readonly urgent?: UrgentChoice;
  readonly quiet?: QuietHours;
  readonly wishes?: readonly { readonly filter: SubscriptionFilter; readonly atOnce?: boolean }[];
}

const READERS: Readonly<Record<string, Reader>> = {
  "at once": { rhythm: { kind: "at-once" } },
  "each day at six": { rhythm: { kind: "daily", time: "06:00" } },
  "each day at half past three, what is urgent too": { rhythm: { kind: "daily", time: "15:30" }, urgent: "digest" },
  "on Mondays": { rhythm: { kind: "weekly", weekday: 1, time: "09:00" } },
  "on Fridays, and one substance at once": {
    rhythm: { kind: "weekly", weekday: 5, time: "15:00" },
    wishes: [{ filter: {} }, { filter: { atc: ["N"] }, atOnce: true }],
  },
  "with quiet nights": { rhythm: { kind: "at-once" }, quiet: { from: "21:00", to: "09:00" } },
  "with two wishes that meet": {
    rhythm: DAILY,
    wishes: [{ filter: { atc: ["A", "N"] } }, { filter: { priorities: [1] } }],
  },
  "of what is new, and of dates, on Tuesdays": {
    rhythm: { kind: "weekly", weekday: 2, time: "12:00" },
    wishes: [{ filter: { news: ["new"] } }, { filter: { news: ["dates"] } }],
  },
  "of what is over": { rhythm: DAILY, wishes: [{ filter: { news: ["resolved"] } }] },
  "who is away for a week": { rhythm: DAILY },
  "who changes every third day": { rhythm: DAILY },
};

/** What they change to, one after another. */
const CHANGES: readonly Rhythm[] = [
  { kind: "weekly", weekday: 3, time: "07:00" },
  { kind: "at-once" },
  { kind: "daily", time: "12:00" },
  { kind: "weekly", weekday: 7, time: "18:00" },
  DAILY,
];

it.skipIf(sharedDataMissing !== null)(
  "a month of two real days, told again and again, loses and doubles nothing for any reader, whatever their rhythm",
  async () => {
    const { scene, email } = desk;
    scene.clock = stockholmTime("2026-08-22", "10:00");
    const list = parseRegionList(await readFile(sharedData("lists/prioriterade-exempel.csv")));
    if (list.kind !== "parsed") throw new Error("the shared list is no list");
    await scene.importList(list.entries);
    await writePolicy(scene.db, { regionCode: REGION, policy: { rules: [{ action: "auto" }] } });
    const ctx = () => ({ db: scene.db, now: scene.clock });
    const ids = new Map<string, number>();
    for (const [place, [name, reader]] of Object.entries(READERS).entries()) {
      const holder = { channel: "email", target: { place: 100 + place } };
      const [first, ...others] = reader.wishes ?? [{ filter: {} }];
      const id = await scene.subscribe({ ...holder, filter: first?.filter ?? {} });
      const { rhythm, urgent = "day", quiet = null } = reader;
      await changeDelivery(ctx(), { holder, id, choices: { rhythm, urgent, quiet, language: "sv" } });
      for (const { filter, atOnce = false } of others)
        await addWish(ctx(), { holder, id, wish: { filter, atOnce, untilResolved: false } });
      ids.set(name, id);
    }
    const begun = scene.clock;
    const atc = list.entries.map((entry) => entry.atc ?? "").filter((code) => code !== "");
    const deps = () => ({ db: scene.db, now: () => scene.clock, digestChannels: new Set(["email"]) });
    for (let day = 0; day < DAYS; day += 1) {
      const date = addDays("2026-08-23", day);
      scene.clock = stockholmTime(date, "00:30");
      await advanceClock(deps());
      scene.clock = stockholmTime(date, "03:00");
      const at = new Date(scene.clock.getTime() - 60_000).toISOString();
      const content = await cutFile(day % 2 === 0 ? "2026-08-20" : "2026-08-21", { atc, at });
      const file = await scene.writeFile(content);
      expect(await scene.ingestFrom(lakemedelsverket, { file, guards: NO_GUARDS })).toMatchObject({ kind: "ingested" });
      await change(day, ids);
      for (const time of ["03:30", "06:00", "07:00", "09:00", "12:00", "15:00", "15:30", "18:00", "21:30"]) {
        scene.clock = stockholmTime(date, time);
        await publishWeeksNews(deps());
        await desk.attemptDue();
      }
    }
    // All that waits for a digest has its time.
    for (let day = 0; day < 8; day += 1)
      for (const time of ["06:00", "07:00", "09:00", "12:00", "15:00", "15:30", "18:00"]) {
        scene.clock = stockholmTime(addDays("2026-09-22", day), time);
        await desk.attemptDue();
      }

    const published = await scene.db.selectFrom("message").select("id").where("published_at", ">", begun).execute();
    const messages = await readMessages(
      scene.db,
      published.map(({ id }) => id),
    );
    expect(messages.length).toBeGreaterThan(100);
    let followed = 0;
    for (const [place, [name, { wishes = [{ filter: {} }] }]] of Object.entries(READERS).entries()) {
      const id = ids.get(name) ?? 0;
      const filters = wishes.map(({ filter }) => filter);
      const wanted = messages.filter((one) => isWantedBy(filters, one, messages)).map((one) => one.id);
      const got = email.sent.flatMap(({ target, payload }) =>
        JSON.stringify(target) === JSON.stringify({ place: 100 + place }) ? readIds(payload) : [],
      );
      expect(got, `${name}: each once`).toHaveLength(new Set(got).size);
      const rows = await scene.db.selectFrom("delivery").selectAll().where("subscription_id", "=", id).execute();
      const handed = rows.map((row) => row.message_id).toSorted((a, b) => a - b);
      const unwanted = handed.filter((one) => !wanted.includes(one));
      expect(
        handed.filter((one) => !unwanted.includes(one)),
        `${name}: all that they want`,
      ).toEqual(wanted);
      // Whoever reads what holds no longer has what holds beside it, and nothing else that they did not want.
      expect(unwanted, name).toEqual(
        handed.filter((one) => !wanted.includes(one) && readBeside(rows, one, messages).length > 0),
      );
      for (const { id: newer } of messages)
        if (readBeside(rows, newer, messages).length > 0) expect(handed, `${name}: what holds`).toContain(newer);
      followed += unwanted.length;
      const kept = rows.filter((row) => row.state === "delivered").map((row) => row.message_id);
      expect(
        kept.toSorted((a, b) => a - b),
        `${name}: what is told as sent was`,
      ).toEqual(got.toSorted((a, b) => a - b));
      for (const row of rows.filter(({ state }) => state !== "delivered")) {
        expect(row, `${name}: nothing is left`).toMatchObject({ state: "cancelled", outcome: { why: "superseded" } });
      }
      expect(got.length, name).toBeGreaterThan(0);
    }
    expect(followed).toBeGreaterThan(0);
  },
);

async function change(day: number, ids: ReadonlyMap<string, number>): Promise<void> {
  const ctx = { db: desk.scene.db, now: desk.scene.clock };
  const names = Object.keys(READERS);
  const own = (name: string) => ({
    holder: { channel: "email", target: { place: 100 + names.indexOf(name) } },
    id: ids.get(name) ?? 0,
  });
  if (day === 5) {
    const until = new Date(desk.scene.clock.getTime() + 7 * 86_400_000);
    expect(await snooze(ctx, { ...own("who is away for a week"), until })).toEqual({ kind: "changed" });
  }
  const rhythm = CHANGES[(day / 3) % CHANGES.length];
  if (day % 3 !== 0 || rhythm === undefined) return;
  const choices = { rhythm, urgent: "day", quiet: null, language: "sv" } as const;
  const changed = await changeDelivery(ctx, { ...own("who changes every third day"), choices });
  expect(changed).toEqual({ kind: "changed" });
}

interface Row {
  readonly message_id: number;
  readonly finished_at: Date | null;
}

/** Older versions of a message that were on their way when it was published. */
function readBeside(rows: readonly Row[], id: number, all: readonly Message[]): Row[] {
  const message = all.find((one) => one.id === id);
  const older = new Set(all.filter((one) => one.caseId === message?.caseId && one.id < id).map((one) => one.id));
  return rows.filter(
    ({ message_id: own, finished_at: at }) =>
      older.has(own) && at !== null && message !== undefined && at > message.publishedAt,
  );
}

function isWantedBy(filters: readonly SubscriptionFilter[], message: Message, all: readonly Message[]): boolean {
  const told = all
    .filter((one) => message.caseId !== null && one.caseId === message.caseId && one.version < message.version)
    .toSorted((a, b) => a.version - b.version)
    .at(-1);
  const about = { ...topicOf(message, told ?? null), audience: message.audience };
  return filters.some((filter) => wantsMessage(filter, about));
}

function readIds(payload: unknown): number[] {
  return (payload as { messages: number[] }).messages;
}
