import { createHmac, timingSafeEqual } from "node:crypto";
import { RETURNABLES, type ReturnableKind } from "../domain/mail-return.ts";

interface Returnable {
  readonly kind: ReturnableKind;
  readonly id: number;
  /** What no other of that kind and number has, as one of another database. */
  readonly key: string;
}

/**
 * Stands in the return address of a mail, so that what comes back can be believed: nobody else can make one, and one of
 * another database, or of before a restore, is none.
 */
export function writeReturnTag(secret: string, { kind, id, key }: Returnable): string {
  const sign = Object.entries(RETURNABLES).find(([, known]) => known === kind)?.[0] ?? "";
  // Mails that went out before letters had tags come back, too.
  const about = kind === "sending" ? `return ${id} ${key}` : `return ${kind} ${id} ${key}`;
  return `${sign}${id}-${createHmac("sha256", secret).update(about).digest("hex").slice(0, 16)}`;
}

export function isReturnTag(tag: string, secret: string, returned: Returnable): boolean {
  const right = writeReturnTag(secret, returned);
  return tag.length === right.length && timingSafeEqual(Buffer.from(tag), Buffer.from(right));
}
