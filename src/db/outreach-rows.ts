import type { IsoDate } from "../domain/calendar.ts";
import type { Frame } from "../domain/outreach/figure.ts";
import { instantsOf } from "../domain/outreach/period.ts";
import { lastDay, type ReportRows } from "../domain/outreach/report.ts";
import { readCaseRows } from "./outreach-cases.ts";
import { readDeliveryRows, readReplayRows } from "./outreach-deliveries.ts";
import { readListRows } from "./outreach-lists.ts";
import { readDismissalRows, readFallRows, readMessageRows, readQuestionRows } from "./outreach-messages.ts";
import { readHeadcounts, readReachRows } from "./outreach-reach.ts";
import { readReadinessRows } from "./outreach-readiness.ts";
import type { Db } from "./schema.ts";

/** What the period's figures are made of; read one after another, since one connection answers one at a time. */
export async function readReportRows(db: Db, at: Frame, dataFrom: IsoDate): Promise<ReportRows> {
  const days = { from: at.period.from, to: lastDay(at) };
  const { from, until: to } = instantsOf(days);
  const { until } = instantsOf({ from: days.from, to: at.followedTo });
  const span = { from, until };
  return {
    dataFrom,
    cases: await readCaseRows(db, span),
    lists: await readListRows(db, { from, until: to }),
    messages: await readMessageRows(db, { from, until: to }),
    dismissals: await readDismissalRows(db, { from, until: to }),
    falls: await readFallRows(db, { ...span, to }),
    deliveries: await readDeliveryRows(db, { ...span, to }),
    replays: await readReplayRows(db, { from, until: to }),
    reach: await readReachRows(db, { ...span, to, days }),
    headcounts: await readHeadcounts(db),
    questions: await readQuestionRows(db, { ...span, to }),
    readiness: await readReadinessRows(db, { on: days.to, until: to }),
  };
}
