import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text as readText } from "node:stream/consumers";
import { z } from "zod";

const blockSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("header"),
    text: z.strictObject({ type: z.literal("plain_text"), text: z.string().min(1).max(150), emoji: z.boolean() }),
  }),
  z.strictObject({
    type: z.literal("section"),
    text: z.looseObject({ type: z.enum(["plain_text", "mrkdwn"]), text: z.string().min(1).max(3_000) }),
  }),
  z.strictObject({
    type: z.literal("context"),
    elements: z
      .array(z.looseObject({ type: z.literal("mrkdwn"), text: z.string().min(1).max(3_000) }))
      .min(1)
      .max(10),
  }),
  z.strictObject({ type: z.literal("divider") }),
]);
const blocksSchema = z.array(blockSchema).max(50);

/** What the double says instead of taking the next message. */
export type SlackAnswer =
  | { readonly kind: "error"; readonly code: string }
  | { readonly kind: "rate-limited"; readonly retryAfterS: number }
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "hang-up" };

export interface SlackPost {
  readonly channel: string;
  readonly text: string;
  readonly blocks: readonly z.infer<typeof blockSchema>[];
  readonly form: Readonly<Record<string, string>>;
}

export interface SlackDouble {
  readonly apiUrl: string;
  readonly posts: readonly SlackPost[];
  answerNext(answer: SlackAnswer): void;
  readonly stop: () => Promise<void>;
}

/** A Web API that answers `chat.postMessage` and `auth.test` as Slack does, limits and error codes and all, on 127.0.0.1. */
export async function startSlackDouble({ token }: { readonly token: string }): Promise<SlackDouble> {
  const posts: SlackPost[] = [];
  const answers: SlackAnswer[] = [];
  const server = createServer((request, response) => {
    void handle({ request, response, token, answer: answers.shift(), posts });
  });
  const port = await listen(server);
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    posts,
    answerNext: (answer) => void answers.push(answer),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly token: string;
  readonly answer: SlackAnswer | undefined;
  readonly posts: SlackPost[];
}

async function handle({ request, response, token, answer, posts }: Exchange): Promise<void> {
  const form = Object.fromEntries(new URLSearchParams(await readText(request)));
  const say = (body: object, { status = 200, headers = {} } = {}) => {
    response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
    response.end(JSON.stringify(body));
  };
  if (request.headers.authorization !== `Bearer ${token}`) return say({ ok: false, error: "invalid_auth" });
  if (request.url === "/api/auth.test") return say({ ok: true, team: "Region Exempel", user: "restsignal" });
  if (request.url !== "/api/chat.postMessage") return say({ ok: false, error: "unknown_method" });
  if (answer?.kind === "hang-up") return void response.destroy();
  if (answer?.kind === "rate-limited")
    return say(
      { ok: false, error: "ratelimited" },
      { status: 429, headers: { "retry-after": String(answer.retryAfterS) } },
    );
  if (answer?.kind === "status") return void response.writeHead(answer.status).end("<html>an error page</html>");
  if (answer?.kind === "error") return say({ ok: false, error: answer.code });

  const blocks = blocksSchema.safeParse(JSON.parse(form["blocks"] ?? "[]"));
  if (!blocks.success) {
    const messages = blocks.error.issues.map(
      (issue) => `[ERROR] ${issue.message} [json-pointer:/blocks/${issue.path.join("/")}]`,
    );
    return say({ ok: false, error: "invalid_blocks", errors: messages, response_metadata: { messages } });
  }
  if ((form["blocks"] ?? "").length > 13_200) return say({ ok: false, error: "msg_blocks_too_long" });
  posts.push({ channel: form["channel"] ?? "", text: form["text"] ?? "", blocks: blocks.data, form });
  say({ ok: true, channel: form["channel"], ts: `1787300000.${String(posts.length).padStart(6, "0")}` });
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}
