import { closeAlerts, insertAlert } from "../db/alerts.ts";
import type { Db } from "../db/schema.ts";
import { EVERYBODY } from "../domain/audience.ts";
import { stockholmDate } from "../domain/calendar.ts";
import { OPERATIONS } from "../domain/region.ts";
import type { AlertCause, AlertKind } from "../domain/source-health.ts";
import { writeMessage } from "./messages.ts";
import type { PublishingContext } from "./publication.ts";

export interface Trouble {
  readonly kind: AlertKind;
  readonly reason: string;
  readonly cause?: AlertCause;
}

interface AlertInput extends Trouble {
  readonly source: { readonly name: string; readonly title: string };
  readonly now: Date;
  readonly digestChannels: ReadonlySet<string>;
}

/** Tells what troubles a source now, and takes back what is over. */
export async function settleAlerts(
  { db, now, digestChannels }: PublishingContext,
  input: { source: AlertInput["source"]; over: readonly AlertKind[]; troubles: readonly Trouble[] },
): Promise<void> {
  const { source, over, troubles } = input;
  await db.transaction().execute(async (trx) => {
    if (over.length > 0) await closeAlerts(trx, { source: source.name, kinds: over, now });
    for (const trouble of troubles) await openAlert(trx, { source, ...trouble, now, digestChannels });
  });
}

/**
 * Tells those who run Restsignal, through the ordinary channels. The same trouble is told once until it is over.
 * Resolves with whether it was news.
 */
export async function openAlert(trx: Db, input: AlertInput): Promise<boolean> {
  const { source, kind, reason, cause, now, digestChannels } = input;
  if (!(await insertAlert(trx, { source: source.name, kind, reason, now }))) return false;
  await writeMessage(trx, {
    regionCode: OPERATIONS.code,
    caseId: null,
    kind: "alert",
    urgency: "high",
    facts: {
      kind: "alert",
      alert: { kind, reason, sourceTitle: source.title, ...(cause === undefined ? {} : { cause }) },
      source: { name: source.name, fileTime: now.toISOString(), asOf: stockholmDate(now) },
    },
    advice: null,
    audience: EVERYBODY,
    reviewed: false,
    publishedBy: "rule",
    now,
    digestChannels,
  });
  return true;
}
