import type { WebLog } from "../web-deps.ts";

const GATHERED_MS = 1_000;

interface Answered {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** How long it took. */
  readonly ms: number;
}

/**
 * Logs what is answered from memory: a line a second for each address and status, with how many answers it stands for
 * and how long the slowest took. A line for each would cost more than the answer.
 */
export function createAnswerLog(log: WebLog): (answered: Answered) => void {
  let counts = new Map<string, Answered & { ms: number; answers: number }>();
  const write = (): void => {
    const written = counts;
    counts = new Map();
    for (const counted of written.values()) log.info({ ...counted }, "request");
  };
  return (answered) => {
    const key = `${answered.method} ${answered.status} ${answered.path}`;
    const counted = counts.get(key);
    if (counted !== undefined) {
      counted.answers += 1;
      counted.ms = Math.max(counted.ms, answered.ms);
      return;
    }
    if (counts.size === 0) setTimeout(write, GATHERED_MS).unref();
    counts.set(key, { ...answered, answers: 1 });
  };
}
