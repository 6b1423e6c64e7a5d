import type { AuditStrings } from "./strings/desk/audit-sv.ts";

/** What was done, in the reader's words. */
export function nameDeed(what: string, { whats }: AuditStrings): string {
  const known = Object.hasOwn(whats, what) ? whats[what] : undefined;
  return known ?? `${what.charAt(0).toLocaleUpperCase("sv")}${what.slice(1)}`;
}
