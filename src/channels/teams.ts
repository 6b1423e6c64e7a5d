import { createHash } from "node:crypto";
import { z } from "zod";
import { renderTeams, type AdaptiveCard } from "../../templates/teams.ts";
import { describeOnlyMessage } from "../../templates/message-content.ts";
import { findLargestFit } from "../../templates/text.ts";
import type { Outcome } from "../domain/delivery.ts";
import { parseJson } from "../domain/json.ts";
import type { HttpClient, HttpFailure, HttpResponse } from "../net/http-client.ts";
import { createDescribe, createRemoteOf, createSend, fitsLimits } from "./channel.ts";
import type { Channel, ContentInput, Measure, SendInput, Written } from "./channel.ts";
import { explain, type Ruling } from "./ruling.ts";
import { ruleWorkflowAnswer } from "./teams/outcomes.ts";

export interface TeamsOptions {
  readonly http: Pick<HttpClient, "request">;
  /** Host names, and `*.example.com` for all below one; those of Power Automate's workflows when left out. */
  readonly allowedHosts?: readonly string[];
  /** Half a minute for all of an answer when left out: a workflow may answer when it is through. */
  readonly timeoutMs?: number;
  /** The same, beside them. */
  readonly moreHosts?: readonly string[];
}

/** Where a workflow's webhook lives: https://learn.microsoft.com/power-automate/ip-address-configuration. */
const WORKFLOW_HOSTS = ["*.logic.azure.com", "*.powerplatform.com", "*.powerautomate.com"];

/**
 * 28 KB for the whole message and 4 requests a second:
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
const limits = { sendingsPerSecond: 40, remotePerSecond: 4, sendingsAtOnce: 4, messageBytes: 28 * 1_024 };

/**
 * What Teams counts is the card as the workflow hands it on, and a message over the limit is dropped after the 202: 24,453
 * bytes of ours were 28,897 of its own in https://github.com/MicrosoftDocs/msteams-docs/issues/11274.
 */
const TEAMS_BYTES_PER_BYTE = 1.18;

/** In the order in which we write it, since what was checked is what is sent. */
const payloadSchema = z.looseObject({
  type: z.unknown(),
  attachments: z.tuple([
    z.looseObject({ contentType: z.unknown(), contentUrl: z.unknown(), content: z.looseObject({}) }),
  ]),
});

const REQUEST_TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 64 * 1_024;

