import { defineForm, type FieldsOf } from "../../parts/form-kit.tsx";

export const openForm = defineForm({
  questionnaire: { control: "radios" },
  period: { control: "text", maxChars: 7, autocomplete: "off", required: true },
  opensOn: { control: "date", required: true },
  lastDay: { control: "date", required: true },
  remindDays: { control: "text", maxChars: 40, autocomplete: "off" },
});

/** What was written, as it was written. */
export type OpenValues = FieldsOf<typeof openForm.specs>;
