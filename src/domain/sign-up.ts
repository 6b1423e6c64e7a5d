import { z } from "zod";
import { LANGUAGES } from "./message.ts";
import { findRegion } from "./region.ts";
import { HALF_HOURS, rhythmSchema, URGENT_CHOICES, writeRhythm } from "./rhythm.ts";
import { subscriptionFilterSchema } from "./subscription.ts";

const halfHour = z.enum(HALF_HOURS);

/** What somebody asks for, as it is kept until they have shown that the address is theirs. */
export const signUpChoicesSchema = z.strictObject({
  regionCodes: z.array(z.string().refine((code) => findRegion(code) !== undefined)).nonempty(),
  wish: z.strictObject({ filter: subscriptionFilterSchema, atOnce: z.boolean(), untilResolved: z.boolean() }),
  delivery: z.strictObject({
    rhythm: rhythmSchema,
    urgent: z.enum(URGENT_CHOICES),
    quiet: z.object({ from: halfHour, to: halfHour }).nullable(),
    language: z.enum(LANGUAGES),
  }),
});
export type SignUpChoices = z.infer<typeof signUpChoicesSchema>;

/** As `signUpChoicesSchema` takes it. */
export function storeChoices({ delivery, ...choices }: SignUpChoices): z.input<typeof signUpChoicesSchema> {
  return { ...choices, delivery: { ...delivery, rhythm: writeRhythm(delivery.rhythm) } };
}

/** What one agrees to when one confirms. */
export interface Agreement {
  /** Another whenever the text means something else. */
  readonly version: string;
  readonly text: string;
}
