import { parseAccept } from "hono/utils/accept";

/**
 * How an answer is packed for whoever sent that `Accept-Encoding`; null when they refuse it packed and unpacked.
 * Source: https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3
 */
export function chooseEncoding(header: string | null | undefined): "gzip" | "identity" | null {
  if (header == null) return "identity";
  const wanted = new Map(parseAccept(header).map(({ type, q }) => [type.toLowerCase(), q]));
  const any = wanted.get("*");
  const gzip = wanted.get("gzip") ?? wanted.get("x-gzip") ?? any ?? 0;
  // Unpacked is always understood, and the last choice, unless something is said of it.
  const identity = wanted.get("identity") ?? any;
  if (gzip > 0 && gzip >= (identity ?? 0)) return "gzip";
  return identity === 0 ? null : "identity";
}
