import { webApi } from "@slack/bolt";
import { z } from "zod";
import { renderSlack } from "../../templates/slack.ts";
import { describeOnlyMessage } from "../../templates/message-content.ts";
import { findLargestFit } from "../../templates/text.ts";
import type { Failure, Outcome } from "../domain/delivery.ts";
import { createDescribe, fitsLimits, type Channel, type ChannelHealth, type Cut, type Measure } from "./channel.ts";
import type { ContentInput, Envelope, SendInput, Written } from "./channel.ts";

export interface SlackOptions {
  /** A bot token with `chat:write`; null when Slack is not set up. */
  readonly token: string | null;
  /** Ends with `/`; Slack's own when left out. */
  readonly apiUrl?: string;
}

const targetSchema = z.object({
  channelId: z.string().regex(/^[CGDU][A-Z0-9]{6,20}$/, "should be the id of a channel or a person, such as C0123ABCD"),
});

const messageSchema = z.object({ text: z.string(), blocks: z.array(z.looseObject({ type: z.string() })) });

const payloadSchema = messageSchema.extend({
  channel: z.string(),
  unfurl_links: z.literal(false),
  unfurl_media: z.literal(false),
  metadata: z.looseObject({ event_type: z.string() }),
});

/**
 * 50 blocks, 3,000 characters a text and 150 a header: https://docs.slack.dev/reference/block-kit. All blocks together
 * as JSON: nowhere written, measured at about 13,200: https://github.com/slackapi/bolt-js/issues/2509.
 * A channel takes one message a second and a workspace "several hundred" a minute: https://docs.slack.dev/apis/web-api/rate-limits.
 */
const limits = {
  sendingsPerSecond: 4,
  sendingsAtOnce: 4,
  blocks: 50,
  textChars: 3_000,
  headerChars: 150,
  messageChars: 12_000,
};

const REQUEST_TIMEOUT_MS = 15_000;

/** Posts to Slack channels with a bot token (`chat.postMessage`). The queue retries, this does not. */
export function createSlackChannel({ token, apiUrl }: SlackOptions): Channel {
  const client = token === null ? null : createClient(token, apiUrl);
  return {
    name: "slack",
    batches: false,
    targetSchema,
    limits,
    sampleTarget: { channelId: "C0000000000" },
    describeTarget: createDescribe({
      kind: "Slack",
      schema: targetSchema,
      describe: ({ channelId }) => `Slack ${channelId}`,
    }),
    remoteOf: () => "workspace",
    whenUnsure: { kind: "person" },
    write: async (input) => write(input),
    address: addressMessage,
    measure: (payload) => measure(payloadSchema.parse(payload)),
    draw: (payload) => {
      const { text, blocks } = payloadSchema.parse(payload);
      return { kind: "slack-blocks", text, blocks };
    },
    send: async (input) =>
      client === null ? { kind: "misconfigured", scope: "app", reason: "no Slack token is set" } : send(client, input),
    check: () => check(client),
    close: async () => {},
  };
}

function createClient(token: string, apiUrl: string | undefined): webApi.WebClient {
  return new webApi.WebClient(token, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    timeout: REQUEST_TIMEOUT_MS,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    allowAbsoluteUrls: false,
    logger: silentLogger,
  });
}

/** What the client would print is in the outcome. */
const silentLogger: webApi.Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => webApi.LogLevel.ERROR,
  setName: () => {},
};

async function check(client: webApi.WebClient | null): Promise<ChannelHealth> {
  if (client === null) return { state: "missing", detail: "SLACK_BOT_TOKEN is not set" };
  try {
    const { team } = await client.auth.test();
    return { state: "ready", detail: `Slack knows the token, in the workspace ${team ?? "?"}` };
  } catch (error) {
    return { state: "failing", detail: explainError(error).reason };
  }
}

function write(input: ContentInput): Written {
  const content = describeOnlyMessage(input.views, input.language);
  const render = (items: number, plainAdvice: boolean, maxTextChars: number = limits.textChars) =>
    renderSlack(content, { maxTextChars, maxHeaderChars: limits.headerChars, items, plainAdvice });
  const total = content.facts.items.length;
  // The advice stands in the blocks: what is told again for screen readers must cost no reader a line.
  const plainAdvice = fitsLimits(measure(render(total, true)));
  const items = findLargestFit(total, (count) => fitsLimits(measure(render(count, plainAdvice))));
  if (items === null) {
    return {
      kind: "rejected",
      reason: `longer than Slack takes: ${limits.blocks} blocks, ${limits.messageChars} characters`,
    };
  }
  const message = render(items, plainAdvice);
  const unsplit = render(items, plainAdvice, Number.POSITIVE_INFINITY);
  const cuts: readonly Cut[] = [
    { kind: "left-out", count: total - items },
    { kind: "split", count: message.blocks.length - unsplit.blocks.length },
  ];
  const isMoved = message.blocks[0]?.type !== "header";
  return {
    kind: "written",
    content: message,
    cuts: [
      ...cuts.filter((cut) => "count" in cut && cut.count > 0),
      ...(isMoved ? [{ kind: "headline-as-text" } as const] : []),
    ],
  };
}

