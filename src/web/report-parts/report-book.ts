import { setImmediate } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import { readDataMark } from "../../db/outreach-data.ts";
import { OPERATIONS } from "../../domain/region.ts";
import type { Period } from "../../domain/outreach/period.ts";
import type { PlaceId } from "../../domain/outreach/place.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "../../services/context.ts";
import { mayReadFigures, readReport, type NoReport, type OutreachReport } from "../../services/outreach.ts";

/** Reports that are remembered; the nation's is some megabytes. */
const MAX_REMEMBERED = 12;
/** What changes without a trace in the log, such as what became of a sending, is seen after so long. */
const REMEMBERED_MS = 120_000;
/** No page waits longer; the command line has all the time there is. */
const LONGEST_MS = 45_000;

interface AskedReport {
  readonly period: Period;
  readonly places: readonly PlaceId[];
  /** Whether whoever asked has left. */
  readonly isGone: () => boolean;
}

/** It was not finished in the time that a page has. */
interface TooSlow {
  readonly kind: "too-slow";
}

/** Nobody waits for it any longer. */
class LeftError extends Error {}
class TooSlowError extends Error {}

interface Making {
  readonly answer: Promise<OutreachReport | NoReport>;
  readonly waiting: (() => boolean)[];
}

type Made = Pick<AskedReport, "period" | "places"> & Pick<Making, "waiting">;

export interface ReportBook {
  read(ctx: ServiceContext, asked: AskedReport): Promise<OutreachReport | NoReport | TooSlow | Forbidden>;
}

/**
 * Reports for pages: made one at a time and once for equal data, for all who wait. The work lets others go on in between,
 * stops when nobody waits, and when it takes longer than a page has.
 */
export function createReportBook(): ReportBook {
  const remembered = new LRUCache<string, OutreachReport>({ max: MAX_REMEMBERED, ttl: REMEMBERED_MS });
  const making = new Map<string, Making>();
  let last: Promise<unknown> = Promise.resolve();

  const make = (ctx: ServiceContext, key: string, { period, places, waiting }: Made): Making["answer"] => {
    const before = last;
    const work = async (): Promise<OutreachReport | NoReport> => {
      await before;
      const endsAt = performance.now() + LONGEST_MS;
      const between = async (): Promise<void> => {
        await setImmediate();
        if (waiting.every((isGone) => isGone())) throw new LeftError("web/report-parts: everybody who waited has left");
        if (performance.now() > endsAt) throw new TooSlowError("web/report-parts: the report took too long");
      };
      await between();
      const report = await readReport(ctx, { period, places, between });
      if (report.kind === "forbidden")
        throw new Error("web/report-parts: a report was begun for whoever may not read it");
      if (report.kind === "report") remembered.set(key, report);
      return report;
    };
    const answer = work().finally(() => making.delete(key));
    last = answer.catch(() => {});
    return answer;
  };

  return {
    async read(ctx, asked) {
      if (!asked.places.every((place) => mayReadFigures(ctx, place))) return FORBIDDEN;
      const isAnalyst = mayDo(ctx, "analyse", OPERATIONS.code);
      const key = JSON.stringify([asked.period.id, asked.places, isAnalyst, await readDataMark(ctx.db)]);
      const known = remembered.get(key);
      if (known !== undefined) return known;
      const running = making.get(key);
      if (running !== undefined) running.waiting.push(asked.isGone);
      const waiting = running?.waiting ?? [asked.isGone];
      const current = running ?? { answer: make(ctx, key, { ...asked, waiting }), waiting };
      making.set(key, current);
      try {
        return await current.answer;
      } catch (error) {
        if (error instanceof TooSlowError || error instanceof LeftError) return { kind: "too-slow" };
        throw error;
      }
    },
  };
}
