import { cleanLine } from "../../../domain/clean-text.ts";
import { MAX_STOP_REASON_CHARS } from "../../../domain/delivery-stop.ts";
import { defineForm, type FieldsOf } from "../../parts/form-kit.tsx";

/** What is to be stopped, and why. */
export const stopForm = defineForm({
  what: { control: "select" },
  remote: { control: "text", maxChars: 253, autocomplete: "off", clean: cleanLine },
  reason: { control: "text", maxChars: MAX_STOP_REASON_CHARS, autocomplete: "off", required: true },
  subscription: { control: "text" },
});

export type StopValues = FieldsOf<typeof stopForm.specs>;
