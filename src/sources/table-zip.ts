import { crc32, inflateRawSync } from "node:zlib";
import { TABLE_LIMITS, TableFault } from "./table-rows.ts";

/** The records of an archive: what each begins with, and how many bytes it has before its texts. */
const END = { signature: 0x06054b50, bytes: 22 };
const ENTRY = { signature: 0x02014b50, bytes: 46 };
const LOCAL = { signature: 0x04034b50, bytes: 30 };
const MAX_COMMENT_BYTES = 65_535;
const MAX_ENTRIES = 10_000;
const METHODS = { stored: 0, deflated: 8 };

interface Entry {
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly packedBytes: number;
  readonly localAt: number;
}

export interface Archive {
  has(name: string): boolean;
  /** A file unpacked, once; throws `TableFault` when it is broken or all files together grow too large. */
  read(name: string): Buffer;
}

/**
 * Opens a ZIP archive in memory (APPNOTE.TXT 4.3, without ZIP64). What the archive says of unpacked sizes is not
 * believed: the bytes that come out are counted. Throws `TableFault` when it is no archive.
 */
export function openArchive(bytes: Buffer): Archive {
  const entries = readDirectory(bytes);
  const kept = new Map<string, Buffer>();
  let unpackedBytes = 0;
  return {
    has: (name) => entries.has(name),
    read(name) {
      const entry = entries.get(name);
      if (entry === undefined) throw broken(`${name} is missing`);
      const known = kept.get(name);
      if (known !== undefined) return known;
      const unpacked = unpack(bytes, { name, entry, maxBytes: TABLE_LIMITS.unzippedBytes - unpackedBytes });
      unpackedBytes += unpacked.length;
      if (crc32(unpacked) !== entry.crc) throw broken(`${name} is damaged`);
      kept.set(name, unpacked);
      return unpacked;
    },
  };
}

function readDirectory(bytes: Buffer): Map<string, Entry> {
  const end = bytes.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  if (end < Math.max(0, bytes.length - END.bytes - MAX_COMMENT_BYTES) || end + END.bytes > bytes.length)
    throw broken("its end is missing");
  if (bytes.readUInt32LE(end) !== END.signature) throw broken("its end is missing");
  const count = bytes.readUInt16LE(end + 10);
  if (count > MAX_ENTRIES) throw broken(`it holds ${count} files`);
  const entries = new Map<string, Entry>();
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY.bytes > end || bytes.readUInt32LE(at) !== ENTRY.signature) throw broken("its directory is damaged");
    const nameBytes = bytes.readUInt16LE(at + 28);
    const name = bytes.toString("utf8", at + ENTRY.bytes, at + ENTRY.bytes + nameBytes);
    entries.set(name.replaceAll("\\", "/").replace(/^\//, ""), {
      method: bytes.readUInt16LE(at + 10),
      encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      crc: bytes.readUInt32LE(at + 16),
      packedBytes: bytes.readUInt32LE(at + 20),
      localAt: bytes.readUInt32LE(at + 42),
    });
    at += ENTRY.bytes + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

interface Packed {
  readonly name: string;
  readonly entry: Entry;
  readonly maxBytes: number;
}

function unpack(bytes: Buffer, { name, entry, maxBytes }: Packed): Buffer {
  const { localAt, packedBytes, method } = entry;
  if (entry.encrypted) throw new TableFault("the workbook is protected by a password: save it without one");
  if (localAt + LOCAL.bytes > bytes.length || bytes.readUInt32LE(localAt) !== LOCAL.signature)
    throw broken(`${name} is damaged`);
  const start = localAt + LOCAL.bytes + bytes.readUInt16LE(localAt + 26) + bytes.readUInt16LE(localAt + 28);
  if (start + packedBytes > bytes.length) throw broken(`${name} is cut short`);
  const packed = bytes.subarray(start, start + packedBytes);
  if (method !== METHODS.stored && method !== METHODS.deflated)
    throw broken(`${name} is packed in a way that is not known here`);
  try {
    if (method === METHODS.deflated) return inflateRawSync(packed, { maxOutputLength: Math.max(1, maxBytes) });
  } catch (error) {
    if (!(error instanceof RangeError)) throw broken(`${name} is damaged`);
  }
  if (method === METHODS.stored && packed.length <= maxBytes) return packed;
  throw new TableFault(`the workbook unfolds to more than ${TABLE_LIMITS.unzippedBytes / 1e6} MB: is it a table?`);
}

function broken(problem: string): TableFault {
  return new TableFault(`the workbook cannot be unpacked (${problem}): save it as .xlsx again`);
}
