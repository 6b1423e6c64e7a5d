/** How a file of an encoding begins. */
export type Beginning = readonly [encoding: "utf-8" | "utf-16le" | "utf-16be" | "utf-32", bytes: readonly number[]];

/** The longest first, since UTF-16's mark begins one of UTF-32's. */
export const BYTE_ORDER_MARKS: readonly Beginning[] = [
  ["utf-32", [0xff, 0xfe, 0, 0]],
  ["utf-32", [0, 0, 0xfe, 0xff]],
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/** The encoding of the first beginning that the bytes have; null when they have none. */
export function findBeginning(bytes: Uint8Array, beginnings: readonly Beginning[]): Beginning[0] | null {
  const found = beginnings.find(([, beginning]) => beginning.every((byte, at) => bytes[at] === byte));
  return found?.[0] ?? null;
}