function addressMessage(content: unknown, { target, sendingKey }: Envelope) {
  const { channelId } = targetSchema.parse(target);
  const metadata = { event_type: "restsignal_message", event_payload: { sending_key: sendingKey } };
  return { channel: channelId, ...messageSchema.parse(content), unfurl_links: false, unfurl_media: false, metadata };
}

/** A block with texts of whatever kind; what else it holds counts for nothing. */
const textBlockSchema = z.object({
  type: z.string(),
  text: z.object({ text: z.string() }).optional(),
  elements: z.array(z.object({ text: z.string() })).optional(),
});

function measure({ text, blocks }: { readonly text: string; readonly blocks: readonly unknown[] }): Measure[] {
  const parsed = blocks.map((block) => textBlockSchema.parse(block));
  const longest = (kept: typeof parsed) =>
    Math.max(
      0,
      ...kept.flatMap((block) => [block.text, ...(block.elements ?? [])].map((part) => part?.text.length ?? 0)),
    );
  const isHeader = ({ type }: { readonly type: string }) => type === "header";
  const chars = { unit: "characters", limit: limits.textChars } as const;
  return [
    { name: "blocks", used: blocks.length, limit: limits.blocks, unit: "blocks", over: "left-out" },
    { ...chars, name: "textChars", used: longest(parsed.filter((block) => !isHeader(block))), over: "split" },
    {
      ...chars,
      name: "headerChars",
      used: longest(parsed.filter(isHeader)),
      limit: limits.headerChars,
      over: "headline-as-text",
    },
    {
      ...chars,
      name: "messageChars",
      used: text.length + JSON.stringify(blocks).length,
      limit: limits.messageChars,
      over: "left-out",
    },
  ];
}

async function send(client: webApi.WebClient, input: SendInput): Promise<Outcome> {
  const payload = payloadSchema.parse(input.payload);
  try {
    const answer = await client.apiCall("chat.postMessage", payload);
    const { success, data } = z.object({ ts: z.string() }).safeParse(answer);
    return { kind: "delivered", externalId: success ? data.ts : input.sendingKey };
  } catch (error) {
    return explainError(error);
  }
}

function explainError(error: unknown): Failure {
  if (error instanceof webApi.WebAPIRateLimitedError)
    return { kind: "retry", reason: "Slack: rate limited", afterMs: error.retryAfter * 1_000 };
  if (error instanceof webApi.WebAPIPlatformError) return explainCode(error.data.error);
  if (error instanceof webApi.WebAPIHTTPError) {
    const reason = `Slack: HTTP ${error.statusCode}`;
    return error.statusCode === 413 ? { kind: "rejected", reason } : { kind: "retry", reason };
  }
  return { kind: "retry", reason: "Slack: no whole answer came" };
}

/** The errors of https://docs.slack.dev/reference/methods/chat.postMessage; one that is not here is tried again. */
const outcomesByCode: ReadonlyMap<string, "gone" | "rejected" | "misconfigured"> = new Map([
  ...list("gone", [
    "channel_not_found",
    "is_archived",
    "is_inactive",
    "not_in_channel",
    "user_not_found",
    "user_not_visible",
    "cannot_dm_bot",
    "messages_tab_disabled",
    "restricted_action",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "restricted_action_non_threadable_channel",
    "channel_type_not_supported",
  ]),
  ...list("rejected", [
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_arguments",
    "invalid_arg_name",
    "invalid_array_arg",
    "invalid_charset",
    "invalid_form_data",
    "invalid_post_type",
    "invalid_metadata_format",
    "invalid_metadata_schema",
    "metadata_too_large",
    "metadata_must_be_sent_from_app",
    "msg_too_long",
    "msg_blocks_too_long",
    "no_text",
  ]),
  ...list("misconfigured", [
    "invalid_auth",
    "not_authed",
    "token_revoked",
    "token_expired",
    "account_inactive",
    "missing_scope",
    "no_permission",
    "access_denied",
    "not_allowed_token_type",
    "org_login_required",
    "team_access_not_granted",
    "two_factor_setup_required",
  ]),
]);

function list<K extends string>(kind: K, codes: readonly string[]): readonly (readonly [string, K])[] {
  return codes.map((code) => [code, kind]);
}

function explainCode(code: string): Failure {
  const reason = /^[a-z_]{1,60}$/.test(code) ? `Slack: ${code}` : "Slack: an answer that could not be read";
  const kind = outcomesByCode.get(code) ?? "retry";
  return kind === "misconfigured" ? { kind, scope: "app", reason } : { kind, reason };
}
