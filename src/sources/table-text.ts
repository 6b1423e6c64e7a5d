import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import { BYTE_ORDER_MARKS, findBeginning } from "../domain/byte-order-mark.ts";
import { lookAt, type TextLook } from "../domain/swedish-text.ts";
import { TABLE_LIMITS, TableFault } from "./table-rows.ts";

/** The encodings that a file of text may be said to be in. */
export const TEXT_ENCODINGS = [
  "utf-8",
  "windows-1252",
  "iso-8859-15",
  "macintosh",
  "cp850",
  "cp437",
  "utf-16le",
  "utf-16be",
] as const;
export type TextEncoding = (typeof TEXT_ENCODINGS)[number];

/** Those of one byte a character, which have to be told apart by what they say. ISO 8859-1 is in Windows-1252. */
const OF_ONE_BYTE = ["windows-1252", "iso-8859-15", "macintosh", "cp850", "cp437"] as const;
type OneByte = (typeof OF_ONE_BYTE)[number];

/** A way to read the bytes that nobody can decide on, with lines that show it. */
export interface TextReading {
  readonly encoding: TextEncoding;
  readonly sample: readonly string[];
}

/** The text could be read in several ways, each as likely as the other. */
export class EncodingDoubt extends TableFault {
  override readonly name = "TableFault";
  readonly readings: readonly TextReading[];
  constructor(readings: readonly TextReading[]) {
    const names = readings.map(({ encoding, sample }) => `${encoding} (${sample[0] ?? ""})`).join(" or ");
    super(`the text's encoding cannot be told: ${names}; say which one it is, or save the file as CSV UTF-8`);
    this.readings = readings;
  }
}

/**
 * Decodes a file of text: by its mark, else as UTF-8, else line by line by what looks like Swedish, as files are mixed
 * when rows from several are put together. Lines that cannot be decided, where others can, come with U+FFFD in place of
 * their letters. Throws `EncodingDoubt` when nothing decides; `said` is then what a person answers.
 */
export function decodeText(bytes: Buffer, said?: TextEncoding): string {
  const marked = readMark(bytes) ?? (said === "utf-16le" || said === "utf-16be" ? said : null);
  if (marked !== null) return new TextDecoder(marked).decode(bytes);
  const whole = decodeUtf8(bytes);
  if (whole !== null) return whole;
  if (said === "utf-8") return new TextDecoder("utf-8").decode(bytes);
  const lines = splitLines(bytes);
  if (said !== undefined && isOneByte(said))
    return lines.map((line) => decodeUtf8(line) ?? iconv.decode(line, said)).join("");
  return decodeLines(lines).join("");
}

function isOneByte(encoding: TextEncoding): encoding is OneByte {
  return OF_ONE_BYTE.some((name) => name === encoding);
}

/** By the byte order mark, or by every other byte being zero as in UTF-16 without one. */
function readMark(bytes: Buffer): "utf-8" | "utf-16le" | "utf-16be" | null {
  const mark = findBeginning(bytes, BYTE_ORDER_MARKS);
  if (mark === "utf-32") throw new TableFault("the text is UTF-32: save the table as CSV UTF-8 or .xlsx");
  if (mark !== null) return mark;
  const head = bytes.subarray(0, 2048);
  const zeros = [...head.entries()].filter(([, byte]) => byte === 0);
  const odd = zeros.filter(([at]) => at % 2 === 1).length;
  const even = zeros.length - odd;
  const half = Math.floor(head.length / 2);
  if (odd > Math.max(1, half * 0.4) && even <= half * 0.02) return "utf-16le";
  if (even > Math.max(1, half * 0.4) && odd <= half * 0.02) return "utf-16be";
  return null;
}

function decodeUtf8(bytes: Buffer): string | null {
  return isUtf8(bytes) ? bytes.toString("utf8") : null;
}

/** Each with its end. */
function splitLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte !== 0x0a && (byte !== 0x0d || bytes[at + 1] === 0x0a)) continue;
    if (lines.length >= TABLE_LIMITS.emptyRows)
      throw new TableFault(`more than ${TABLE_LIMITS.emptyRows} rows are too many; is it the right file?`);
    lines.push(bytes.subarray(from, at + 1));
    from = at + 1;
  }
  if (from < bytes.length) lines.push(bytes.subarray(from));
  return lines;
}

interface Line {
  readonly at: number;
  readonly bytes: Buffer;
}

