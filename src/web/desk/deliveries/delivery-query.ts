import type { SendingFilter } from "../../../db/sending-archive.ts";
import { addDays, parseIsoDate, stockholmInstant, type IsoDate } from "../../../domain/calendar.ts";
import { LANES, type Lane } from "../../../domain/delivery.ts";
import { findRegion, OPERATIONS } from "../../../domain/region.ts";
import { parseRowId } from "../../../domain/row-id.ts";
import {
  DECIDED_STATES,
  SENDING_DECISIONS,
  SENDING_VIEWS,
  type SendingDecision,
  type SendingSelection,
  type SendingView,
} from "../../../domain/sending-view.ts";

/** What is asked for, as an address has it; empty or null is everything. */
export interface DeliveryQuery {
  readonly region: string;
  readonly view: SendingView | null;
  readonly channel: string;
  readonly lane: Lane | null;
  readonly reason: string;
  readonly message: number | null;
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** Of the last line on the page before. */
  readonly before: number | null;
}

export function parseDeliveryQuery(query: URLSearchParams): DeliveryQuery {
  // The database takes neither NUL nor half a letter.
  const text = (name: string, maxChars = 60) =>
    (query.get(name) ?? "").replaceAll("\0", "").trim().slice(0, maxChars).toWellFormed();
  const region = text("region");
  return {
    region: region === OPERATIONS.code || findRegion(region) !== undefined ? region : "",
    view: SENDING_VIEWS.find((view) => view === text("view")) ?? null,
    channel: text("channel"),
    lane: LANES.find((lane) => lane === text("lane")) ?? null,
    reason: text("reason", 200),
    message: parseRowId(text("message")),
    from: parseIsoDate(text("from")) ?? "",
    to: parseIsoDate(text("to")) ?? "",
    before: parseRowId(query.get("before") ?? ""),
  };
}

/** The same as an address has it. */
export function writeDeliveryQuery(query: Partial<DeliveryQuery>): URLSearchParams {
  const named = Object.entries(query).map(([name, value]): [string, string] => [
    name,
    value === null ? "" : String(value),
  ]);
  return new URLSearchParams(named.filter(([, value]) => value !== ""));
}

/** Whether anything but everything is asked for. */
export function isFiltered(query: DeliveryQuery): boolean {
  return writeDeliveryQuery({ ...query, before: null }).size > 0;
}

/** The filter that a query means at a desk: a region's people see theirs only. */
export function toSendingFilter(query: DeliveryQuery, regionCode: string | null): SendingFilter {
  const { region, view, channel, lane, reason, message, from, to } = query;
  return {
    regionCode: regionCode ?? (region === "" ? null : region),
    channel: channel === "" ? null : channel,
    lane,
    view,
    reason: reason === "" ? null : reason,
    messageId: message,
    ...toSpan({ from, to }),
  };
}

/** Whole days in Stockholm. */
export function toSpan({ from, to }: Pick<DeliveryQuery, "from" | "to">): { from: Date | null; to: Date | null } {
  return {
    from: from === "" ? null : stockholmInstant(from, 0),
    to: to === "" ? null : stockholmInstant(addDays(to, 1), 0),
  };
}

/** What is to be decided, and on which sendings. */
export interface DecisionQuery extends Pick<DeliveryQuery, "region" | "channel" | "from" | "to"> {
  readonly decision: SendingDecision;
  readonly sending: number | null;
  /** Null is any; empty is none written down. */
  readonly reason: string | null;
  readonly upTo: number | null;
}

/** Null when it names nothing that one can decide. */
export function parseDecisionQuery(query: URLSearchParams): DecisionQuery | null {
  const decision = SENDING_DECISIONS.find((one) => one === query.get("do"));
  if (decision === undefined) return null;
  const { region, channel, from, to, reason } = parseDeliveryQuery(query);
  const sending = query.get("sending");
  const id = parseRowId(sending ?? "");
  // What names one sending and cannot be read is not all of them.
  if (sending !== null && sending !== "" && id === null) return null;
  const upTo = parseRowId(query.get("upTo") ?? "");
  return { decision, region, channel, from, to, sending: id, reason: query.has("reason") ? reason : null, upTo };
}

export function writeDecisionQuery(query: Partial<DecisionQuery> & Pick<DecisionQuery, "decision">): URLSearchParams {
  const { decision, reason, ...rest } = query;
  const named = Object.entries(rest).flatMap(([name, value]): [string, string][] =>
    value === null || value === undefined || value === "" ? [] : [[name, String(value)]],
  );
  const known: [string, string][] = reason === null || reason === undefined ? [] : [["reason", reason]];
  return new URLSearchParams([["do", decision], ...named, ...known]);
}

export function toSelection(query: DecisionQuery, regionCode: string | null): SendingSelection {
  const { decision, region, channel, sending, reason, upTo } = query;
  return {
    state: DECIDED_STATES[decision],
    regionCode: regionCode ?? (region === "" ? null : region),
    sendingId: sending,
    channel: channel === "" ? null : channel,
    reason,
    upTo,
    ...toSpan(query),
  };
}
