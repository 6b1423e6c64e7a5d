import { z } from "zod";
import { REGION_ROLES } from "../../../domain/account.ts";
import { cleanLine } from "../../../domain/clean-text.ts";
import { MAX_EMAIL_CHARS, parseEmailAddress } from "../../../domain/email-address.ts";
import { defineForm, type FieldsOf } from "../../parts/form-kit.tsx";

const MAX_NAME_CHARS = 200;

/** Somebody who is to be added. */
export const personForm = defineForm({
  email: {
    control: "email",
    maxChars: MAX_EMAIL_CHARS,
    autocomplete: "off",
    clean: (text) => parseEmailAddress(text) ?? text,
  },
  name: { control: "text", maxChars: MAX_NAME_CHARS, autocomplete: "off", clean: cleanLine },
  role: { control: "select" },
});

export type NewPerson = FieldsOf<typeof personForm.specs>;

export const personSchema = z.object({
  email: z.string().refine((text) => parseEmailAddress(text) !== null),
  name: z.string().min(1).max(MAX_NAME_CHARS),
  role: z.enum(REGION_ROLES),
});
