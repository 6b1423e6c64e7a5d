import { parseRowId } from "../../../domain/row-id.ts";
import { ACTOR_KINDS } from "../../../domain/audit.ts";
import { addDays, parseIsoDate, stockholmInstant, type IsoDate } from "../../../domain/calendar.ts";
import type { ActorChoice, AuditFilter } from "../../../db/audit-log.ts";

/** What was asked of the log, as it stood in the address. */
export interface AuditQuery {
  readonly who: string;
  readonly what: string;
  readonly object: string;
  readonly from: string;
  readonly to: string;
  /** The page: entries below this id; null for the newest. */
  readonly before: number | null;
}

/** Reads the address of the log; what it cannot mean is left out. */
export function parseAuditQuery(query: URLSearchParams): AuditQuery {
  const text = (name: string) => (query.get(name) ?? "").trim().slice(0, 200);
  const date = (name: string) => parseIsoDate(text(name)) ?? "";
  return {
    who: text("who"),
    what: text("what"),
    object: text("object"),
    from: date("from"),
    to: date("to"),
    before: parseRowId(query.get("before")),
  };
}

/**
 * The filter that a query means; its days are whole ones in Stockholm. `objects` are those that the query names, or null
 * when it names none.
 */
export function toAuditFilter(
  query: AuditQuery,
  { regionCode, objects }: Pick<AuditFilter, "regionCode" | "objects">,
): AuditFilter {
  const midnight = (date: IsoDate) => stockholmInstant(date, 0);
  return {
    regionCode,
    actor: parseActor(query.who),
    deed: query.what === "" ? null : query.what,
    objects,
    from: query.from === "" ? null : midnight(query.from),
    to: query.to === "" ? null : midnight(addDays(query.to, 1)),
  };
}

/** An actor as an address names it: `person:Anna Apotekare`, `command-line`. */
export function writeActor({ kind, name }: ActorChoice): string {
  return name === null ? kind : `${kind}:${name}`;
}

function parseActor(text: string): ActorChoice | null {
  const [, kind, name = null] = /^([a-z-]+)(?::(.*))?$/s.exec(text) ?? [];
  const known = ACTOR_KINDS.find((one) => one === kind);
  return known === undefined ? null : { kind: known, name };
}

/** The address of the same filter, on another page. */
export function writeAuditQuery(query: AuditQuery, before: number | null): URLSearchParams {
  const { who, what, object, from, to } = query;
  const page = before === null ? "" : String(before);
  const named = Object.entries({ who, what, object, from, to, before: page }).filter(([, value]) => value !== "");
  return new URLSearchParams(named);
}
