import type { NoteKind } from "../../../db/region-notes.ts";
import { defineForm, type FieldsOf } from "../../parts/form-kit.tsx";

export const MAX_SUBSTANCE_CHARS = 200;
export const MAX_NOTE_TEXT_CHARS = 1_000;
export const NOTE_KINDS = ["have", "need"] as const satisfies readonly NoteKind[];

export const noteForm = defineForm({
  region: { control: "select" },
  kind: { control: "radios" },
  substance: { control: "text", maxChars: MAX_SUBSTANCE_CHARS, required: true },
  atc: { control: "text", maxChars: 8, autocomplete: "off" },
  text: { control: "area" },
});

/** What was written, as it was written. */
export type NoteValues = FieldsOf<typeof noteForm.specs>;
