import type { ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import type { Answer } from "./answers.ts";

const SLOW_MS = 1_500;

export interface Words {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Says what was decided, in the receiver's own words; null hangs up. */
export async function sayAnswer(
  response: ServerResponse,
  answer: Answer | null,
  words: Readonly<Record<"ok" | "slow-down" | "fail" | "refuse", Words>>,
): Promise<void> {
  const say = ({ status, body, headers = {} }: Words) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
  switch (answer?.say) {
    case undefined:
    case "reset":
      return void response.destroy();
    case "hang":
      // Until whoever asked loses patience.
      return;
    case "half": {
      const { status, body } = words.ok;
      response.writeHead(status, { "content-type": "application/json", "content-length": String(body.length + 9) });
      response.write(body.slice(0, body.length / 2));
      await setTimeout(50);
      return void response.destroy();
    }
    case "slow":
      await setTimeout(SLOW_MS);
      return void say(words.ok);
    case "ok":
    case "slow-down":
    case "fail":
    case "refuse":
      return void say(words[answer.say]);
  }
}
