/** What grows, by its name in the figures. */
export type TallyFigure =
  /** From the source's file to when we had it, by source. */
  | "seen"
  /** From then to the message, by who decided. */
  | "decided"
  /** From the message to its receiver, by channel and lane. */
  | "sent"
  /** The whole way: from the source's file to the receiver. */
  | "told"
  | "attempts"
  | "deliveries"
  /** Deliveries that were counted as delivered, by what came back for them. */
  | "returned"
  /** Letters that were asked for and held back, by the limit that held them. */
  | "held"
  /** Mails that came in where returned ones do, by what they said. */
  | "returns";

export interface Tally {
  readonly figure: TallyFigure;
  readonly labels: Readonly<Record<string, string>>;
  /** Upper bound in seconds; Infinity for what is only counted. */
  readonly bucket: number;
  readonly count: number;
  readonly seconds: number;
}

/** Seconds: from what an urgent message may take to what a digest and a weekend do. */
export const BUCKETS = [1, 2, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 43_200, 86_400, 259_200, 604_800] as const;

/** One that took so long. */
export function tallyTime(figure: TallyFigure, labels: Tally["labels"], seconds: number): Tally {
  // A source's clock may be ahead of ours.
  const took = Math.max(0, seconds);
  const bucket = BUCKETS.find((bound) => took <= bound) ?? Infinity;
  return { figure, labels, bucket, count: 1, seconds: took };
}

/** More remotes than these of a channel are one: a figure for each mail domain in the world would be none. */
const MAX_REMOTES = 100;
const OTHER_REMOTES = "other";

/** Gives remotes that came too late the name that they share; `known` by channel are those that have a figure already. */
export function boundRemotes(tallies: readonly Tally[], known: ReadonlyMap<string, ReadonlySet<string>>): Tally[] {
  const named = new Map([...known].map(([channel, remotes]) => [channel, new Set(remotes)]));
  return tallies.map((tally) => {
    const { channel = "", remote } = tally.labels;
    if (remote === undefined) return tally;
    const own = named.get(channel) ?? new Set<string>();
    named.set(channel, own);
    if (own.has(remote)) return tally;
    if (own.size >= MAX_REMOTES) return { ...tally, labels: { ...tally.labels, remote: OTHER_REMOTES } };
    own.add(remote);
    return tally;
  });
}
