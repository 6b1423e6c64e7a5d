import { showEmail } from "../../frame/show-email.ts";

/** Enough of an address for its owner to know it: `n…@skane.se`. */
export function maskEmail(address: string): string {
  const shown = showEmail(address);
  const at = shown.lastIndexOf("@");
  return `${/^./u.exec(shown)?.[0] ?? ""}…${shown.slice(at)}`;
}
