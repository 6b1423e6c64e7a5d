import type { AlertKind } from "../domain/source-health.ts";
import { OPERATIONS } from "../domain/region.ts";
import { insertMessage } from "./messages.ts";
import { EVERYBODY } from "../domain/audience.ts";
import type { Db } from "./schema.ts";

export interface AlertInput {
  readonly source: { readonly name: string; readonly title: string };
  readonly kind: AlertKind;
  readonly reason: string;
  readonly now: Date;
  readonly digestChannels: ReadonlySet<string>;
}

/**
 * Tells those who run Restsignal, through the ordinary channels. The same trouble is told once until it is over.
 * Resolves with whether it was news. Call it inside a transaction.
 */
export async function openAlert(db: Db, input: AlertInput): Promise<boolean> {
  const { source, kind, reason, now } = input;
  const opened = await db
    .insertInto("alert")
    .values({ source: source.name, kind, reason, opened_at: now })
    .onConflict((conflict) => conflict.columns(["source", "kind"]).where("closed_at", "is", null).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (opened === undefined) return false;
  await insertMessage(db, {
    regionCode: OPERATIONS.code,
    caseId: null,
    kind: "alert",
    urgency: "high",
    facts: {
      entry: null,
      status: null,
      notices: [],
      stock: null,
      overview: [],
      alert: { kind, reason, sourceTitle: source.title },
      source: { name: source.name, fileTime: now.toISOString(), asOf: now.toISOString().slice(0, 10) },
    },
    advice: null,
    audience: EVERYBODY,
    reviewed: false,
    publishedBy: "rule",
    now,
    digestChannels: input.digestChannels,
  });
  return true;
}

/** The trouble is over; the next of its kind is news again. */
export async function closeAlerts(
  db: Db,
  input: { source: string; kinds: readonly AlertKind[]; now: Date },
): Promise<void> {
  await db
    .updateTable("alert")
    .set({ closed_at: input.now })
    .where("source", "=", input.source)
    .where("kind", "in", input.kinds)
    .where("closed_at", "is", null)
    .execute();
}

export interface OpenAlert {
  readonly source: string;
  readonly kind: AlertKind;
  readonly reason: string;
  readonly openedAt: Date;
}

export async function readOpenAlerts(db: Db): Promise<OpenAlert[]> {
  return db
    .selectFrom("alert")
    .select(["source", "kind", "reason", "opened_at as openedAt"])
    .where("closed_at", "is", null)
    .orderBy("opened_at")
    .execute();
}
