import { cleanLine } from "./clean-text.ts";
import type { DeliveryMode } from "./delivery.ts";
import { findPersonnummer } from "./personnummer.ts";
import type { Policy } from "./policy.ts";

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

/** How many it takes to say how a region is reached that has not said it; null when it has. */
export type MissingContact = "one" | "two" | null;

export function findMissingContact({
  contact,
  policy,
}: {
  contact: string | null;
  policy: Pick<Policy, "secondPerson">;
}): MissingContact {
  if (contact !== null) return null;
  return policy.secondPerson === true ? "two" : "one";
}

/**
 * Whether taking a list into use asks how the region is reached: its first one does, where messages are really sent.
 * Where it takes two persons to say it, a number that waits for the second must not hold the list back.
 */
export function asksContact(
  { mode, contactMissing }: { readonly mode: DeliveryMode; readonly contactMissing?: MissingContact | undefined },
  isFirst: boolean,
): boolean {
  return mode === "live" && isFirst && contactMissing === "one";
}
