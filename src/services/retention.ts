import { setImmediate } from "node:timers/promises";
import { insertAudit } from "../db/audit.ts";
import {
  forgetErased,
  readRetentions,
  takeRetentionStep,
  writeRetention,
  type StoredRetention,
} from "../db/retention.ts";
import { lockRegion } from "../db/regions.ts";
import { OPERATIONS } from "../domain/region.ts";
import { resolveRetention, retentionSchemaOf, type RetentionKind } from "../domain/retention.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "./context.ts";

const DAY_MS = 86_400_000;
/** Rows taken in one step, each in a short transaction of its own. */
const STEP_ROWS = 500;

/** Says how long a region, or the nation, keeps what it need not keep; what is left out of it has its default again. */
export async function decideRetention(
  ctx: ServiceContext,
  { regionCode, retention }: { readonly regionCode: string; readonly retention: StoredRetention },
): Promise<{ readonly kind: "saved" } | Forbidden> {
  const { db, now, actor } = ctx;
  if (!mayDo(ctx, regionCode === OPERATIONS.code ? "operate" : "administer", regionCode)) return FORBIDDEN;
  return db.transaction().execute(async (trx) => {
    await lockRegion(trx, regionCode);
    const before = (await readRetentions(trx)).find((region) => region.regionCode === regionCode)?.decided ?? {};
    await writeRetention(trx, { regionCode, retention });
    const about = { at: now, actor, regionCode, objectId: regionCode, before, after: retention };
    await insertAudit(trx, { ...about, deed: "retention-decided" });
    return { kind: "saved" };
  });
}

/** What a region, or the nation, keeps how long. */
export async function readRetention(
  { db }: Pick<ServiceContext, "db">,
  regionCode: string,
): Promise<ReturnType<typeof resolveRetention>> {
  const stored = (await readRetentions(db)).find((region) => region.regionCode === regionCode)?.decided ?? null;
  return resolveRetention(regionCode, parseStored(regionCode, stored));
}

export interface KeptHowLong {
  readonly regionCode: string;
  readonly kept: ReturnType<typeof resolveRetention>;
}

/** The same of every region, and the nation. */
export async function readAllRetention({ db }: Pick<ServiceContext, "db">): Promise<KeptHowLong[]> {
  const all = await readRetentions(db);
  return all.map(({ regionCode, decided }) => ({
    regionCode,
    kept: resolveRetention(regionCode, parseStored(regionCode, decided)),
  }));
}

export interface Forgotten {
  readonly regionCode: string;
  readonly what: RetentionKind;
  readonly rows: number;
}

/**
 * Takes away what is older than its region has decided to keep it, in short steps; what was taken is in the log. Run twice,
 * or broken off, it takes nothing twice and leaves nothing half done.
 */
export async function keepRetention(ctx: ServiceContext): Promise<Forgotten[]> {
  const forgotten: Forgotten[] = [];
  await ctx.db.transaction().execute((trx) => forgetErased(trx));
  for (const { regionCode, decided } of await readRetentions(ctx.db))
    for (const { kind, days } of resolveRetention(regionCode, parseStored(regionCode, decided))) {
      if (days === null) continue;
      const rows = await takeAll(ctx, { regionCode, kind, before: new Date(ctx.now.getTime() - days * DAY_MS) });
      if (rows === 0) continue;
      forgotten.push({ regionCode, what: kind, rows });
      const about = { at: ctx.now, actor: ctx.actor, regionCode, objectId: regionCode };
      await insertAudit(ctx.db, { ...about, deed: "retention-kept", after: { retained: kind, days, rows } });
    }
  return forgotten;
}

async function takeAll(
  { db, now }: ServiceContext,
  { kind, ...about }: { regionCode: string; kind: RetentionKind; before: Date },
): Promise<number> {
  let rows = 0;
  for (let some = STEP_ROWS; some === STEP_ROWS; rows += some) {
    some = await db.transaction().execute((trx) => takeRetentionStep(trx, kind, { ...about, limit: STEP_ROWS, now }));
    // What waits in the process has its turn between two steps.
    await setImmediate();
  }
  return rows;
}

/** One that a newer version wrote, and this one does not understand, takes nothing away. */
function parseStored(regionCode: string, stored: unknown): StoredRetention | null {
  if (stored === null) return null;
  const parsed = retentionSchemaOf(regionCode).safeParse(stored);
  return parsed.success ? parsed.data : KEEP_ALL;
}

const KEEP_ALL = {
  endedSubscriptions: null,
  sentAddresses: null,
  questions: null,
  audit: null,
  signIns: null,
  fanOuts: null,
} satisfies Record<RetentionKind, null>;
