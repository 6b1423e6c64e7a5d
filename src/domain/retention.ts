import { z } from "zod";
import { OPERATIONS } from "./region.ts";

const MAX_DAYS = 36_500;
/** Days; null keeps it for ever. */
const days = (atLeast: number) => z.int().min(atLeast).max(MAX_DAYS).nullable();

/** What a region may decide to keep no longer, and after how many days. Messages and what became of them are always kept. */
export const regionRetentionSchema = z.strictObject({
  /** Addresses of subscriptions, after they ended: their targets, and where their sendings went. */
  endedSubscriptions: days(1).optional(),
  /** Of every sending where it went, after it ended; what it said is the message, and is kept. */
  sentAddresses: days(90).optional(),
  /** Questions of prescribers, after they were closed. */
  questions: days(30).optional(),
  /** Lines of the region's log. */
  audit: days(730).optional(),
});

/** The same for the nation: what belongs to no region. */
export const nationRetentionSchema = z.strictObject({
  /** Who signed in and out, from which network address. */
  signIns: days(90).optional(),
  /** How the handing out of messages went. */
  fanOuts: days(30).optional(),
  /** Other lines of the log that belong to no region. */
  audit: days(730).optional(),
});

export type RegionRetention = z.infer<typeof regionRetentionSchema>;
export type NationRetention = z.infer<typeof nationRetentionSchema>;
export type RetentionKind = keyof RegionRetention | keyof NationRetention;

/**
 * Where nobody has decided, what is personal and serves nothing any more goes, and what may be an official document stays: of
 * that a region has to decide itself.
 */
export const RETENTION_DEFAULTS: Readonly<Record<RetentionKind, number | null>> = {
  endedSubscriptions: 90,
  sentAddresses: null,
  questions: null,
  audit: null,
  signIns: 730,
  fanOuts: 365,
};

const REGION_KINDS = ["endedSubscriptions", "sentAddresses", "questions", "audit"] as const;
const NATION_KINDS = ["signIns", "fanOuts", "audit"] as const;

export function retentionSchemaOf(regionCode: string): z.ZodType<RegionRetention | NationRetention> {
  return regionCode === OPERATIONS.code ? nationRetentionSchema : regionRetentionSchema;
}

/** What is kept how long there: what was decided, and the defaults of what was not. */
export function resolveRetention(
  regionCode: string,
  decided: RegionRetention | NationRetention | null,
): { readonly kind: RetentionKind; readonly days: number | null; readonly decided: boolean }[] {
  const kinds: readonly RetentionKind[] = regionCode === OPERATIONS.code ? NATION_KINDS : REGION_KINDS;
  const given: { readonly [kind in RetentionKind]?: number | null | undefined } = decided ?? {};
  return kinds.map((kind) => {
    const own = given[kind];
    return { kind, days: own === undefined ? RETENTION_DEFAULTS[kind] : own, decided: own !== undefined };
  });
}
