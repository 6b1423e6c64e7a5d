import { z } from "zod";
import { renderSlack } from "../../templates/slack.ts";
import { describeOnlyMessage } from "../../templates/message-content.ts";
import { findLargestFit } from "../../templates/text.ts";
import type { Failure, Outcome } from "../domain/delivery.ts";
import { tellError } from "../domain/error-text.ts";
import { createDescribe, createSend, fitsLimits, UNREADABLE_TARGET } from "./channel.ts";
import type { Channel, ChannelHealth, ContentInput, Cut, Envelope, Measure, WhenUnsure, Written } from "./channel.ts";
import { explain } from "./ruling.ts";
import { lookUpPost, METADATA_TYPE, timestampSchema } from "./slack/look-up.ts";
import { createSlackApi, type SlackApi, type SlackApiOptions } from "./slack/web-api.ts";

/** Without a token Slack is not set up, and everything but sending works. */
export type SlackOptions = { readonly token: null } | SlackApiOptions;

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
  sendingsPerSecond: 40,
  remotePerSecond: 5,
  targetGapMs: 1_000,
  sendingsAtOnce: 4,
  blocks: 50,
  textChars: 3_000,
  headerChars: 150,
  messageChars: 12_000,
};

/** Posts to Slack channels with a bot token (`chat.postMessage`). The engine tries again, this does not. */
export function createSlackChannel(options: SlackOptions): Channel {
  const api = options.token === null ? null : createSlackApi(options);
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
    whenUnsure: createLookUp(api),
    write: async (input) => write(input),
    address: addressMessage,
    measure: (payload) => measure(payloadSchema.parse(payload)),
    draw: (payload) => {
      const { text, blocks } = payloadSchema.parse(payload);
      return { kind: "slack-blocks", text, blocks };
    },
    send: createSend({
      targetSchema,
      payloadSchema,
      send: async ({ payload }) => (api === null ? NOT_SET_UP : send(api, payload)),
    }),
    check: () => check(api),
    close: async () => {},
  };
}

const NOT_SET_UP: Failure = { kind: "misconfigured", scope: "app", reason: "no Slack token is set" };

async function check(api: SlackApi | null): Promise<ChannelHealth> {
  if (api === null) return { state: "missing", detail: "SLACK_BOT_TOKEN is not set" };
  const answer = await api.call("auth.test", {});
  if (answer.kind === "failed") return { state: "failing", detail: answer.outcome.reason };
  const { team = "?" } = z.looseObject({ team: z.string().optional() }).parse(answer.body);
  return { state: "ready", detail: `Slack knows the token, in the workspace ${team}` };
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
  const metadata = { event_type: METADATA_TYPE, event_payload: { sending_key: sendingKey } };
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

async function send(api: SlackApi, payload: z.infer<typeof payloadSchema>): Promise<Outcome> {
  const answer = await api.call("chat.postMessage", payload);
  if (answer.kind === "failed") return answer.outcome;
  const posted = z.looseObject({ ts: timestampSchema }).safeParse(answer.body);
  // Slack itself always says where; whatever answered so may not be Slack.
  if (!posted.success) return explain({ kind: "unknown" }, "Slack: an answer that does not say where the message is");
  return { kind: "delivered", externalId: posted.data.ts };
}

function createLookUp(api: SlackApi | null): WhenUnsure {
  return {
    kind: "look-up",
    async lookUp({ target, payload, sendingKey, startedAt }) {
      if (api === null) return { kind: "not-known", reason: NOT_SET_UP.reason };
      const place = targetSchema.safeParse(target);
      if (!place.success) return { kind: "not-known", reason: UNREADABLE_TARGET };
      const { text } = messageSchema.partial().safeParse(payload).data ?? {};
      try {
        return await lookUpPost(api, { ...place.data, text, sendingKey, startedAt });
      } catch (error) {
        return { kind: "not-known", reason: explain({ kind: "unknown" }, tellError(error)).reason };
      }
    },
  };
}
