const CUT = "[mottagare]";

/** Shorter texts of a target say nothing of whose it is, and would be cut out of ordinary words. */
const MIN_CHARS = 4;

/**
 * A payload without what tells its receiver: every text of the target, the secret of the unsubscribe address and the key
 * of the sending. The transfer encoding of a mail is undone first, since it breaks addresses over lines.
 */
export function cutReceiver(payload: unknown, { target, token }: { target: unknown; token: string }): unknown {
  const secrets = [...listTexts(target), token]
    .filter((text) => text.length >= MIN_CHARS)
    .toSorted((a, b) => b.length - a.length);
  return mapTexts(payload, (text) => {
    let cut = /^content-transfer-encoding: quoted-printable/im.test(text) ? decodeQuotedPrintable(text) : text;
    for (const secret of secrets)
      cut = cut.replaceAll(new RegExp(secret.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"), "gi"), CUT);
    return cut.replaceAll(/\brestsignal-\d+-\d+-\d+-\d+\b/g, CUT);
  });
}

function listTexts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(listTexts) : [];
}

function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === "string") return map(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, map));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapTexts(one, map)]));
}

/** RFC 2045, 6.7: mails from before a payload held their parts were stored as they were made fit for transport. */
function decodeQuotedPrintable(text: string): string {
  return text
    .replaceAll(/=\r?\n/g, "")
    .replaceAll(/(?:=[0-9A-F]{2})+/gi, (run) => Buffer.from(run.replaceAll("=", ""), "hex").toString("utf8"));
}
