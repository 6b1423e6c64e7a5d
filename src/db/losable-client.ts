import { Socket } from "node:net";
import { Client, type ClientConfig } from "pg";

/** So long may a server take to let somebody in. */
const CONNECT_MS = 10_000;

/** How long a session waits. */
export interface SessionPatience {
  /** For the next byte of an answer; null: as long as it takes. */
  readonly answerMs: number | null;
}

/**
 * A session that the server may end at any moment, or fall silent on. Where the server is gone without a word the session
 * ends by itself, so that whoever waits for an answer hears of it and asks anew.
 */
export class LosableClient extends Client {
  constructor({ answerMs = null, ...config }: ClientConfig & Partial<SessionPatience> = {}) {
    super({ connectionTimeoutMillis: CONNECT_MS, ...config });
    // Also before its pool listens: unheard it would end the process.
    this.on("error", () => {});
    const { stream } = this.connection;
    if (answerMs === null || !(stream instanceof Socket)) return;
    stream.setTimeout(answerMs);
    stream.on("timeout", () => {
      if (awaitsAnswer(this))
        stream.destroy(new Error(`PostgreSQL: no answer within ${String(answerMs / 1000)} seconds`));
    });
  }
}

/** pg has it, and its types do not: false from a question until all of its answer is there. */
function awaitsAnswer(client: Client): boolean {
  return "readyForQuery" in client && client.readyForQuery === false;
}
