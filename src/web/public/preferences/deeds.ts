import { textOf, type FormValues } from "../../frame/form.ts";

/** The field of our own forms that says what is to be done. */
export const DEED = "do";
const DEEDS = ["end", "resume", "explain", "link", "silence-on", "silence-off"] as const;
export type Deed = (typeof DEEDS)[number];

/**
 * What a form asks for: one of ours, or a mail reader's one click, whose body says so and nothing else:
 * https://www.rfc-editor.org/rfc/rfc8058#section-3.2. Null for anything else, such as an empty body.
 */
export function readDeed(values: FormValues): Deed | null {
  if (textOf(values, "List-Unsubscribe") === "One-Click") return "end";
  const asked = textOf(values, DEED);
  return DEEDS.find((deed) => deed === asked) ?? null;
}
