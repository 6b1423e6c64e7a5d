import type { WebLog } from "../web-deps.ts";

const GATHERED_MS = 1_000;

interface Answered {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/**
 * Logs what is answered from memory: a line a second for each address and status, with how many answers it stands for.
 * A line for each would cost more than the answer.
 */
export function createAnswerLog(log: WebLog): (answered: Answered) => void {
  let counts = new Map<string, { readonly answered: Answered; answers: number }>();
  const write = (): void => {
    const written = counts;
    counts = new Map();
    for (const { answered, answers } of written.values()) log.info({ ...answered, ms: 0, answers }, "request");
  };
  return (answered) => {
    const key = `${answered.method} ${answered.status} ${answered.path}`;
    const counted = counts.get(key);
    if (counted !== undefined) {
      counted.answers += 1;
      return;
    }
    if (counts.size === 0) setTimeout(write, GATHERED_MS).unref();
    counts.set(key, { answered, answers: 1 });
  };
}
