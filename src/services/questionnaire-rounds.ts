import { insertAccountMails, listHolders } from "../db/account-mails.ts";
import { insertAudit } from "../db/audit.ts";
import { writeCorrecting, type Place } from "../db/questionnaire-answers.ts";
import {
  claimTold,
  holdRound,
  insertRound,
  readToldSince,
  readAskedVersion,
  readRounds,
  writeClosed,
  writeLastDay,
} from "../db/questionnaire-rounds.ts";
import { readProgress, readSignatures, writeReopened } from "../db/questionnaire-signatures.ts";
import type { Db } from "../db/schema.ts";
import type { AccountMail } from "../domain/account-mail.ts";
import type { Role } from "../domain/account.ts";
import { nameActor } from "../domain/audit.ts";
import { stockholmDate, stockholmInstant, type IsoDate } from "../domain/calendar.ts";
import { CURRENT_QUESTIONS } from "../domain/questionnaire/current-questions.ts";
import type { Questionnaire } from "../domain/questionnaire/question.ts";
import { findDaysFault, judgeRound, listDueNews, type DaysFault, type Round } from "../domain/questionnaire/round.ts";
import { OPERATIONS } from "../domain/region.ts";
import { isQuiet } from "../domain/reminder.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "./context.ts";

/** Who writes or signs for a region. */
export const ANSWERING: readonly Role[] = ["curator", "approver", "region-admin"];

export interface NewRound extends Pick<Round, "questionnaire" | "period" | "opensOn" | "lastDay" | "remindDays"> {
  /** The questions as they are now, unless others are given. */
  readonly questions?: Questionnaire;
}

interface BadDays {
  readonly kind: "days";
  readonly because: DaysFault;
}

type Opened =
  | { readonly kind: "opened"; readonly id: number }
  | { readonly kind: "exists" | "other-version" }
  | BadDays;

/**
 * Asks all regions, from the day on which it opens. What it asks is frozen here: rounds that name the same version have
 * asked the same (`other-version` when they would not).
 */
export async function openRound(ctx: ServiceContext, round: NewRound): Promise<Opened | Forbidden> {
  const { questionnaire, period, questions = CURRENT_QUESTIONS[questionnaire] } = round;
  return asAnalyst(ctx, async (trx) => {
    const because = findDaysFault(round, stockholmDate(ctx.now));
    if (because !== null) return { kind: "days", because };
    const { version } = questions;
    const asked = await readAskedVersion(trx, { questionnaire, version });
    if (questions.name !== questionnaire || (asked !== null && !isSame(asked, questions)))
      return { kind: "other-version" };
    const made = { ...round, version, questions };
    const id = await insertRound(trx, { round: made, now: ctx.now, by: nameActor(ctx.actor) });
    if (id === null) return { kind: "exists" };
    const { opensOn, lastDay } = round;
    await log(ctx, trx, { id, deed: "round-opened", after: { questionnaire, version, period, opensOn, lastDay } });
    return { kind: "opened", id };
  });
}

/** The database keeps the keys of an object in an order of its own. */
function isSame(one: unknown, other: unknown): boolean {
  return writeSorted(one) === writeSorted(other);
}