function decodeLines(lines: readonly Buffer[]): string[] {
  const texts = lines.map(decodeUtf8);
  const foreign = lines.flatMap((bytes, at): Line[] => (texts[at] === null ? [{ at, bytes }] : []));
  const together = decide(foreign);
  if (together.kind === "decided") {
    for (const line of foreign) texts[line.at] = decodeSure(line, together.encoding);
    return texts.map((text, at) => text ?? replaceLetters(lines[at]));
  }
  if (foreign.length > MAX_LINES_ALONE)
    throw together.readings.length > 0
      ? new EncodingDoubt(together.readings)
      : new TableFault("the text mixes encodings in too many rows: save the file as CSV UTF-8 or .xlsx");
  // Rows of several encodings: each that decides for itself, then the others together.
  const left: Line[] = [];
  for (const line of foreign) {
    const alone = decide([line]);
    if (alone.kind === "decided") texts[line.at] = iconv.decode(line.bytes, alone.encoding);
    else left.push(line);
  }
  const rest = decide(left);
  if (rest.kind === "decided") for (const line of left) texts[line.at] = decodeSure(line, rest.encoding);
  else if (left.length === foreign.length && together.readings.length > 0) throw new EncodingDoubt(together.readings);
  return texts.map((text, at) => text ?? replaceLetters(lines[at]));
}

/** Null for a line that is odd so, and Swedish in another encoding: it may have come from another file. */
function decodeSure({ bytes }: Line, encoding: OneByte): string | null {
  const text = iconv.decode(bytes, encoding);
  if (lookAt([text]).odd.size === 0) return text;
  const isSwedish = ({ garbled, odd }: TextLook): boolean => !garbled && odd.size === 0;
  const elsewhere = OF_ONE_BYTE.some((other) => other !== encoding && isSwedish(lookAt([iconv.decode(bytes, other)])));
  return elsewhere ? null : text;
}

/** A line whose letters nobody can tell, so that its row is refused and no name is made up. */
function replaceLetters(bytes: Buffer | undefined): string {
  return (bytes ?? Buffer.alloc(0)).toString("latin1").replace(/[\u0080-\u00FF]/g, "\uFFFD");
}

type Decision =
  | { readonly kind: "decided"; readonly encoding: OneByte }
  | { readonly kind: "doubt"; readonly readings: readonly TextReading[] };

/** Text that is looked at to decide; what follows in the same encoding says the same. */
const MAX_LOOKED_BYTES = 400_000;
const MAX_LINE_BYTES = 20_000;
/** Rows that are decided one by one; with more, the file as a whole is in doubt. */
const MAX_LINES_ALONE = 5_000;
/** So many words of another language, of at least so many letters, are no coincidence where Swedish has none. */
const ENOUGH_ODD = 3;

/**
 * The encoding in which no character stands where it cannot. When several remain, the one in which all is Swedish counts
 * only if the others give a good many words that are not: one `ä` is as likely as the `è` of another encoding.
 */
function decide(lines: readonly Line[]): Decision {
  const looked = pickLines(lines);
  const readings = new Map<string, { encoding: OneByte; look: TextLook; texts: readonly string[] }>();
  for (const encoding of OF_ONE_BYTE) {
    const texts = looked.map((bytes) => iconv.decode(bytes, encoding));
    const key = texts.join("");
    if (readings.has(key)) continue;
    const look = lookAt(texts);
    if (!look.garbled) readings.set(key, { encoding, look, texts });
  }
  const possible = [...readings.values()].toSorted((a, b) => a.look.odd.size - b.look.odd.size);
  const [best, ...others] = possible;
  const isClear = (look: TextLook): boolean => look.odd.size >= ENOUGH_ODD && look.oddLetters.size > 1;
  if (
    best !== undefined &&
    (others.length === 0 || (best.look.odd.size === 0 && others.every(({ look }) => isClear(look))))
  )
    return { kind: "decided", encoding: best.encoding };
  return { kind: "doubt", readings: possible.map(({ encoding, texts }) => ({ encoding, sample: sampleLines(texts) })) };
}

function pickLines(lines: readonly Line[]): Buffer[] {
  const looked: Buffer[] = [];
  let bytes = 0;
  for (const line of lines) {
    if (bytes > MAX_LOOKED_BYTES) break;
    // Long lines are looked at from where their first letter beyond ASCII stands.
    const first = line.bytes.findIndex((byte) => byte > 0x7f);
    const from = Math.max(0, Math.min(first - 100, line.bytes.length - MAX_LINE_BYTES));
    const part = line.bytes.subarray(from, from + MAX_LINE_BYTES);
    looked.push(part);
    bytes += part.length;
  }
  return looked;
}

const MAX_SAMPLES = 3;

function sampleLines(texts: readonly string[]): string[] {
  return texts.slice(0, MAX_SAMPLES).map((text) => {
    // eslint-disable-next-line no-control-regex -- the first letter beyond ASCII
    const at = text.search(/[^\u0000-\u007F]/);
    return text.slice(Math.max(0, at - 40), at + 40).trim();
  });
}
