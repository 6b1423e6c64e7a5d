import { z } from "zod";
import { isProductAtc, isVeterinaryAtc } from "./atc.ts";
import { parseInstant } from "./calendar.ts";
import { cleanLine, cleanText } from "./clean-text.ts";
import { isEmdnCode } from "./emdn.ts";
import { parseWrittenDay } from "./written-time.ts";
import { mayHoldPersonnummer } from "./personnummer.ts";
import { findRegion } from "./region.ts";

const line = z.string().max(500).transform(cleanLine);
const filledLine = line.refine((text) => text !== "", { error: "is empty" });
/** A day, or a time of which Stockholm's day counts. */
const date = z.string().transform((text, context) => {
  const day = /^\s*\d{4}-\d{2}-\d{2}/.test(text) ? parseWrittenDay(text) : null;
  if (day !== null) return day;
  context.addIssue({ code: "custom", message: "is no date such as 2026-08-21" });
  return z.NEVER;
});
const code = z.string().transform((text) => text.replaceAll(" ", "").toUpperCase());

const shared = {
  /** The id of an earlier notice by hand, which this one takes the place of. */
  id: z.string().trim().min(1).max(100).optional(),
  /** The writer's own region, the only one that the notice touches. */
  regionCode: z.string().refine((text) => findRegion(text) !== undefined, { error: "is no region's code, such as 01" }),
  productName: filledLine,
  holder: line.optional(),
  type: z.enum(["shortage", "cessation"]),
  start: date,
  forecastEnd: date.optional(),
  actualEnd: date.optional(),
  packageDescription: line.optional(),
  note: z
    .string()
    .max(5000)
    .transform(cleanText)
    .refine((text) => !mayHoldPersonnummer(text), {
      error:
        "holds what looks like a personnummer; if it is another number, write what it is before it, such as lot 12",
    })
    .optional(),
  writtenAt: z.string().refine((text) => parseInstant(text) !== null, {
    error: "is no time with an offset such as 2026-08-21T09:30:00+02:00",
  }),
};

/** A notice that a pharmacist writes, of a medicine or a device: what no file has. */
export const manualNoticeSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    ...shared,
    kind: z.literal("medicine"),
    atc: code.refine((text) => isProductAtc(text) && !isVeterinaryAtc(text), {
      error: "is no ATC code of 5 or 7 characters, such as J01DH02",
    }),
    articleNumber: z
      .string()
      .trim()
      .regex(/^\d{6}$/, { error: "is no Nordic article number of six digits" })
      .optional(),
  }),
  z.strictObject({
    ...shared,
    kind: z.literal("device"),
    emdn: code.refine(isEmdnCode, { error: "is no EMDN code such as A0101" }).optional(),
    /** The manufacturer's own. */
    articleNumber: filledLine,
    manufacturer: filledLine,
  }),
]);
export type ManualNotice = z.infer<typeof manualNoticeSchema>;

/** `waiting` to be taken in like any other source's file · `taken` · `refused`, with the reason. */
export type OwnNoticeState = "waiting" | "taken" | "refused";

/** The registry name of the source that notices by hand come from. */
export const MANUAL_SOURCE = "manual";

/** What tells a notice that was given no id from others; its hash becomes the id, the same each time it is read. */
export function identifyManualNotice(written: ManualNotice): string {
  return JSON.stringify([written.regionCode, written.productName, written.articleNumber ?? "", written.writtenAt]);
}
