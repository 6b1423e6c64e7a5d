/** Something on its way to a remote, and since when; times are milliseconds of any one clock. */
export interface Underway {
  readonly remote: string;
  readonly since: number;
}

export interface Choice {
  /** Places in what waits, in the order in which they begin. */
  readonly begin: readonly number[];
  /**
   * Where something goes on waiting only because it goes to remotes that have enough on their way: those of all remotes that do
   * not answer. Null where every slot is taken, or nothing waits.
   */
  readonly hanging: ReadonlySet<string> | null;
}

/** Without an answer for so long, what is on its way hangs. */
export const HANGS_AFTER_MS = 3_000;

/** One remote never has all slots, so that one that hangs holds up no other. */
export function mostAtRemote(atOnce: number): number {
  return Math.max(1, Math.floor((atOnce * 3) / 4));
}

/** So many may hang at one remote before it gets no more. */
export function mostHanging(atOnce: number): number {
  return Math.max(2, Math.floor(atOnce / 4));
}

/** So many that hang take no slot. */
function freeOfCharge(atOnce: number): number {
  return Math.floor(atOnce / 3);
}

/**
 * What of all that waits, given by its remotes in order, begins now: again and again the first that goes where the least is
 * on its way. Where something hangs already, nothing more begins while several do. `ahead` is how many more may be on their
 * way than there are slots.
 */
export function chooseNext(input: {
  readonly waiting: readonly string[];
  readonly under: readonly Underway[];
  readonly atOnce: number;
  readonly ahead?: number;
  readonly now: number;
}): Choice {
  const { waiting, under, atOnce, ahead = 0, now } = input;
  const hangs = under.filter(({ since }) => now - since >= HANGS_AFTER_MS);
  const hanging = new Set(hangs.map(({ remote }) => remote));
  const [most, severalHang] = [mostAtRemote(atOnce) + ahead, hangs.length >= mostHanging(atOnce)];
  const queues = [...groupByRemote(waiting, under)].flatMap(([remote, queue]) =>
    severalHang && hanging.has(remote) ? [] : [queue],
  );
  const begin: number[] = [];
  let free = atOnce + ahead - (under.length - Math.min(hangs.length, freeOfCharge(atOnce)));
  for (; free > 0 && begin.length < waiting.length; free -= 1) {
    const next = chooseQueue(queues, most);
    if (next === null) return { begin, hanging };
    begin.push(...next.places.splice(0, 1));
    next.count += 1;
  }
  return { begin, hanging: null };
}

/** What waits for one remote, by its places in order, and how much is on its way there. */
interface Queue {
  readonly places: number[];
  count: number;
}

function groupByRemote(waiting: readonly string[], under: readonly Underway[]): Map<string, Queue> {
  const queues = new Map<string, Queue>();
  for (const [place, remote] of waiting.entries()) {
    const queue = queues.get(remote);
    if (queue === undefined) queues.set(remote, { places: [place], count: 0 });
    else queue.places.push(place);
  }
  for (const { remote } of under) {
    const queue = queues.get(remote);
    if (queue !== undefined) queue.count += 1;
  }
  return queues;
}

function chooseQueue(queues: readonly Queue[], most: number): Queue | null {
  let best: Queue | null = null;
  for (const queue of queues) {
    const [first] = queue.places;
    if (first === undefined || queue.count >= most) continue;
    const isBetter =
      best === null || queue.count < best.count || (queue.count === best.count && first < (best.places[0] ?? 0));
    if (isBetter) best = queue;
  }
  return best;
}
