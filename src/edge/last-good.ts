import type { KvNamespace } from "./platform.ts";

/** A feed as the origin gave it. The bytes are kept as they came, so that a strong ETag stays true. */
export interface FeedCopy {
  readonly body: ArrayBuffer;
  readonly contentType: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** When the origin gave these bytes, ISO 8601. */
  readonly savedAt: string;
}

/** KV takes no longer ones. */
const MAX_KEY_BYTES = 512;

/** The address itself, or what stands for one that is too long for a key. Addresses are ASCII. */
async function keyOf(address: string): Promise<string> {
  if (address.length <= MAX_KEY_BYTES) return address;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(address));
  return `sha256:${[...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** The last copy the origin gave of that address, or null when there is none that can be read. */
export async function readLastGood(kv: KvNamespace, address: string): Promise<FeedCopy | null> {
  const { value, metadata } = await kv.getWithMetadata(await keyOf(address), "arrayBuffer");
  if (value === null || typeof metadata !== "object" || metadata === null) return null;
  const fields: Partial<Record<string, unknown>> = { ...metadata };
  const { contentType, savedAt } = fields;
  if (typeof contentType !== "string" || typeof savedAt !== "string") return null;
  return {
    body: value,
    contentType,
    savedAt,
    etag: textOrNull(fields["etag"]),
    lastModified: textOrNull(fields["lastModified"]),
  };
}

/** Replaces the last good copy of that address. */
export async function writeLastGood(kv: KvNamespace, address: string, copy: FeedCopy): Promise<void> {
  const { body, ...metadata } = copy;
  await kv.put(await keyOf(address), body, { metadata });
}

/** True when `next` says nothing that `last` does not: the same tag, or with no tags the same bytes. */
export function isSameCopy(last: FeedCopy | null, next: FeedCopy): boolean {
  if (last === null || last.etag !== next.etag) return false;
  return next.etag !== null || hasSameBytes(last.body, next.body);
}

function hasSameBytes(a: ArrayBuffer, b: ArrayBuffer): boolean {
  if (a.byteLength !== b.byteLength) return false;
  const bytes = new Uint8Array(b);
  return new Uint8Array(a).every((byte, index) => byte === bytes[index]);
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
