import { addDays } from "../../src/domain/calendar.ts";
import { END_REASONS, ENDED_BY_SUBSCRIBER } from "../../src/domain/subscription.ts";
import { Chance } from "./chance.ts";
import { HABITS } from "./habits.ts";
import type { Nation, YearSize } from "./nation.ts";
import { AREAS, ROLES } from "./regions.ts";

type Row = Readonly<Record<string, unknown>>;

/** Readers, what they asked for and what they asked: rows as they stand in their tables. */
export interface Readers {
  readonly subscriptions: readonly Row[];
  /** Beside the one that each began with. */
  readonly wishes: readonly Row[];
  readonly consents: readonly Row[];
  readonly questions: readonly Row[];
  readonly headcounts: readonly Row[];
}

const CHANNELS = ["email", "email", "email", "email", "email", "email", "slack", "teams"] as const;

export function makeReaders(nation: Nation, size: YearSize): Readers {
  const chance = new Chance(size.seed + 1);
  const weights = HABITS.reduce((sum, { readers }) => sum + readers, 0);
  const subscriptions: Row[] = [];
  const wishes: Row[] = [];
  const consents: Row[] = [];
  const instant = (least: number, most: number): string => timeOf(nation, chance.between(least, most), chance);
  for (const { regionCode, readers } of HABITS) {
    const count = Math.round((size.subscriptions * readers) / weights);
    for (let number = 0; number < count; number += 1) {
      const id = subscriptions.length + 1;
      const day = chance.is(0.6) ? 0 : chance.between(0, size.days - 10);
      const confirmed = instant(day, day);
      subscriptions.push(makeSubscription({ id, regionCode, confirmed, day, last: size.days - 1, instant }, chance));
      if (chance.is(0.12)) wishes.push(makeWish({ id: wishes.length + 1, of: id, confirmed, instant }, chance, size));
      const shared = chance.is(0.04);
      consents.push({
        id,
        subscription_id: id,
        agreed_version: shared ? "shared-mailbox-1" : "reader-1",
        agreed_text: "Ja.",
        asked_at: confirmed,
        confirmed_at: confirmed,
      });
    }
  }
  return {
    subscriptions,
    wishes,
    consents,
    questions: makeQuestions(nation, size, chance),
    headcounts: makeHeadcounts(nation, chance),
  };
}

function timeOf(nation: Nation, day: number, chance: Chance): string {
  const minutes = chance.between(0, 24 * 60 - 1);
  return new Date(Date.parse(`${nation.dates[day] ?? ""}T00:00:00Z`) + minutes * 60_000).toISOString();
}

interface Beginning {
  readonly id: number;
  readonly regionCode: string;
  readonly confirmed: string;
  readonly day: number;
  readonly last: number;
  readonly instant: (least: number, most: number) => string;
}

function makeSubscription({ id, regionCode, confirmed, day, last, instant }: Beginning, chance: Chance): Row {
  const channel = chance.pick(CHANNELS);
  const ends = chance.is(0.2);
  const pauses = chance.is(0.1);
  const pausedAt = pauses ? instant(day, last) : null;
  const goesOn = pausedAt !== null && (ends || chance.is(0.6));
  const by = chance.pick(["reader", "reader", "nobody"] as const);
  const endedAt = ends ? instant(Math.min(day + 1, last), last) : null;
  return {
    id,
    region_code: regionCode,
    channel,
    purpose: chance.is(0.03) ? "desk" : "readers",
    target: { address: `reader-${id}@example.test` },
    target_hash: `hash-${id}`,
    language: "sv",
    filter: makeFilter(chance),
    state: ends ? "ended" : pausedAt !== null && !goesOn ? "paused" : "active",
    state_reason: ends ? (by === "reader" ? ENDED_BY_SUBSCRIBER : "the mailbox is gone") : null,
    token: `token-${id}`,
    created_at: confirmed,
    confirmed_at: confirmed,
    paused_at: pausedAt,
    resumed_at: pausedAt !== null && goesOn ? instant(Math.min(day + 1, last), last) : null,
    cadence: "daily",
    rhythm: "daily 07:00",
    urgent: "day",
    ended_at: endedAt,
    ended_reason: ends && by === "reader" && chance.is(0.7) ? chance.pick(END_REASONS) : null,
    tells_silence: true,
  };
}

function makeFilter(chance: Chance): Row {
  if (chance.is(0.4)) return {};
  return {
    ...(chance.is(0.5) ? { roles: [chance.pick(ROLES)] } : {}),
    ...(chance.is(0.5) ? { areas: [...new Set([chance.pick(AREAS), chance.pick(AREAS)])] } : {}),
  };
}

function makeWish(
  { id, of, confirmed, instant }: { id: number; of: number; confirmed: string; instant: Beginning["instant"] },
  chance: Chance,
  size: YearSize,
): Row {
  const ended = chance.is(0.4) ? instant(0, size.days - 1) : null;
  return {
    id: 1_000_000 + id,
    subscription_id: of,
    base: false,
    filter: { roles: [chance.pick(ROLES)] },
    at_once: false,
    until_resolved: false,
    begun_at: confirmed,
    ended_at: ended !== null && ended > confirmed ? ended : null,
    changed: false,
  };
}

function makeQuestions(nation: Nation, size: YearSize, chance: Chance): Row[] {
  const asking = HABITS.filter(({ readers }) => readers > 0).map(({ regionCode }) => regionCode);
  return Array.from({ length: Math.round(size.subscriptions / 4) }, (_, number) => {
    const day = chance.between(0, size.days - 1);
    const asked = timeOf(nation, day, chance);
    const closed = chance.is(0.7) ? new Date(Date.parse(asked) + chance.between(5, 60 * 24 * 45) * 60_000) : null;
    return {
      id: number + 1,
      region_code: chance.pick(asking),
      case_id: null,
      text: "Finns den på en annan styrka?",
      reply_to: null,
      asked_at: asked,
      state: closed === null ? "open" : "closed",
      closed_at: closed === null ? null : closed.toISOString(),
    };
  });
}

function makeHeadcounts(nation: Nation, chance: Chance): Row[] {
  const first = nation.dates[0] ?? "";
  const said = HABITS.filter((_, place) => place % 4 !== 3).flatMap(({ regionCode }, place) => [
    { regionCode, role: null, validFrom: first, count: chance.between(200, 6_000) },
    ...(place % 3 === 0 ? [{ regionCode, role: "läkare", validFrom: first, count: chance.between(100, 3_000) }] : []),
    ...(place % 5 === 0
      ? [
          {
            regionCode,
            role: null,
            validFrom: addDays(first, 100),
            count: place === 5 ? null : chance.between(200, 6_000),
          },
        ]
      : []),
  ]);
  return said.map(({ regionCode, role, validFrom, count }, place) => ({
    id: place + 1,
    region_code: regionCode,
    role,
    valid_from: validFrom,
    count,
    source: "Personalregistret",
    noted_at: `${validFrom}T08:00:00Z`,
  }));
}