function writeSorted(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

type Changed = { readonly kind: "done" | "gone" | "closed" };

/** Moves the last day on which regions answer. */
export async function moveLastDay(
  ctx: ServiceContext,
  { id, lastDay }: { id: number; lastDay: IsoDate },
): Promise<Changed | BadDays | Forbidden> {
  return onOpenRound<BadDays>(ctx, id, async (trx, round) => {
    const because = findDaysFault({ ...round, lastDay }, stockholmDate(ctx.now));
    if (because !== null) return { kind: "days", because };
    if (lastDay === round.lastDay) return { kind: "done" };
    await writeLastDay(trx, { id, lastDay });
    const moved = { before: { lastDay: round.lastDay }, after: { lastDay } };
    await log(ctx, trx, { id, deed: "round-last-day-moved", ...moved });
    return { kind: "done" };
  });
}

/** Freezes a round for good: nothing of it can be changed, and what is not signed does not count. */
export async function closeRound(ctx: ServiceContext, { id }: { id: number }): Promise<Changed | Forbidden> {
  return onOpenRound(ctx, id, async (trx) => {
    await close(ctx, trx, id);
    return { kind: "done" };
  });
}

async function close(ctx: ServiceContext, trx: Db, id: number): Promise<void> {
  const regions = await readProgress(trx, id);
  const of = (...kinds: readonly string[]) => regions.filter(({ progress }) => kinds.includes(progress)).length;
  await writeClosed(trx, { id, now: ctx.now });
  const after = { signed: of("signed", "correcting"), unsigned: of("draft"), notBegun: of("not-begun") };
  await log(ctx, trx, { id, deed: "round-closed", after });
}

/** Writes down that rounds whose last day has passed are closed; resolves with their ids. */
export async function closeEndedRounds(ctx: ServiceContext): Promise<number[]> {
  const today = stockholmDate(ctx.now);
  const ended = (await readRounds(ctx.db)).filter(({ closedAt, lastDay }) => closedAt === null && lastDay < today);
  const closed: number[] = [];
  for (const { id } of ended)
    await ctx.db.transaction().execute(async (trx) => {
      const round = await holdRound(trx, id, "update");
      if (round === null || round.closedAt !== null || round.lastDay >= today) return;
      await close(ctx, trx, id);
      closed.push(id);
    });
  return closed;
}

/** Takes back what a region has signed, so that it can mend it; until it signs anew nothing of it counts. */
export async function reopenAnswers(
  ctx: ServiceContext,
  { reason, ...place }: Place & { reason: string },
): Promise<Changed | { readonly kind: "not-signed" } | Forbidden> {
  const { roundId, regionCode } = place;
  return onOpenRound<{ readonly kind: "not-signed" }>(ctx, roundId, async (trx, round) => {
    const [last] = await readSignatures(trx, place);
    if (last === undefined || last.reopenedAt !== null) return { kind: "not-signed" };
    await writeReopened(trx, { ...place, reason, now: ctx.now, by: nameActor(ctx.actor) });
    await writeCorrecting(trx, { ...place, correcting: false });
    await tellRegion(trx, { regionCode, round, what: "reopened", reason, now: ctx.now });
    await log(ctx, trx, { id: roundId, regionCode, deed: "answers-reopened", reason });
    return { kind: "done" };
  });
}

/** The regions that were mailed. */
export interface ToldRound {
  readonly roundId: number;
  readonly regionCodes: readonly string[];
}

/** Mails those who answer for regions that have not signed, on an analyst's word; at most once a day to a region. */
export async function remindRegions(
  ctx: ServiceContext,
  { id }: { id: number },
): Promise<({ readonly kind: "reminded" } & ToldRound) | { readonly kind: "gone" | "planned" | "closed" } | Forbidden> {
  return asAnalyst(ctx, async (trx) => {
    const round = await holdRound(trx, id, "share");
    if (round === null) return { kind: "gone" };
    const today = stockholmDate(ctx.now);
    const state = judgeRound(round, today);
    if (state !== "open") return { kind: state };
    const regionCodes = await tellUnsigned(trx, { round, news: [`by-hand-${today}`], what: "reminder", now: ctx.now });
    await log(ctx, trx, { id, deed: "round-reminded", after: { regions: regionCodes } });
    return { kind: "reminded", roundId: id, regionCodes };
  });
}

/** Mails what is due of every open round: that it has opened, and the days before its last. Not at night. */
export async function tellRounds({ db, now }: Pick<ServiceContext, "db" | "now">): Promise<ToldRound[]> {
  if (isQuiet(now)) return [];
  const today = stockholmDate(now);
  const told: ToldRound[] = [];
  for (const { id, ...known } of await readRounds(db)) {
    if (judgeRound(known, today) !== "open") continue;
    const regionCodes = await db.transaction().execute(async (trx) => {
      const round = await holdRound(trx, id, "share");
      if (round === null || judgeRound(round, today) !== "open") return [];
      const news = listDueNews(round, today);
      return tellUnsigned(trx, { round, news, what: news.length === 1 ? "opened" : "reminder", now });
    });
    if (regionCodes.length > 0) told.push({ roundId: id, regionCodes });
  }
  return told;
}

/** At most one mail a day to a region: what is due on a day that has had one comes on the next. */
async function tellUnsigned(
  trx: Db,
  { round, news, what, now }: { round: Round; news: readonly string[]; what: "opened" | "reminder"; now: Date },
): Promise<string[]> {
  const told: string[] = [];
  const today = stockholmInstant(stockholmDate(now), 0);
  const toldToday = await readToldSince(trx, { roundId: round.id, since: today });
  for (const { regionCode, progress } of await readProgress(trx, round.id)) {
    if (progress === "signed" || toldToday.includes(regionCode)) continue;
    const holders = await listHolders(trx, { regionCodes: [regionCode], roles: ANSWERING });
    // Whoever gets a role later is told then.
    if (holders.length === 0) continue;
    if (!(await claimTold(trx, { roundId: round.id, regionCode, news, now }))) continue;
    await insertAccountMails(trx, { accountIds: holders, mail: writeMail({ regionCode, round, what }), now });
    told.push(regionCode);
  }
  return told;
}

interface Telling {
  readonly regionCode: string;
  readonly round: Pick<Round, "questionnaire" | "period" | "lastDay">;
  readonly what: "opened" | "reminder" | "reopened";
  readonly reason?: string;
}

async function tellRegion(trx: Db, { now, ...telling }: Telling & { now: Date }): Promise<void> {
  const accountIds = await listHolders(trx, { regionCodes: [telling.regionCode], roles: ANSWERING });
  await insertAccountMails(trx, { accountIds, mail: writeMail(telling), now });
}

function writeMail({ round: { questionnaire, period, lastDay }, ...telling }: Telling): AccountMail {
  return { kind: "questionnaire", questionnaire, period, lastDay, ...telling };
}

async function onOpenRound<Refusal extends { readonly kind: string }>(
  ctx: ServiceContext,
  id: number,
  work: (trx: Db, round: Round) => Promise<Changed | Refusal>,
): Promise<Changed | Refusal | Forbidden> {
  return asAnalyst(ctx, async (trx): Promise<Changed | Refusal> => {
    const round = await holdRound(trx, id, "update");
    if (round === null) return { kind: "gone" };
    return judgeRound(round, stockholmDate(ctx.now)) === "closed" ? { kind: "closed" } : work(trx, round);
  });
}

async function asAnalyst<Result>(ctx: ServiceContext, work: (trx: Db) => Promise<Result>): Promise<Result | Forbidden> {
  if (!mayDo(ctx, "analyse", OPERATIONS.code)) return FORBIDDEN;
  return ctx.db.transaction().execute(work);
}

interface LoggedDeed {
  readonly id: number;
  readonly deed: "round-opened" | "round-last-day-moved" | "round-closed" | "round-reminded" | "answers-reopened";
  readonly regionCode?: string;
  readonly reason?: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

async function log({ now, actor }: ServiceContext, trx: Db, { id, regionCode = OPERATIONS.code, ...told }: LoggedDeed) {
  await insertAudit(trx, { at: now, actor, objectId: id, regionCode, ...told });
}
