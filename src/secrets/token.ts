import { randomBytes } from "node:crypto";

/** 256 bits that stand in a cookie, a form or an address. */
export function createToken(): string {
  return randomBytes(32).toString("base64url");
}
