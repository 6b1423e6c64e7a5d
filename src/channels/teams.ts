import { createHash } from "node:crypto";
import { z } from "zod";
import { renderTeams, type AdaptiveCard } from "../../templates/teams.ts";
import { describeOnlyMessage } from "../../templates/message-content.ts";
import { findLargestFit } from "../../templates/text.ts";
import type { Outcome } from "../domain/delivery.ts";
import {
  createDescribe,
  fitsLimits,
  type Channel,
  type ContentInput,
  type Measure,
  type SendInput,
  type Written,
} from "./channel.ts";

/** What this needs of the outbound HTTP client. */
export interface TeamsHttp {
  request(input: {
    readonly url: string;
    readonly method: "POST";
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly timeoutMs: number;
    readonly maxBytes: number;
  }): Promise<
    | {
        readonly kind: "response";
        readonly status: number;
        readonly headers: Readonly<Record<string, string>>;
        readonly body: Uint8Array;
        readonly retryAfterMs: number | null;
      }
    | { readonly kind: "failed"; readonly reason: string }
  >;
}

export interface TeamsOptions {
  readonly http: TeamsHttp;
  /** Host names, and `*.example.com` for all below one; those of Power Automate's workflows when left out. */
  readonly allowedHosts?: readonly string[];
}

/** Where a workflow's webhook lives: https://learn.microsoft.com/power-automate/ip-address-configuration. */
const WORKFLOW_HOSTS = ["*.logic.azure.com", "*.powerplatform.com", "*.powerautomate.com"];

/**
 * 28 KB for the whole message and 4 requests a second:
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
const limits = { sendingsPerSecond: 4, sendingsAtOnce: 4, messageBytes: 28 * 1_024 };

const payloadSchema = z.object({ attachments: z.tuple([z.object({ content: z.unknown() })]) });

const REQUEST_TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 64 * 1_024;

/** Posts Adaptive Cards to the webhook of a Teams workflow. The address is the key to the channel: a secret. */
export function createTeamsChannel({ http, allowedHosts = WORKFLOW_HOSTS }: TeamsOptions): Channel {
  const targetSchema = z.object({
    webhookUrl: z
      .string()
      .max(2_000)
      .refine(
        (url) => isAllowed(url, allowedHosts),
        `should be an https address of a Teams workflow (${allowedHosts.join(", ")})`,
      ),
  });
  return {
    name: "teams",
    batches: false,
    targetSchema,
    limits,
    describeTarget: createDescribe({
      kind: "Teams",
      schema: targetSchema,
      describe: ({ webhookUrl }) => describeUrl(webhookUrl),
    }),
    remoteOf: (target) => new URL(targetSchema.parse(target).webhookUrl).hostname,
    whenUnsure: { kind: "person" },
    write: async (input) => write(input),
    address: (content) => content,
    measure,
    draw: (payload) => ({ kind: "adaptive-card", card: payloadSchema.parse(payload).attachments[0].content }),
    send: async (input) => {
      const { webhookUrl } = targetSchema.parse(input.target);
      return send(http, webhookUrl, input);
    },
    check: async () => ({ state: "ready", detail: "needs no setting: each team brings its own address" }),
    close: async () => {},
  };
}

function isAllowed(text: string, allowedHosts: readonly string[]): boolean {
  const url = URL.parse(text);
  if (url === null || url.protocol !== "https:" || url.username !== "" || url.password !== "") return false;
  return allowedHosts.some((host) =>
    host.startsWith("*.") ? url.hostname.endsWith(host.slice(1)) : url.hostname === host,
  );
}

/** Enough to tell two addresses apart, and nothing that opens one. */
function describeUrl(url: string): string {
  const fingerprint = createHash("sha256").update(url).digest("hex").slice(0, 8);
  const host = new URL(url).hostname.split(".").slice(-3).join(".");
  return `Teams webhook ${fingerprint} (${host})`;
}

function write(input: ContentInput): Written {
  const content = describeOnlyMessage(input.views, input.language);
  const render = (items: number, plainAdvice: boolean) => wrapCard(renderTeams(content, { items, plainAdvice }));
  const total = content.facts.items.length;
  const plainAdvice = fitsLimits(measure(render(total, true)));
  const items = findLargestFit(total, (count) => fitsLimits(measure(render(count, plainAdvice))));
  if (items === null) return { kind: "rejected", reason: `longer than Teams takes: ${limits.messageBytes} bytes` };
  const cuts = items < total ? [{ kind: "left-out", count: total - items } as const] : [];
  return { kind: "written", content: render(items, plainAdvice), cuts };
}

function measure(payload: unknown): Measure[] {
  const used = Buffer.byteLength(JSON.stringify(payload));
  return [{ name: "messageBytes", used, limit: limits.messageBytes, unit: "bytes", over: "left-out" }];
}

function wrapCard(content: AdaptiveCard) {
  const contentType = "application/vnd.microsoft.card.adaptive";
  return { type: "message", attachments: [{ contentType, contentUrl: null, content }] };
}

async function send(http: TeamsHttp, url: string, { payload, sendingKey }: SendInput): Promise<Outcome> {
  const answer = await http.request({
    url,
    method: "POST",
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(payload),
    timeoutMs: REQUEST_TIMEOUT_MS,
    maxBytes: MAX_ANSWER_BYTES,
  });
  if (answer.kind === "failed") return { kind: "retry", reason: `Teams: ${answer.reason}` };
  const status = readInnerStatus(answer.body) ?? answer.status;
  const runId = answer.headers["x-ms-workflow-run-id"];
  return explainStatus(status, { externalId: runId ?? sendingKey, retryAfterMs: answer.retryAfterMs });
}

/** Teams has told of its own refusals in the text of a 200: "Microsoft Teams endpoint returned HTTP error 429 with …". */
function readInnerStatus(body: Uint8Array): number | null {
  const match = /returned HTTP error (\d{3})/.exec(new TextDecoder().decode(body));
  return match === null ? null : Number(match[1]);
}

function explainStatus(
  status: number,
  { externalId, retryAfterMs }: { readonly externalId: string; readonly retryAfterMs: number | null },
): Outcome {
  const reason = `Teams: HTTP ${status}`;
  if (status >= 200 && status < 300) return { kind: "delivered", externalId };
  // The signature is part of the address, so a refused one is the target's fault and not ours.
  if ([401, 403, 404, 410].includes(status)) return { kind: "gone", reason };
  if (status === 408 || status === 429 || status >= 500) {
    return { kind: "retry", reason, ...(retryAfterMs === null ? {} : { afterMs: retryAfterMs }) };
  }
  return { kind: "rejected", reason };
}
