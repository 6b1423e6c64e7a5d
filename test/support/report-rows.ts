import type { DeliveryRow } from "../../src/domain/outreach/delivery-figures.ts";
import type { MessageRow } from "../../src/domain/outreach/message-figures.ts";
import type { ReachRow } from "../../src/domain/outreach/reach-figures.ts";
import type { Figure } from "../../src/domain/outreach/figure.ts";
import { parsePeriod } from "../../src/domain/outreach/period.ts";
import { followPeriod, measureReport, type ReportRows } from "../../src/domain/outreach/report.ts";

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
    readiness: [],
    ...over,
  };
}

let numbers = 0;
/** A message of a person in August, in a case of its own. */
export function makeMessageRow(over: Partial<MessageRow> = {}): MessageRow {
  numbers += 1;
  return {
    id: String(numbers),
    regionCode: "12",
    caseId: numbers,
    kind: "new",
    urgency: "normal",
    publishedAt: new Date("2026-08-10T10:00:00Z"),
    reviewed: true,
    byRule: false,
    adviceType: null,
    originRegionCode: null,
    takesOver: false,
    areas: [],
    roles: [],
    grade: null,
    minutes: null,
    originMinutes: null,
    ...over,
  };
}

/** A mail that arrived after an hour. */
export function makeDeliveryRow(over: Partial<DeliveryRow> = {}): DeliveryRow {
  return {
    id: "1",
    messageId: 1,
    regionCode: "12",
    channel: "email",
    lane: "digest",
    urgency: "normal",
    publishedAt: new Date("2026-08-10T10:00:00Z"),
    fate: "delivered",
    minutes: 60,
    weight: 1,
    ...over,
  };
}

/** A reader by mail who wants all. */
export function makeReachRow(over: Partial<ReachRow> = {}): ReachRow {
  return {
    id: "1",
    regionCode: "12",
    channel: "email",
    isShared: false,
    filters: [{}],
    isActive: true,
    ended: null,
    messages: 0,
    days: 31,
    weight: 1,
    ...over,
  };
}

/** Every figure of a period that all is known of. */
export function measureAll(rows: Partial<ReportRows>, { word = "2026-08", places = ["SE"] } = {}): Figure[] {
  const period = parsePeriod(word);
  if (typeof period === "string") throw new Error(period);
  return measureReport(makeReportRows(rows), followPeriod(period, "2026-12-31"), places);
}
