import type { Channel, Drawing } from "../channels/channel.ts";
import { readLatestSending, type StoredSending } from "../db/deliveries.ts";
import type { Db } from "../db/schema.ts";
import { cutReceiver } from "../db/sent-text.ts";

/** The exact payload of a sending, as it went out or would have. */
function payloadOf(channel: Channel, { payload, content, envelope, key, renderedAt }: StoredSending): unknown {
  if (envelope === null || key === null || renderedAt === null) return payload;
  return channel.address(content, { ...envelope, sendingKey: key, now: renderedAt });
}

/** The newest payload written for a channel in a region, or null: a look at what was, or would have been, sent. */
export async function readLatestPayload(
  { db, channels }: { db: Db; channels: ReadonlyMap<string, Channel> },
  input: { channel: string; regionCode: string },
): Promise<unknown> {
  const channel = channels.get(input.channel);
  const stored = await readLatestSending(db, input);
  return channel === undefined || stored === null ? null : payloadOf(channel, stored);
}

/**
 * What a sending is, for people to look at: the payload itself with its receiver hidden.
 * - `unwritten`: its first attempt has not been made. · `broken`: it can no longer be made of what is kept, which is `data`;
 *   null when that has been cleared away.
 */
export type ShownPayload =
  | { readonly kind: "shown"; readonly payload: unknown; readonly drawing: Drawing | null }
  | { readonly kind: "broken"; readonly data: unknown }
  | { readonly kind: "unwritten" };

export function showPayload(
  channel: Channel | undefined,
  stored: StoredSending & { readonly subscription: { readonly target: unknown } },
): ShownPayload {
  const { payload, content, envelope, renderedAt, subscription } = stored;
  if (renderedAt === null) return { kind: "unwritten" };
  const token = envelope?.unsubscribeUrl.split("/").at(-1) ?? "";
  const hide = (value: unknown) =>
    cutReceiver(cutReceiver(value, { target: envelope?.target ?? null, token }), { ...subscription, token });
  const broken: ShownPayload = { kind: "broken", data: hide(content ?? payload ?? null) };
  // What a region keeps no longer is there in part, or not at all.
  const isWhole = payload !== null || (content !== null && envelope !== null);
  if (channel === undefined || !isWhole) return broken;
  try {
    const sent = payloadOf(channel, stored);
    const drawing = channel.draw?.(sent);
    return { kind: "shown", payload: hide(sent), drawing: drawing === undefined ? null : hideInDrawing(drawing, hide) };
  } catch {
    // What it was made with then is not what we have now.
    return broken;
  }
}

/** The same kind of drawing, since only texts in it become others. */
function hideInDrawing(drawing: Drawing, hide: (value: unknown) => unknown): Drawing {
  return hide(drawing) as Drawing;
}
