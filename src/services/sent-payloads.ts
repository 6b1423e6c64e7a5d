import type { Channel } from "../channels/channel.ts";
import { readLatestSending, type StoredSending } from "../db/deliveries.ts";
import type { Db } from "../db/schema.ts";

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
