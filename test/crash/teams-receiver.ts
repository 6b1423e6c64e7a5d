import type { IncomingMessage, ServerResponse } from "node:http";
import { text as readText } from "node:stream/consumers";
import { sayAnswer } from "./http-answer.ts";
import type { Desk } from "./receivers-process.ts";

/** Workflows of Teams: each path is one. They say that they have taken a message before anybody can read it. */
export function createTeamsReceiver(desk: Desk) {
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await readText(request);
    const answer = await desk.decide({ channel: "teams", target: request.url ?? "", key: null, bytes });
    await sayAnswer(response, answer, {
      ok: { status: 202, body: "" },
      "slow-down": { status: 429, body: "", headers: { "retry-after": "1" } },
      fail: { status: 502, body: `{"error":{"code":"BadGateway","message":"the flow may have run"}}` },
      refuse: { status: 400, body: `{"error":{"code":"InvalidRequestContent","message":"no such card"}}` },
    });
  }
  return (request: IncomingMessage, response: ServerResponse): void => {
    // Whoever is killed in the middle of a request has sent none.
    handle(request, response).catch(() => void response.destroy());
  };
}
