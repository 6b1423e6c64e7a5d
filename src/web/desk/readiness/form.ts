import { MAX_CATEGORY_CHARS } from "../../../domain/outreach/readiness-target.ts";
import { defineForm, type FieldsOf } from "../../parts/form-kit.tsx";

export const targetForm = defineForm({
  goods: { control: "select" },
  category: { control: "text", maxChars: MAX_CATEGORY_CHARS, autocomplete: "off" },
  validFrom: { control: "date", required: true },
  days: { control: "text", maxChars: 4, autocomplete: "off" },
});

/** What was written, as it was written. */
export type TargetValues = FieldsOf<typeof targetForm.specs>;
