import { hash } from "node:crypto";

/**
 * What a receiver does with a message: whether it takes it, and what it says of that. `slow-down`, `fail` and `refuse` are
 * answers; `reset` hangs up, `hang` says nothing for long, `half` breaks off in the middle, `slow` is an `ok` that comes late.
 */
export interface Answer {
  readonly take: boolean;
  readonly say: "ok" | "slow" | "slow-down" | "fail" | "refuse" | "reset" | "hang" | "half";
}

const OK: Answer = { take: true, say: "ok" };

/** In 1,000 answers so many; what is left takes the message and says so. A mail server that says no does not take it. */
const TROUBLES: readonly (readonly [number, Answer])[] = [
  [40, { take: false, say: "slow-down" }],
  [30, { take: false, say: "fail" }],
  [20, { take: false, say: "reset" }],
  [30, { take: true, say: "reset" }],
  [10, { take: true, say: "half" }],
  [4, { take: false, say: "hang" }],
  [4, { take: true, say: "hang" }],
  [10, { take: false, say: "refuse" }],
  [15, { take: true, say: "slow" }],
];
const WEB_TROUBLES: typeof TROUBLES = [[20, { take: true, say: "fail" }], ...TROUBLES];

/** After so many tries of one message its receiver is in a good mood, so that the run comes to an end. */
const MOST_TROUBLES = 3;

/** By the seed, the same for the same question. */
export function draw(seed: number, what: string): number {
  return Number.parseInt(hash("sha256", `${seed} ${what}`, "hex").slice(0, 8), 16) / 2 ** 32;
}

/** `nth` counts the requests for one target, `tries` those for one message; `harsh` receivers are in trouble thrice as often. */
export function chooseAnswer(input: {
  seed: number;
  kind: "web" | "mail";
  target: string;
  nth: number;
  tries: number;
  harsh: boolean;
}): Answer {
  const { seed, kind, target, nth, tries, harsh } = input;
  if (tries > MOST_TROUBLES) return OK;
  let left = (draw(seed, `${target} ${nth}`) * 1_000) / (harsh ? 3 : 1);
  for (const [share, answer] of kind === "web" ? WEB_TROUBLES : TROUBLES) {
    if (left < share) return answer;
    left -= share;
  }
  return OK;
}
