import { once } from "node:events";
import { createServer } from "node:http";
import { text as readText } from "node:stream/consumers";
import { z } from "zod";
import { createHttpClient, type HttpClient } from "../../src/net/http-client.ts";
import { findCardFaults } from "./adaptive-card.ts";
import { answerBadly, type BrokenAnswer } from "./broken-answer.ts";
import { portOf } from "./nobody.ts";

/** What Teams takes of a message, counted as the workflow hands it on: as a text in a text, in ASCII. */
const MAX_HANDED_ON_BYTES = 28 * 1_024;

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
  | { readonly kind: "error"; readonly status: number; readonly code: string }
  | { readonly kind: "rate-limited"; readonly retryAfter: string; readonly status?: number }
  | BrokenAnswer;

export interface TeamsDouble {
  /** Lets an address of a workflow, whatever its host, lead to the double. */
  readonly http: Pick<HttpClient, "request">;
  readonly posts: readonly { readonly path: string; readonly card: Record<string, unknown> }[];
  /** How many were taken with a 202 and never seen in Teams: too large. */
  countDropped(): number;
  answerNext(answer: TeamsAnswer): void;
  readonly stop: () => Promise<void>;
}

/** The far end of a Teams workflow's webhook, on 127.0.0.1. */
export async function startTeamsDouble(): Promise<TeamsDouble> {
  const posts: { path: string; card: Record<string, unknown> }[] = [];
  const answers: TeamsAnswer[] = [];
  let dropped = 0;
  const take = (path: string, body: string) => {
    if (JSON.stringify(body).replace(/[^\x20-\x7e]/g, "\\u0000").length > MAX_HANDED_ON_BYTES) return void dropped++;
    posts.push({ path, card: messageSchema.parse(JSON.parse(body)).attachments[0].content });
  };
  const server = createServer((request, response) => {
    void (async () => {
      const body = await readText(request);
      const answer = answers.shift();
      const say = (status: number, told: unknown, headers: Record<string, string> = {}) =>
        response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(told));
      if (answer?.kind === "error")
        return say(answer.status, { error: { code: answer.code, message: `It failed for ${request.url}` } });
      if (answer?.kind === "rate-limited") return say(answer.status ?? 429, {}, { "retry-after": answer.retryAfter });
      const fault = findFault(request.headers["content-type"], body);
      if (fault !== null) return say(fault.status, { error: { code: fault.code, message: fault.message } });
      if (answer === undefined || answer.isTaken === true) take(request.url ?? "", body);
      if (answer !== undefined) return answerBadly(response, answer);
      return response.writeHead(202, { "x-ms-workflow-run-id": "08584000000000000000000000001CU00" }).end();
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const host = `127.0.0.1:${portOf(server)}`;
  const client = createHttpClient({ userAgent: "Restsignal test", allowPrivateHosts: [host] });
  return {
    http: {
      request: (input) => {
        const { pathname, search } = new URL(input.url);
        return client.request({ ...input, url: `http://${host}${pathname}${search}` });
      },
    },
    posts,
    countDropped: () => dropped,
    answerNext: (answer) => void answers.push(answer),
    stop: async () => {
      server.closeAllConnections();
      await Promise.all([client.close(), new Promise((resolve) => server.close(resolve))]);
    },
  };
}

function findFault(contentType: string | undefined, body: string) {
  if (contentType?.startsWith("application/json") !== true)
    return { status: 415, code: "UnsupportedMediaType", message: "" };
  const message = messageSchema.safeParse(JSON.parse(body));
  if (!message.success) return { status: 400, code: "TriggerInputSchemaMismatch", message: message.error.message };
  const faults = findCardFaults(message.data.attachments[0].content);
  return faults.length === 0 ? null : { status: 400, code: "InvalidRequestContent", message: faults.join("\n") };
}
