import { openDatabase } from "../../src/db/client.ts";
import { readReportRows } from "../../src/db/outreach-rows.ts";
import { canonicalJson } from "../../src/domain/outreach/document.ts";
import { parsePeriod, type Period } from "../../src/domain/outreach/period.ts";
import { followPeriod } from "../../src/domain/outreach/report.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import { readReport } from "../../src/services/outreach.ts";
import { writeYear, WHOLE_YEAR } from "../outreach-year/write-year.ts";
import { createEmptyDatabase } from "../support/postgres.ts";
import { MEGABYTE, type Target } from "./report.ts";

const MAX_SECONDS = { PostgreSQL: 60, PGlite: 180 } as const;
/** The report, against reading the same rows and writing them as JSON. */
const MAX_MULTIPLE = 12;
const AT = new Date("2027-03-01T10:00:00Z");

interface OutreachResult {
  readonly engine: keyof typeof MAX_SECONDS;
  readonly writtenSeconds: number;
  /** Reading the rows that the report is made of and writing them as JSON. */
  readonly peerSeconds: number;
  readonly seconds: number;
  readonly peakBytes: number;
  readonly figures: number;
}

/** The report of a simulated year, on PostgreSQL and on PGlite. */
export async function runOutreach(): Promise<OutreachResult[]> {
  const server = await createEmptyDatabase();
  const onServer = await measureYear("PostgreSQL", server.url);
  await server.drop();
  return [onServer, await measureYear("PGlite", "pglite:memory")];
}

async function measureYear(engine: OutreachResult["engine"], url: string): Promise<OutreachResult> {
  const database = await openDatabase(url);
  const { db } = database;
  const period = readPeriod("2026");
  try {
    const writtenSeconds = await time(() => writeYear(db, WHOLE_YEAR));
    const at = followPeriod(period, "2026-12-31");
    const peerSeconds = await time(async () => {
      const rows = await readReportRows(db, at, WHOLE_YEAR.from);
      for (const family of Object.values(rows)) JSON.stringify(family);
    });
    let figures = 0;
    const seconds = await time(async () => {
      const report = await readReport(actAtCommandLine({ db, now: () => AT }), { period });
      if (report.kind !== "report") throw new Error(`bench: no report of ${period.id}: ${report.kind}`);
      canonicalJson(report.document);
      figures = report.document.figures.length;
    });
    const peakBytes = process.resourceUsage().maxRSS * 1_024;
    return { engine, writtenSeconds, peerSeconds, seconds, peakBytes, figures };
  } finally {
    await database.close();
  }
}

function readPeriod(word: string): Period {
  const period = parsePeriod(word);
  if (typeof period === "string") throw new Error(`bench: ${word} is no period: ${period}`);
  return period;
}

async function time(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1_000;
}

export function renderOutreach(results: readonly OutreachResult[]): string {
  const lines = results.map(
    ({ engine, writtenSeconds, peerSeconds, seconds, peakBytes, figures }) =>
      `${engine.padEnd(10)}  ${figures} figures in ${seconds.toFixed(1)} s, ${(seconds / peerSeconds).toFixed(1)} × reading its rows ` +
      `(${peerSeconds.toFixed(1)} s)  peak ${Math.round(peakBytes / MEGABYTE)} MB  the year written in ${writtenSeconds.toFixed(0)} s`,
  );
  return ["the outreach report of a simulated year", ...lines].join("\n");
}

export function judgeOutreach(results: readonly OutreachResult[]): Target[] {
  return results.flatMap(({ engine, seconds, peerSeconds }) => [
    {
      name: `the report of a year on ${engine}: within ${MAX_SECONDS[engine]} s`,
      holds: seconds < MAX_SECONDS[engine],
      figure: `${seconds.toFixed(1)} s`,
    },
    {
      name: `the report of a year on ${engine}: at most ${MAX_MULTIPLE} × reading its rows and writing them as JSON`,
      holds: seconds <= MAX_MULTIPLE * peerSeconds,
      figure: `${(seconds / peerSeconds).toFixed(1)} ×`,
    },
  ]);
}
