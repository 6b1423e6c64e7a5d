import type { Lane } from "../delivery.ts";
import type { Urgency } from "../message.ts";
import type { Cut, Dimension, Exclusion, FigureSpec, Frame, PlacedRow } from "./figure.ts";
import { holdsInstant } from "./period.ts";

/**
 * What has become of a message with a receiver, as far as it is followed.
 * - `delivered`: the receiver says that it has it · `complained`: so, and marked it as spam · `accepted`: it was taken, and
 *   whether it got there nobody says.
 * - `returned`: it was taken, and came back · `failed`: it was not taken · `late`: it was taken, and its server tries on ·
 *   `unknown`: it may have been heard · `waiting`: it has not gone yet.
 * - `superseded`: they had a newer version instead · `needless`: they had had nothing of what it takes back · `left`: they
 *   had left · `suppressed`: nothing is sent there · `captured`: it was written down and sent to nobody.
 */
type DeliveryFate =
  | "delivered"
  | "complained"
  | "accepted"
  | "returned"
  | "failed"
  | "late"
  | "unknown"
  | "waiting"
  | "superseded"
  | "needless"
  | "left"
  | "suppressed"
  | "captured";

/** Receivers of one message by one channel with whom it went the same. */
export interface DeliveryRow extends PlacedRow {
  readonly messageId: number;
  readonly channel: string;
  readonly lane: Lane;
  readonly urgency: Urgency;
  readonly publishedAt: Date;
  readonly fate: DeliveryFate;
  /** Whole minutes from its publication until it was taken; null where it was not. */
  readonly minutes: number | null;
  readonly weight: number;
}

/** Sendings that nobody had taken and that somebody sent anew. */
export interface ReplayRow extends PlacedRow {
  readonly channel: string;
  readonly replayedAt: Date;
}

export const DELIVERY_DIMENSIONS: Readonly<Record<string, Dimension<DeliveryRow>>> = {
  channel: ({ channel }) => [channel],
  state: ({ fate }) => [fate],
  lane: ({ lane }) => [lane],
  urgency: ({ urgency }) => [urgency],
};

/** What nobody need send says nothing of whether what was sent got there. */
const NOT_SENT: Partial<Record<DeliveryFate, Exclusion>> = {
  superseded: "not-needed",
  needless: "not-needed",
  left: "not-needed",
  suppressed: "not-needed",
  captured: "captured",
};
const leftOut = ({ fate }: DeliveryRow): Exclusion | null => NOT_SENT[fate] ?? null;

const hasArrived = ({ fate }: DeliveryRow): boolean => fate === "delivered" || fate === "complained";
const wasTaken = (row: DeliveryRow): boolean => hasArrived(row) || row.fate === "accepted";

/** So many deliveries of so many messages are so many readers. */
const readersOf = ({ channel }: Cut): { id: string; cut: Cut } => ({
  id: "subscriptions",
  cut: channel === undefined ? {} : { channel },
});

const spec = (figure: Omit<FigureSpec<DeliveryRow>, "cohort" | "belongs">): FigureSpec<DeliveryRow> => ({
  reveals: readersOf,
  ...figure,
  cohort: "period",
  belongs: ({ publishedAt }, { period }: Frame) => holdsInstant(period, publishedAt),
});
const share = (id: string, of: (row: DeliveryRow) => boolean): FigureSpec<DeliveryRow> =>
  spec({
    id,
    unit: "share",
    exclude: leftOut,
    measure: { kind: "share", of },
    isPending: ({ fate }) => fate === "waiting",
    by: [["channel"], ["urgency"]],
  });
const hours = (id: string, of: (row: DeliveryRow) => boolean): FigureSpec<DeliveryRow> =>
  spec({
    id,
    unit: "hours",
    exclude: (row) => leftOut(row) ?? (of(row) && row.minutes !== null ? null : "not-delivered"),
    measure: { kind: "quantile", q: 0.5, of: ({ minutes }) => (minutes ?? 0) / 60 },
    by: [["channel"], ["lane"], ["urgency"]],
  });

/** Every figure that is made of deliveries. What was accepted is nowhere counted as delivered. */
export const DELIVERY_FIGURES: readonly FigureSpec<DeliveryRow>[] = [
  spec({
    id: "deliveries",
    unit: "count",
    measure: { kind: "count" },
    by: [["channel", "state"], ["lane"], ["urgency"]],
  }),
  share("deliveries-delivered", hasArrived),
  share("deliveries-accepted", ({ fate }) => fate === "accepted"),
  share("deliveries-failed", ({ fate }) => fate === "failed" || fate === "returned"),
  share("deliveries-unknown", ({ fate }) => fate === "unknown" || fate === "late"),
  hours("delivered-hours-median", hasArrived),
  hours("taken-hours-median", wasTaken),
];

/** Rows of the period that no figure tells apart, as one: a year has far more messages than ways in which they can go. */
export function gatherDeliveries(rows: readonly DeliveryRow[], { period }: Frame): DeliveryRow[] {
  const gathered = new Map<string, DeliveryRow>();
  for (const row of rows) {
    if (!holdsInstant(period, row.publishedAt)) continue;
    const key = `${row.regionCode} ${row.channel} ${row.lane} ${row.urgency} ${row.fate} ${row.minutes}`;
    const before = gathered.get(key);
    gathered.set(key, before === undefined ? row : { ...before, weight: before.weight + row.weight });
  }
  return [...gathered.values()];
}

export const REPLAY_DIMENSIONS: Readonly<Record<string, Dimension<ReplayRow>>> = {
  channel: ({ channel }) => [channel],
};

export const REPLAY_FIGURES: readonly FigureSpec<ReplayRow>[] = [
  {
    id: "replays",
    cohort: "period",
    unit: "count",
    belongs: ({ replayedAt }, { period }) => holdsInstant(period, replayedAt),
    measure: { kind: "count" },
    reveals: readersOf,
    by: [["channel"]],
  },
];
