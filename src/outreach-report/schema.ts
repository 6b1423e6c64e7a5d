import { z } from "zod";
import { ADVICE_TYPES } from "../domain/message.ts";

const date = z.iso.date();
const definition = z.strictObject({ name: z.string(), definition: z.string() });
const cut = z.record(z.string(), z.string());
const count = z.int().min(0);

const hiddenFigure = z.strictObject({ id: z.string(), place: z.string(), cut, hidden: z.literal(true) });
const figure = z.strictObject({
  id: z.string(),
  place: z.string(),
  cut,
  value: z.number().nullable().describe("Null where there is nothing to make it of. Shares go from 0 to 1."),
  n: z.number().min(0),
  part: z.number().min(0).optional(),
  pending: count.optional(),
  excluded: z.array(z.strictObject({ reason: z.string(), n: count })),
});

const shortage = z.strictObject({
  reportId: z.string(),
  product: z.string(),
  atc: z.string().nullable(),
  type: z.enum(["shortage", "cessation", "unknown"]),
  firstPublished: date.nullable(),
  start: date.nullable(),
  answers: z.array(
    z.strictObject({
      regionCode: z.string().regex(/^\d{2}$/),
      outcome: z.enum(["told", "no-action", "unhandled", "known"]),
      on: date.nullable(),
      warning: z.int().nullable().describe("Days from the first message to the start; negative when it came after."),
      advice: z.enum(ADVICE_TYPES).nullable(),
    }),
  ),
});

/** What a report as JSON looks like; `canonicalJson` writes it. */
const report = z.strictObject({
  format: z.literal("restsignal-outreach/1"),
  checksum: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe("SHA-256 of this document without this field, its keys in order and nothing between."),
  period: z.strictObject({ id: z.string(), from: date, to: date }),
  dataFrom: date,
  followedTo: date,
  definitionsVersion: z.int().min(1),
  hidesFewer: z.literal(5),
  versions: z.strictObject({
    snapshots: z.array(z.strictObject({ id: z.int(), source: z.string(), sha256: z.string() })),
    lists: z.array(z.strictObject({ id: z.int(), regionCode: z.string(), takenOn: date })),
  }),
  places: z.array(z.strictObject({ id: z.string(), name: z.string().nullable() })),
  definitions: z.array(
    z.strictObject({
      id: z.string(),
      cohort: z.enum(["inflow", "stock", "period", "end"]),
      unit: z.enum(["count", "share", "days", "hours", "minutes", "per-100", "per-week"]),
      sensitive: z.boolean(),
      sv: definition,
      en: definition,
    }),
  ),
  figures: z.array(z.union([figure, hiddenFigure])),
  shortages: z.array(shortage),
});

/** The same as JSON Schema, 2020-12. */
export function reportSchema(): object {
  return { ...z.toJSONSchema(report), title: "Restsignal: the outreach report" };
}
