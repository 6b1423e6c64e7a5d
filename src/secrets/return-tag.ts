import { createHmac, timingSafeEqual } from "node:crypto";

interface Returnable {
  readonly id: number;
  readonly key: string;
}

/**
 * Stands in the return address of a sending, so that what comes back can be believed: nobody else can make one, and one of
 * another database, or of before a restore, is none.
 */
export function writeReturnTag(secret: string, { id, key }: Returnable): string {
  return `s${id}-${createHmac("sha256", secret).update(`return ${id} ${key}`).digest("hex").slice(0, 16)}`;
}

export function isReturnTag(tag: string, secret: string, sending: Returnable): boolean {
  const right = writeReturnTag(secret, sending);
  return tag.length === right.length && timingSafeEqual(Buffer.from(tag), Buffer.from(right));
}
