import { z } from "zod";
import { ADVICE_TYPES, URGENCIES } from "./message.ts";

/**
 * `draft` is being written · `submitted` waits for a second person · `scheduled` goes out at its time and can be undone
 * until then · `published` has become a message · `discarded` came to nothing.
 */
export const DRAFT_STATES = ["draft", "submitted", "scheduled", "published", "discarded"] as const;
export type DraftState = (typeof DRAFT_STATES)[number];

/** `auto` lets the case decide: new, update or resolved. */
export const DRAFT_KINDS = ["auto", "correction", "retraction"] as const;

/** What a pharmacist writes; the facts beside it come from the source when it is published. */
export const draftContentSchema = z.strictObject({
  kind: z.enum(DRAFT_KINDS),
  advice: z
    .strictObject({
      type: z.enum(ADVICE_TYPES),
      text: z.strictObject({ sv: z.string(), en: z.string().optional() }),
    })
    .nullable(),
  audience: z.strictObject({ areas: z.array(z.string()), roles: z.array(z.string()) }),
  urgency: z.enum(URGENCIES),
  /** The last day it holds, `YYYY-MM-DD`; null when it holds until the next version. */
  validUntil: z.string().nullable(),
});
export type DraftContent = z.infer<typeof draftContentSchema>;
