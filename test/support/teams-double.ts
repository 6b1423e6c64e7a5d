import { z } from "zod";
import type { TeamsHttp } from "../../src/channels/teams.ts";
import { findCardFaults } from "./adaptive-card.ts";

const MAX_MESSAGE_BYTES = 28 * 1_024;

const messageSchema = z.strictObject({
  type: z.literal("message"),
  attachments: z.tuple([
    z.strictObject({
      contentType: z.literal("application/vnd.microsoft.card.adaptive"),
      contentUrl: z.null(),
      content: z.looseObject({ type: z.literal("AdaptiveCard"), version: z.literal("1.5") }),
    }),
  ]),
});

/** What the double says instead of taking the next message. */
export type TeamsAnswer =
  | { readonly kind: "status"; readonly status: number; readonly body?: string; readonly retryAfterMs?: number }
  | { readonly kind: "failed" };

export interface TeamsDouble {
  readonly http: TeamsHttp;
  readonly posts: readonly { readonly url: string; readonly card: Record<string, unknown> }[];
  answerNext(answer: TeamsAnswer): void;
}

/** The far end of a Teams workflow's webhook, in the place of the outbound HTTP client. */
export function createTeamsDouble(): TeamsDouble {
  const posts: { url: string; card: Record<string, unknown> }[] = [];
  const answers: TeamsAnswer[] = [];
  const request: TeamsHttp["request"] = async ({ url, body, headers }) => {
    const answer = answers.shift();
    if (answer?.kind === "failed") return { kind: "failed", reason: `${new URL(url).hostname} refused the connection` };
    if (answer !== undefined) return respond(answer.status, answer.body ?? "", answer.retryAfterMs);
    if (headers["content-type"]?.startsWith("application/json") !== true) return respond(415, "");
    if (Buffer.byteLength(body) > MAX_MESSAGE_BYTES) return respond(413, "");
    const message = messageSchema.safeParse(JSON.parse(body));
    if (!message.success) return respond(400, message.error.message);
    const card = message.data.attachments[0].content;
    const faults = findCardFaults(card);
    if (faults.length > 0) return respond(400, faults.join("\n"));
    posts.push({ url, card });
    return respond(202, "");
  };
  return { http: { request }, posts, answerNext: (answer) => void answers.push(answer) };
}

function respond(status: number, body: string, retryAfterMs?: number) {
  return {
    kind: "response" as const,
    status,
    headers: status === 202 ? { "x-ms-workflow-run-id": "08584000000000000000000000001CU00" } : {},
    body: new TextEncoder().encode(body),
    retryAfterMs: retryAfterMs ?? null,
  };
}
