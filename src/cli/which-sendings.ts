import { addDays, parseIsoDate, stockholmInstant } from "../domain/calendar.ts";
import { OPERATIONS } from "../domain/region.ts";
import { parseRegion, UsageError } from "./command.ts";

/** The options that say which sendings a call is about. */
export const WHICH = {
  region: { type: "string" },
  channel: { type: "string" },
  reason: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  json: { type: "boolean" },
} as const;

export function readRegion(code: string | undefined): string | null {
  if (code === undefined) return null;
  return code === OPERATIONS.code ? code : parseRegion(code).code;
}

/** Whole days in Stockholm. Throws UsageError. */
export function readSpan({ from, to }: { from?: string | undefined; to?: string | undefined }): {
  from: Date | null;
  to: Date | null;
} {
  const day = (text: string | undefined, option: string) => {
    const date = text === undefined ? null : parseIsoDate(text);
    if (text !== undefined && date === null) throw new UsageError(`${option} should be a date such as 2026-11-27`);
    return date;
  };
  const [first, last] = [day(from, "--from"), day(to, "--to")];
  return {
    from: first === null ? null : stockholmInstant(first, 0),
    to: last === null ? null : stockholmInstant(addDays(last, 1), 0),
  };
}
