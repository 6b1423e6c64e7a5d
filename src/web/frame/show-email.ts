import { domainToUnicode } from "node:url";

/** An address as people write it: `asa@sjukvård.example`, not the form in which the mail system has its domain. */
export function showEmail(address: string): string {
  const at = address.lastIndexOf("@");
  const host = domainToUnicode(address.slice(at + 1));
  return host === "" ? address : `${address.slice(0, at + 1)}${host}`;
}
