import type { IncomingMessage, ServerResponse } from "node:http";
import { text as readText } from "node:stream/consumers";
import { z } from "zod";
import { draw } from "./answers.ts";
import { sayAnswer } from "./http-answer.ts";
import type { Desk } from "./receivers-process.ts";

const metadataSchema = z.object({ event_type: z.string(), event_payload: z.object({ sending_key: z.string() }) });

type Form = Readonly<Record<string, string>>;

/** In so many of 1,000 cases the history is not to be had now. */
const HISTORY_TROUBLES = 100;

/** A workspace that takes `chat.postMessage` and whose channels' history can be read. */
export function createSlackReceiver(desk: Desk, options: { seed: number; isCalm: () => boolean }) {
  /** What each key came with. */
  const texts = new Map<string, { readonly text: string; readonly metadata: z.infer<typeof metadataSchema> }>();
  let readings = 0;

  const listPosts = (channel: string) =>
    desk.entries.flatMap(({ taken, target, key, at }, index) => {
      const post = texts.get(key ?? "");
      if (!taken || target !== channel || post === undefined) return [];
      // Two of one millisecond are told apart by the rest.
      return [{ type: "message", ts: `${(at / 1_000).toFixed(3)}${String(index % 1_000).padStart(3, "0")}`, ...post }];
    });

  async function takePost(form: Form, response: ServerResponse): Promise<void> {
    const metadata = metadataSchema.parse(JSON.parse(form["metadata"] ?? ""));
    const key = metadata.event_payload.sending_key;
    const target = form["channel"] ?? "";
    texts.set(key, { text: form["text"] ?? "", metadata });
    const answer = await desk.decide({ channel: "slack", target, key, bytes: canonForm(form) });
    const ts = listPosts(target).at(-1)?.ts ?? "0.0";
    await sayAnswer(response, answer, {
      ok: { status: 200, body: JSON.stringify({ ok: true, channel: target, ts }) },
      "slow-down": { status: 429, body: `{"ok":false,"error":"ratelimited"}`, headers: { "retry-after": "1" } },
      fail: { status: 200, body: `{"ok":false,"error":"fatal_error"}` },
      refuse: { status: 200, body: `{"ok":false,"error":"msg_too_long"}` },
    });
  }

  function readHistory(form: Form, response: ServerResponse): void {
    readings += 1;
    const isTroubled = !options.isCalm() && draw(options.seed, `history ${readings}`) * 1_000 < HISTORY_TROUBLES;
    if (isTroubled) return void response.writeHead(500).end("<html>an error page</html>");
    const [oldest, latest] = [Number(form["oldest"] ?? 0), Number(form["latest"] ?? Infinity)];
    const messages = listPosts(form["channel"] ?? "").filter(({ ts }) => Number(ts) >= oldest && Number(ts) <= latest);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ ok: true, messages: messages.toReversed(), has_more: false }));
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = Object.fromEntries(new URLSearchParams(await readText(request)));
    if (request.url === "/api/chat.postMessage") return takePost(form, response);
    if (request.url === "/api/conversations.history") return readHistory(form, response);
    response.writeHead(200, { "content-type": "application/json" }).end(`{"ok":false,"error":"unknown_method"}`);
  }
  return (request: IncomingMessage, response: ServerResponse): void => {
    // Whoever is killed in the middle of a request has sent none.
    handle(request, response).catch(() => void response.destroy());
  };
}

/** A form in the order of its names: how it was written on the wire does not matter. */
export function canonForm(form: Form): string {
  return JSON.stringify(Object.entries(form).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
