import { BYTE_ORDER_MARKS, findBeginning, type Beginning } from "../domain/byte-order-mark.ts";

/** The file holds bytes that are no text in its encoding, or names an encoding that is not known. */
export class XmlEncodingFault extends Error {
  override readonly name = "XmlEncodingFault";
}

export interface XmlDecoder {
  /** Text of the next bytes; throws `XmlEncodingFault` naming the byte that does not fit. */
  decode(bytes: Uint8Array): string;
  /** Throws `XmlEncodingFault` when the bytes ended within a character. */
  end(): string;
}

type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252" | "iso-8859-15";

/** Declared names (XML 1.0, 4.3.3). ISO-8859-1 is read as windows-1252, which only adds to it. */
const DECLARED: Readonly<Record<string, Encoding>> = {
  "utf-8": "utf-8",
  utf8: "utf-8",
  "us-ascii": "utf-8",
  "iso-8859-1": "windows-1252",
  "iso_8859-1": "windows-1252",
  latin1: "windows-1252",
  "latin-1": "windows-1252",
  l1: "windows-1252",
  cp1252: "windows-1252",
  "iso-8859-15": "iso-8859-15",
  "latin-9": "iso-8859-15",
  "windows-1252": "windows-1252",
};

/**
 * Picks the encoding from the byte order mark, else from what the server said (`charset`), else from the declaration, else
 * UTF-8 (RFC 7303, 3). `head` is the file's first bytes: where they are not what the server said, the declaration counts.
 */
export function createXmlDecoder(head: Uint8Array, charset: string | null = null): XmlDecoder {
  const encoding = detectEncoding(head, charset);
  const decoder = new TextDecoder(encoding, { fatal: true });
  let consumed = 0;
  let tail: Uint8Array = new Uint8Array();
  return {
    decode(bytes) {
      try {
        const text = decoder.decode(bytes, { stream: true });
        consumed += bytes.length;
        tail = keepTail(encoding, bytes);
        return text;
      } catch {
        const index = findInvalidByte(encoding, Buffer.concat([tail, bytes]));
        throw new XmlEncodingFault(
          `byte ${consumed - tail.length + index + 1}: no character in ${encoding} starts or continues so`,
        );
      }
    },
    end() {
      try {
        return decoder.decode();
      } catch {
        throw new XmlEncodingFault(`byte ${consumed}: the file ends within a character`);
      }
    },
  };
}

/** A file without a mark begins with `<`. */
const BEGINNINGS: readonly Beginning[] = [
  ...BYTE_ORDER_MARKS,
  ["utf-32", [0, 0]],
  ["utf-16le", [0x3c, 0]],
  ["utf-16be", [0, 0x3c]],
];

function detectEncoding(head: Uint8Array, charset: string | null): Encoding {
  const begun = findBeginning(head, BEGINNINGS);
  if (begun === "utf-32") throw new XmlEncodingFault("byte 1: the encoding looks like UTF-32, which is not known here");
  if (begun !== null) return begun;
  const said = findEncoding(charset?.trim() ?? "");
  if (said !== undefined && fits(head, said)) return said;
  const start = Buffer.from(head.subarray(0, 256)).toString("latin1");
  const name = /^<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(start)?.[1];
  if (name === undefined) return "utf-8";
  const declared = findEncoding(name);
  if (declared === undefined)
    throw new XmlEncodingFault(`line 1: the encoding ${JSON.stringify(name)} is not known here`);
  return declared;
}

function findEncoding(name: string): Encoding | undefined {
  const folded = name.toLowerCase();
  return Object.hasOwn(DECLARED, folded) ? DECLARED[folded] : undefined;
}

function fits(head: Uint8Array, encoding: Encoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** The bytes of a character that the next piece may end. */
function keepTail(encoding: Encoding, bytes: Uint8Array): Uint8Array {
  if (encoding !== "utf-8") return new Uint8Array();
  const last = bytes.subarray(-3);
  const start = last.findIndex((byte) => (byte & 0xc0) !== 0x80);
  return start === -1 ? new Uint8Array() : last.slice(start);
}

/** The shortest beginning that cannot be decoded ends with the byte that does not fit. */
function findInvalidByte(encoding: Encoding, bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return Math.max(0, bad - 1);
}
