import { isTaken, type Outcome } from "../domain/delivery.ts";
import { readSigns } from "../domain/remote.ts";
import { chooseNext, type Underway } from "../domain/slots.ts";
import type { Line } from "./attempts.ts";

/** So much of what is next is written down as begun before a line is free for it, as lines take in this time. */
const AHEAD_MS = 500;
const MAX_AHEAD = 200;
/** However slowly lines come free, what waits for one so long had better not be noted as begun. */
const LONGEST_WAIT_MS = 2_000;

/** The lines of a channel on which attempts touch the network, so many at once as it allows. */
export interface Lines {
  /**
   * Resolves when the attempt may touch the network. With null where it may not: its remote hangs or has just said that it
   * is ill, or it would wait for long.
   */
  take(remote: string): Promise<Line | null>;
  /** How many more may have begun than there are lines: what waits here when a process dies, nobody knows of. */
  ahead(): number;
  /** Looks whether what waits may go on or may not. */
  look(): void;
  /** Nothing more touches the network. */
  close(): void;
}

interface Waiting {
  readonly remote: string;
  readonly since: number;
  readonly answer: (line: Line | null) => void;
}

export function createLines({ atOnce, mayPrepare }: { atOnce: number; mayPrepare: boolean }): Lines {
  const open = new Set<Underway>();
  const rate = createRate();
  let waiting: Waiting[] = [];
  let isClosed = false;

  function look(): void {
    const now = performance.now();
    turnBack(({ remote, since }) => now - since > (rate.isMoving(remote, now) ? LONGEST_WAIT_MS : AHEAD_MS));
    if (waiting.length === 0) return;
    const remotes = waiting.map(({ remote }) => remote);
    const { begin, hanging } = chooseNext({ waiting: remotes, under: [...open], atOnce, now });
    const isNext = new Set(begin.map((place) => waiting[place]));
    waiting = waiting.filter((one) => !isNext.has(one));
    for (const one of isNext) one?.answer(openLine(one.remote));
    if (hanging !== null) turnBack(({ remote }) => hanging.has(remote));
  }

  function turnBack(isTurned: (one: Waiting) => boolean): void {
    const turned = waiting.filter(isTurned);
    if (turned.length === 0) return;
    waiting = waiting.filter((one) => !isTurned(one));
    for (const { answer } of turned) answer(null);
  }

  function openLine(remote: string): Line {
    const line = { remote, since: performance.now() };
    open.add(line);
    return {
      leave(outcome) {
        open.delete(line);
        rate.note(remote, outcome);
        turnBack(({ remote: to }) => isToWait(outcome, { isSame: to === remote }));
        look();
      },
    };
  }

  return {
    look,
    take(remote) {
      if (isClosed) return Promise.resolve(null);
      return new Promise((answer) => {
        waiting.push({ remote, since: performance.now(), answer });
        look();
      });
    },
    ahead: () => (mayPrepare ? rate.count() : 0),
    close() {
      isClosed = true;
      turnBack(() => true);
    },
  };
}

/** How fast lines have come free lately. */
function createRate() {
  const takenAt: number[] = [];
  const leftAt = new Map<string, number>();
  return {
    /** Whether one to that remote has. */
    isMoving: (remote: string, now: number) => now - (leftAt.get(remote) ?? -Infinity) <= AHEAD_MS,
    note(remote: string, outcome: Outcome) {
      leftAt.set(remote, performance.now());
      if (!isTaken(outcome)) return;
      takenAt.push(performance.now());
      if (takenAt.length > MAX_AHEAD) takenAt.shift();
    },
    /** How many messages were taken. */
    count() {
      const since = performance.now() - AHEAD_MS;
      return takenAt.length - (takenAt.findLastIndex((at) => at < since) + 1);
    },
  };
}

/** Whether what is next had better wait, by how one ended: to the same remote, or to another of the channel. */
function isToWait(outcome: Outcome, { isSame }: { isSame: boolean }): boolean {
  if (outcome.kind === "misconfigured") return outcome.scope !== "target";
  const { remote, channel } = readSigns(outcome);
  return channel?.kind === "ill" || (isSame && remote?.kind === "ill");
}
