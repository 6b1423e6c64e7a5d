import { hash } from "node:crypto";
import { z } from "zod";
import type { Channel } from "../../src/channels/channel.ts";
import { mailSchema, writeMime } from "../../src/channels/email/mail.ts";
import type { Db } from "../../src/db/schema.ts";
import type { Ending } from "../../src/domain/delivery.ts";
import type { AttemptLine } from "../../src/domain/sending.ts";
import { canonForm } from "./slack-receiver.ts";

/** What the database knows of a sending at the end. */
export interface ArchivedSending {
  readonly id: number;
  readonly channel: string;
  readonly state: string;
  readonly key: string;
  readonly outcome: Ending | null;
  readonly log: readonly AttemptLine[];
  /** As the receivers write it down; of one that was never written it has none. */
  readonly sent: { readonly target: string; readonly hash: string } | null;
}

export interface ArchivedDelivery {
  readonly id: number;
  readonly messageId: number;
  readonly subscriptionId: number;
  readonly channel: string;
  readonly state: string;
  readonly sendingId: number | null;
  readonly outcome: Ending | null;
}

export interface Archive {
  readonly deliveries: readonly ArchivedDelivery[];
  readonly sendings: readonly ArchivedSending[];
}

/** Reads all that was sent, its payloads made anew from what is kept of them. */
export async function readArchive(db: Db, channels: ReadonlyMap<string, Channel>): Promise<Archive> {
  const deliveries = await db
    .selectFrom("delivery")
    .select(["id", "message_id as messageId", "subscription_id as subscriptionId", "channel", "state"])
    .select(["sending_id as sendingId", "outcome"])
    .orderBy("id")
    .execute();
  const rows = await db
    .selectFrom("sending")
    .leftJoin("sending_content", "sending_content.hash", "sending.content_hash")
    .select(["id", "channel", "state", "key", "outcome", "log", "envelope", "rendered_at as renderedAt", "content"])
    .orderBy("id")
    .execute();
  const sendings = [];
  for (const { envelope, renderedAt, content, ...row } of rows) {
    const { channel: name, state, key } = row;
    const channel = channels.get(name);
    if (channel === undefined || state === null || key === null)
      throw new Error(`crash test: unable to read sending ${row.id}`);
    const isWritten = envelope !== null && renderedAt !== null && content !== null;
    const payload = isWritten ? channel.address(content, { ...envelope, sendingKey: key, now: renderedAt }) : undefined;
    const sent = isWritten ? { target: nameTarget(envelope.target), hash: await hashSent(name, payload) } : null;
    sendings.push({ ...row, state, key, sent });
  }
  return { deliveries, sendings };
}

const targetSchema = z.object({
  channelId: z.string().optional(),
  webhookUrl: z.string().optional(),
  address: z.string().optional(),
});

/** As its receiver names it. */
function nameTarget(target: unknown): string {
  const { channelId, webhookUrl, address } = targetSchema.parse(target);
  return channelId ?? address ?? new URL(webhookUrl ?? "").pathname;
}

async function hashSent(channel: string, payload: unknown): Promise<string> {
  const sha256 = (bytes: string | Buffer) => hash("sha256", bytes, "hex");
  if (channel === "teams") return sha256(JSON.stringify(payload));
  if (channel === "slack") {
    const fields = Object.entries(z.record(z.string(), z.unknown()).parse(payload));
    const form = fields.map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]);
    return sha256(canonForm(Object.fromEntries(form)));
  }
  return sha256(await writeMime(mailSchema.parse(payload)));
}
