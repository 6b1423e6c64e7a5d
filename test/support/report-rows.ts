import type { ReportRows } from "../../src/domain/outreach/report.ts";

/** What a report is made of where nothing has happened, but for what a test says. */
export function makeReportRows(over: Partial<ReportRows> = {}): ReportRows {
  return {
    dataFrom: "2026-01-01",
    cases: [],
    lists: [],
    messages: [],
    dismissals: [],
    falls: [],
    deliveries: [],
    replays: [],
    reach: [],
    headcounts: [],
    questions: [],
    ...over,
  };
}
