import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text as readText } from "node:stream/consumers";
import { z } from "zod";
import { createHttpClient, type HttpClient } from "../../src/net/http-client.ts";
import { answerBadly, type BrokenAnswer } from "./broken-answer.ts";

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
  | { readonly kind: "error"; readonly code: string; readonly status?: number }
  | { readonly kind: "rate-limited"; readonly retryAfter: string }
  | BrokenAnswer;

export interface SlackPost {
  readonly ts: string;
  readonly channel: string;
  readonly text: string;
  readonly blocks: readonly z.infer<typeof blockSchema>[];
  readonly form: Readonly<Record<string, string>>;
}

export interface SlackDouble {
  readonly apiUrl: string;
  /** Lets the one way out of the program reach it. */
  readonly http: HttpClient;
  readonly posts: readonly SlackPost[];
  answerNext(answer: SlackAnswer): void;
  readonly stop: () => Promise<void>;
}

/** What a channel's history gives at once at the most, whatever is asked for. */
const HISTORY_PAGE = 15;

/**
 * A Web API that answers as Slack does, limits and error codes and all, on 127.0.0.1: `chat.postMessage`, `auth.test`,
 * `conversations.history` and `conversations.open`.
 */
export async function startSlackDouble({ token }: { readonly token: string }): Promise<SlackDouble> {
  const posts: SlackPost[] = [];
  const answers: SlackAnswer[] = [];
  const server = createServer((request, response) => {
    void handle({ request, response, token, answer: answers.shift(), posts });
  });
  const port = await listen(server);
  const http = createHttpClient({ userAgent: "Restsignal test", allowPrivateHosts: [`127.0.0.1:${port}`] });
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    http,
    posts,
    answerNext: (answer) => void answers.push(answer),
    stop: async () => {
      server.closeAllConnections();
      await Promise.all([http.close(), new Promise((resolve) => server.close(resolve))]);
    },
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly token: string;
  readonly answer: SlackAnswer | undefined;
  readonly posts: SlackPost[];
}

type Form = Readonly<Record<string, string>>;

async function handle({ request, response, token, answer, posts }: Exchange): Promise<void> {
  const form = Object.fromEntries(new URLSearchParams(await readText(request)));
  const say = (body: object, { status = 200, headers = {} } = {}) => {
    response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
    response.end(JSON.stringify(body));
  };
  if (request.headers.authorization !== `Bearer ${token}`) return say({ ok: false, error: "invalid_auth" });
  if (answer?.kind === "rate-limited")
    return say({ ok: false, error: "ratelimited" }, { status: 429, headers: { "retry-after": answer.retryAfter } });
  if (answer?.kind === "error") return say({ ok: false, error: answer.code }, { status: answer.status ?? 200 });
  const isTaken = answer === undefined || answer.isTaken === true;
  const told = isTaken ? answerMethod(request.url ?? "", { form, posts }) : {};
  if (answer === undefined) say(told);
  else answerBadly(response, answer);
}

function answerMethod(path: string, { form, posts }: { readonly form: Form; readonly posts: SlackPost[] }): object {
  switch (path) {
    case "/api/auth.test":
      return { ok: true, team: "Region Exempel", user: "restsignal" };
    case "/api/chat.postMessage":
      return takePost(form, posts);
    case "/api/conversations.open":
      return { ok: true, channel: { id: directChannel(form["users"] ?? "") } };
    case "/api/conversations.history":
      return readHistory(form, posts);
    default:
      return { ok: false, error: "unknown_method" };
  }
}

function takePost(form: Form, posts: SlackPost[]): object {
  const blocks = blocksSchema.safeParse(JSON.parse(form["blocks"] ?? "[]"));
  if (!blocks.success) {
    const messages = blocks.error.issues.map(
      (issue) => `[ERROR] ${issue.message} [json-pointer:/blocks/${issue.path.join("/")}]`,
    );
    return { ok: false, error: "invalid_blocks", errors: messages, response_metadata: { messages } };
  }
  if ((form["blocks"] ?? "").length > 13_200) return { ok: false, error: "msg_blocks_too_long" };
  const ts = `${Math.floor(Date.now() / 1_000)}.${String(posts.length + 1).padStart(6, "0")}`;
  const channel = directChannel(form["channel"] ?? "");
  posts.push({ ts, channel, text: form["text"] ?? "", blocks: blocks.data, form });
  return { ok: true, channel, ts };
}

/** What is written to a person stands in a conversation that has an id of its own. */
function directChannel(id: string): string {
  return id.startsWith("U") ? `D${id.slice(1)}` : id;
}

function readHistory(form: Form, posts: readonly SlackPost[]): object {
  const from = Number(form["oldest"] ?? 0);
  const to = Number(form["latest"] ?? Number.POSITIVE_INFINITY);
  const newestFirst = posts
    .filter(({ channel, ts }) => channel === form["channel"] && Number(ts) >= from && Number(ts) <= to)
    .toReversed();
  const start = Number(form["cursor"] ?? 0);
  const end = start + Math.min(Number(form["limit"] ?? HISTORY_PAGE), HISTORY_PAGE);
  const hasMore = end < newestFirst.length;
  return {
    ok: true,
    messages: newestFirst.slice(start, end).map(({ ts, text, blocks, form: sent }) => ({
      type: "message",
      bot_id: "B0123ABCD",
      ts,
      text,
      blocks,
      ...(form["include_all_metadata"] === "true" ? { metadata: JSON.parse(sent["metadata"] ?? "{}") } : {}),
    })),
    has_more: hasMore,
    ...(hasMore ? { response_metadata: { next_cursor: String(end) } } : {}),
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}
