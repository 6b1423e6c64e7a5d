import { z } from "zod";

/**
 * What one measuring process is asked to do: `ingest` into the database that BENCH_DATABASE_URL names, or that and then
 * what extents took of it, in `partSeconds`.
 */
export const taskSchema = z.object({ what: z.enum(["parse", "ingest", "extents"]), file: z.string() });
export type Task = z.infer<typeof taskSchema>;

export const measurementSchema = z.object({
  /** The process' first time, before V8 has compiled anything. */
  seconds: z.number(),
  /** The same once more in the same process; null for what cannot be done twice. */
  warmSeconds: z.number().nullable(),
  /** What measuring the extents took of it; null where nobody asked. */
  partSeconds: z.number().nullable(),
  /** The process' highest resident memory, less what it had just before it began. */
  grownBytes: z.number(),
});
export type Measurement = z.infer<typeof measurementSchema>;
