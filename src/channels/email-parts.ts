/** What a mail says, decoded. */
export interface EmailParts {
  /** Name and address, as mail programs show them. */
  readonly from: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/**
 * The parts of a mail that this channel wrote: one `multipart/alternative` of two quoted-printable parts in UTF-8, and
 * nothing else; what others write is not understood.
 */
export function readEmailParts(raw: string): EmailParts {
  const [head, body] = splitPart(raw);
  const boundary = /boundary="([^"]+)"/.exec(readHeader(head, "Content-Type"))?.[1];
  if (boundary === undefined) throw new Error("email: unable to read a message: it has no parts");
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => splitPart(part.replace(/^\r\n/, "")));
  const find = (type: string): string => {
    const found = parts.find(([partHead]) => readHeader(partHead, "Content-Type").startsWith(type));
    // The line break before a boundary belongs to the boundary.
    return decodeQuotedPrintable((found?.[1] ?? "").replace(/\r\n$/, ""));
  };
  return {
    from: decodeWords(readHeader(head, "From")),
    subject: decodeWords(readHeader(head, "Subject")),
    html: find("text/html"),
    text: find("text/plain"),
  };
}

/** Headers and body, parted by the first empty line. */
function splitPart(part: string): readonly [string, string] {
  const end = part.indexOf("\r\n\r\n");
  return end < 0 ? [part, ""] : [part.slice(0, end), part.slice(end + 4)];
}

/** A header's value with its folded lines joined; empty when there is none. */
function readHeader(head: string, name: string): string {
  const unfolded = head.replace(/\r\n(?=[ \t])/g, "");
  const line = unfolded.split("\r\n").find((text) => text.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line?.slice(name.length + 1).trim() ?? "";
}

/** https://www.rfc-editor.org/rfc/rfc2045#section-6.7 */
function decodeQuotedPrintable(text: string): string {
  return decodeBytes(text.replace(/=\r\n/g, "")).replaceAll("\r\n", "\n");
}

/** Encoded words; what stands between two of them is no part of the text: https://www.rfc-editor.org/rfc/rfc2047 */
function decodeWords(text: string): string {
  return text.replace(/=\?UTF-8\?([QB])\?[^?]*\?=(?:\s+=\?UTF-8\?\1\?[^?]*\?=)*/gi, (run, encoding: string) => {
    const words = [...run.matchAll(/=\?UTF-8\?[QB]\?([^?]*)\?=/gi)].map((match) => match[1] ?? "");
    if (encoding.toUpperCase() === "B")
      return Buffer.concat(words.map((word) => Buffer.from(word, "base64"))).toString();
    return decodeBytes(words.join("").replaceAll("_", " "));
  });
}

/** `=C3=A4` is ä; a mail is ASCII otherwise. */
function decodeBytes(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
