import { cleanLine } from "./clean-text.ts";
import { findPersonnummer } from "./personnummer.ts";

export const MAX_CONTACT_CHARS = 200;

/** `contact` is null for what is empty, which takes it away. */
export type ReadContact =
  | { readonly kind: "read"; readonly contact: string | null }
  | { readonly kind: "too-long" }
  | { readonly kind: "personnummer"; readonly found: string };

/** How a region is reached, as somebody wrote it: one line that stands in messages and on pages for everybody. */
export function parseContact(text: string): ReadContact {
  const contact = cleanLine(text);
  const found = findPersonnummer(contact);
  if (found !== null) return { kind: "personnummer", found };
  if (contact.length > MAX_CONTACT_CHARS) return { kind: "too-long" };
  return { kind: "read", contact: contact === "" ? null : contact };
}
