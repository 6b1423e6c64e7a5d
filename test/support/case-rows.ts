import type { CaseRow, RowMessage, RowUpdate } from "../../src/domain/outreach/case-row.ts";

let numbers = 0;
const OPENED = new Date("2026-08-01T10:00:00Z");

/** A case that is open since the first of August, with what a test says of it. */
export function makeCaseRow(
  over: {
    readonly key?: string;
    readonly regionCode?: string;
    readonly openedAt?: Date;
    readonly closedAt?: Date | null;
    readonly updates?: readonly Partial<RowUpdate>[];
    readonly messages?: readonly Partial<RowMessage>[];
  } = {},
): CaseRow {
  numbers += 1;
  const { key = String(numbers), regionCode = "12", openedAt = OPENED, closedAt = null } = over;
  return {
    id: String(numbers),
    caseId: numbers,
    regionCode,
    entry: { key, atc: "J01DH02", emdn: null, substance: "Meropenem", priority: 1, category: "Infektion" },
    openedAt,
    closedAt,
    notices: [],
    updates: (over.updates ?? []).map((update, place) => makeUpdate({ id: numbers * 100 + place, ...update })),
    messages: (over.messages ?? []).map((message, place) => makeMessage({ id: numbers * 100 + place, ...message })),
  };
}

function makeUpdate(over: Partial<RowUpdate>): RowUpdate {
  return {
    id: 1,
    kind: "change",
    createdAt: OPENED,
    onDate: null,
    changes: [],
    isRetracted: false,
    decision: "pending",
    decidedAt: null,
    byRule: false,
    grade: null,
    ...over,
  };
}

function makeMessage(over: Partial<RowMessage>): RowMessage {
  return {
    id: 1,
    kind: "new",
    urgency: "normal",
    publishedAt: OPENED,
    reviewed: true,
    adviceType: null,
    originRegionCode: null,
    areas: [],
    roles: [],
    grade: null,
    start: null,
    ...over,
  };
}
