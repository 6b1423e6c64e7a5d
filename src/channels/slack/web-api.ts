import { z } from "zod";
import type { Failure } from "../../domain/delivery.ts";
import { parseJson } from "../../domain/json.ts";
import type { HttpClient, HttpFailure, HttpResponse } from "../../net/http-client.ts";
import { explain, type Ruling } from "../ruling.ts";
import { ruleSlackCode, ruleSlackStatus } from "./outcomes.ts";

export interface SlackApiOptions {
  /** A bot token with `chat:write`. */
  readonly token: string;
  readonly http: Pick<HttpClient, "request">;
  /** Ends with `/`; Slack's own when left out. */
  readonly apiUrl?: string | undefined;
  /** Fifteen seconds for all of a question when left out. */
  readonly timeoutMs?: number;
}

export type SlackAnswer =
  | { readonly kind: "ok"; readonly body: unknown }
  /** `code` is Slack's own, where it gave one. */
  | { readonly kind: "failed"; readonly outcome: Failure; readonly code: string | null };

export interface SlackApi {
  /** Calls a method once; what came of it is always an answer. */
  call(method: string, args: Readonly<Record<string, unknown>>): Promise<SlackAnswer>;
}

const SLACK_API_URL = "https://slack.com/api/";
const REQUEST_TIMEOUT_MS = 15_000;
/** A page of a channel's history; what Slack says of a post is a fraction of it. */
const MAX_ANSWER_BYTES = 4_000_000;

/** Slack's Web API: one form, one answer, never another address than the one that is set. */
export function createSlackApi({
  token,
  http,
  apiUrl = SLACK_API_URL,
  timeoutMs = REQUEST_TIMEOUT_MS,
}: SlackApiOptions): SlackApi {
  return {
    async call(method, args) {
      const answer = await http.request({
        url: `${apiUrl}${method}`,
        method: "POST",
        headers: {
          authorization: `Bearer ${token}`,
          accept: "application/json",
          "content-type": "application/x-www-form-urlencoded; charset=utf-8",
        },
        body: writeForm(args),
        timeoutMs,
        maxBytes: MAX_ANSWER_BYTES,
        maxRedirects: 0,
      });
      return answer.kind === "response"
        ? readAnswer(answer)
        : { kind: "failed", outcome: explainBreak(answer), code: null };
    },
  };
}

/** Objects go as JSON in a field; what is null or not there is left out. */
function writeForm(args: Readonly<Record<string, unknown>>): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(args)) {
    if (value !== undefined && value !== null)
      form.set(name, typeof value === "string" ? value : JSON.stringify(value));
  }
  return form.toString();
}

const STAGES: Readonly<Record<HttpFailure["stage"], Ruling>> = {
  // The address is a setting of ours.
  refused: { kind: "misconfigured", scope: "app" },
  unsent: { kind: "retry", scope: "app" },
  redirected: { kind: "retry", scope: "app" },
  sent: { kind: "unknown" },
};

function explainBreak({ stage, reason }: HttpFailure): Failure {
  return explain(STAGES[stage], `Slack: ${reason}`);
}

const bodySchema = z.looseObject({ ok: z.boolean(), error: z.string().optional() });

function readAnswer({ status, body, retryAfterMs }: HttpResponse): SlackAnswer {
  const told = bodySchema.safeParse(parseJson(new TextDecoder().decode(body))).data;
  if (told?.ok === true && status < 300) return { kind: "ok", body: told };
  const code = told?.ok === false ? (told.error ?? null) : null;
  const isCode = code !== null && /^[a-z_]{1,60}$/.test(code);
  const ruling = isCode && status !== 429 ? ruleSlackCode(code) : ruleSlackStatus(status);
  const what = status < 300 ? "an answer that could not be read" : `HTTP ${status}`;
  return {
    kind: "failed",
    outcome: explain(ruling, `Slack: ${isCode ? code : what}`, retryAfterMs),
    code: isCode ? code : null,
  };
}