/** Posts Adaptive Cards to the webhook of a Teams workflow. The address is the key to the channel: a secret. */
export function createTeamsChannel(options: TeamsOptions): Channel {
  const { http, moreHosts = [], timeoutMs = REQUEST_TIMEOUT_MS } = options;
  const allowedHosts = [...(options.allowedHosts ?? WORKFLOW_HOSTS), ...moreHosts];
  const targetSchema = z.object({
    webhookUrl: z
      .string()
      .max(2_000)
      // As it stands in the source of a page or a mail that it was copied from.
      .transform((url) => url.replaceAll("&amp;", "&"))
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
    remoteOf: createRemoteOf(targetSchema, ({ webhookUrl }) => new URL(webhookUrl).hostname),
    // What became of it is seen in Teams only.
    whenUnsure: { kind: "person" },
    write: async (input) => write(input),
    address: (content) => content,
    measure,
    draw: (payload) => ({ kind: "adaptive-card", card: payloadSchema.parse(payload).attachments[0].content }),
    send: createSend({
      targetSchema,
      payloadSchema,
      misfit: (payload) => (fitsLimits(measure(payload)) ? null : TOO_LONG),
      send: ({ target, ...input }) => send({ http, timeoutMs }, target.webhookUrl, input),
    }),
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
  if (items === null) return { kind: "rejected", reason: TOO_LONG };
  const cuts = items < total ? [{ kind: "left-out", count: total - items } as const] : [];
  return { kind: "written", content: render(items, plainAdvice), cuts };
}

const TOO_LONG = `longer than Teams takes: ${limits.messageBytes} bytes`;

function measure(payload: unknown): Measure[] {
  const text = JSON.stringify(payload);
  // The workflow carries it as a text within a text, with a number for each letter that is not ASCII.
  const handedOn = JSON.stringify(text).replace(/[^\x20-\x7e]/g, "\\u0000").length;
  const used = Math.max(handedOn, Math.ceil(Buffer.byteLength(text) * TEAMS_BYTES_PER_BYTE));
  return [{ name: "messageBytes", used, limit: limits.messageBytes, unit: "bytes", over: "left-out" }];
}

function wrapCard(content: AdaptiveCard) {
  const contentType = "application/vnd.microsoft.card.adaptive";
  return { type: "message", attachments: [{ contentType, contentUrl: null, content }] };
}

async function send(
  { http, timeoutMs }: Required<Pick<TeamsOptions, "http" | "timeoutMs">>,
  url: string,
  { payload, sendingKey }: Omit<SendInput, "target">,
): Promise<Outcome> {
  const answer = await http.request({
    url,
    method: "POST",
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(payload),
    timeoutMs,
    maxBytes: MAX_ANSWER_BYTES,
    // The address is the secret: no other is handed what goes to it.
    maxRedirects: 0,
  });
  if (answer.kind === "failed") return explain(STAGES[answer.stage], `Teams: ${answer.reason}`);
  return explainAnswer(answer, sendingKey);
}

const STAGES: Readonly<Record<HttpFailure["stage"], Ruling>> = {
  // Its name leads into a closed network now. Others at the same host find out for themselves.
  refused: { kind: "misconfigured", scope: "target" },
  unsent: { kind: "retry", scope: "installation" },
  redirected: { kind: "misconfigured", scope: "target" },
  sent: { kind: "unknown" },
};

function explainAnswer({ status, headers, body, retryAfterMs }: HttpResponse, sendingKey: string): Outcome {
  const text = new TextDecoder().decode(body).trim();
  const isPage = text.startsWith("<");
  const told = isPage ? null : findTrouble(text);
  if (status >= 200 && status < 300 && !isPage && told === null) {
    // 202 comes before the workflow's second step, and 200 where its owner says so: neither knows what Teams will do.
    const runId = headers["x-ms-workflow-run-id"] ?? "";
    return { kind: "accepted", externalId: /^[\w-]{1,100}$/.test(runId) ? runId : sendingKey };
  }
  const code = told?.code ?? null;
  const isCode = code !== null && /^[A-Z][A-Za-z]{1,59}$/.test(code);
  const ruling = ruleWorkflowAnswer({ status, code, isPage, asksForWait: retryAfterMs !== null });
  return explain(ruling, `Teams: HTTP ${status}${isCode ? ` ${code}` : ""}`, retryAfterMs);
}

const TROUBLE = /\b(error|fail(ed|ure)?|exception|denied)\b/i;

const notFalse = z
  .unknown()
  .refine((told) => told !== false)
  .optional();
const anObject = z.looseObject({});
/** An object that tells of no error. */
const fineSchema = anObject.extend({
  error: z.literal(["", null]).optional(),
  errors: z.union([z.array(z.unknown()).max(0), z.literal(["", 0, false, null])]).optional(),
  ok: notFalse,
  success: notFalse,
  status: z
    .unknown()
    .refine((told) => typeof told !== "string" || !TROUBLE.test(told))
    .optional(),
});
const codedSchema = z.looseObject({ error: z.looseObject({ code: z.string() }) });

/** What an answer tells of an error, in Power Automate's words or in those of a workflow's owner; null when nothing. */
function findTrouble(text: string): { readonly code: string | null } | null {
  const json = parseJson(text);
  // Words of the owner's, written as JSON or not.
  if (json === undefined || typeof json === "string") return TROUBLE.test(text) ? { code: null } : null;
  if (!anObject.safeParse(json).success || fineSchema.safeParse(json).success) return null;
  return { code: codedSchema.safeParse(json).data?.error.code ?? null };
}
