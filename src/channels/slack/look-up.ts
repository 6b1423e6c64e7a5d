import { z } from "zod";
import type { Heard } from "../channel.ts";
import type { SlackAnswer, SlackApi } from "./web-api.ts";

export const METADATA_TYPE = "restsignal_message";

/** For clocks that go apart. */
const WINDOW_BEFORE_MS = 2 * 60_000;
const PAGE_SIZE = 100;
const MAX_PAGES = 10;
const AGAIN_AFTER_MS = 60_000;
/** What somebody has to mend first, such as a token. */
const AGAIN_AFTER_MENDING_MS = 15 * 60_000;
/** The post that is looked for. */
interface Post {
  readonly channelId: string;
  /** What it says, where that can still be read. */
  readonly text: string | undefined;
  readonly sendingKey: string;
  readonly startedAt: Date;
}

/**
 * Whether a channel's own history, from the first attempt on, holds the message that carries the sending's key. It can
 * say "not heard" only where it was let read all of it.
 */
export async function lookUpPost(api: SlackApi, post: Post): Promise<Heard> {
  const conversation = await findConversation(api, post.channelId);
  if (typeof conversation !== "string") return conversation;
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await api.call("conversations.history", {
      channel: conversation,
      oldest: toTimestamp(post.startedAt.getTime() - WINDOW_BEFORE_MS),
      inclusive: true,
      include_all_metadata: true,
      limit: PAGE_SIZE,
      cursor,
    });
    if (answer.kind === "failed") return explainBlindness(answer);
    const history = historySchema.safeParse(answer.body);
    if (!history.success) return UNREADABLE;
    const found = findPost(history.data.messages, post);
    if (found !== null) return found;
    cursor = history.data.response_metadata?.next_cursor || undefined;
    if (cursor === undefined && history.data.has_more !== true) return { kind: "not-heard" };
    if (cursor === undefined) break;
  }
  return { kind: "not-known", reason: "Slack: the channel's history could not be read to its end" };
}

const UNREADABLE: Heard = {
  kind: "not-known",
  reason: "Slack: an answer that could not be read",
  afterMs: AGAIN_AFTER_MS,
};

const historySchema = z.looseObject({
  messages: z.array(z.unknown()),
  has_more: z.boolean().nullish(),
  response_metadata: z.looseObject({ next_cursor: z.string().nullish() }).nullish(),
});

export const timestampSchema = z.string().regex(/^\d{1,12}\.\d{1,10}$/);

const messageSchema = z.looseObject({
  ts: timestampSchema,
  text: z.string().nullish(),
  metadata: z
    .looseObject({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()).nullish() })
    .nullish(),
});

function findPost(messages: readonly unknown[], post: Post): Heard | null {
  const read = messages.flatMap((message) => messageSchema.safeParse(message).data ?? []);
  const found = read.find(
    ({ metadata }) =>
      metadata?.event_type === METADATA_TYPE && metadata.event_payload?.["sending_key"] === post.sendingKey,
  );
  if (found !== undefined) return { kind: "heard", externalId: found.ts };
  // Our words without our key: metadata is kept from us, and whether it is this one or another's nobody can say.
  const isKept = read.some(({ metadata, text }) => metadata == null && text != null && text === post.text);
  if (isKept) return { kind: "not-known", reason: "Slack: the history does not show what its messages carry" };
  return read.length === messages.length ? null : UNREADABLE;
}

/** A person has a conversation with the app, and its id is not the person's. */
async function findConversation(api: SlackApi, channelId: string): Promise<string | Heard> {
  if (!channelId.startsWith("U")) return channelId;
  const answer = await api.call("conversations.open", { users: channelId });
  if (answer.kind === "failed") return explainBlindness(answer);
  const opened = z.looseObject({ channel: z.looseObject({ id: z.string() }) }).safeParse(answer.body);
  return opened.success ? opened.data.channel.id : UNREADABLE;
}

/** Errors that no waiting mends: the app was not given the right to look. */
const NOT_ALLOWED: ReadonlySet<string> = new Set(["missing_scope", "not_allowed_token_type", "no_permission"]);

function explainBlindness({ outcome, code }: Extract<SlackAnswer, { kind: "failed" }>): Heard {
  const { reason } = outcome;
  switch (outcome.kind) {
    case "retry":
      return { kind: "not-known", reason, afterMs: outcome.afterMs ?? AGAIN_AFTER_MS };
    case "unknown":
      return { kind: "not-known", reason, afterMs: outcome.afterMs ?? AGAIN_AFTER_MS };
    case "misconfigured":
      if (code !== null && NOT_ALLOWED.has(code)) return { kind: "not-known", reason };
      return { kind: "not-known", reason, afterMs: AGAIN_AFTER_MENDING_MS };
    case "gone":
    case "rejected":
      return { kind: "not-known", reason };
  }
}

/** Slack tells time in seconds. */
function toTimestamp(ms: number): string {
  return (ms / 1_000).toFixed(6);
}
