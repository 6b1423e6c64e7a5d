import { Counter, type Registry } from "prom-client";
import { LETTER_LIMITS } from "../../domain/reader-letter.ts";
import { BUCKETS, type Tally, type TallyFigure } from "../../domain/tally.ts";

interface Described {
  readonly name: string;
  readonly help: string;
}

const TIMES: Readonly<Record<"seen" | "decided" | "sent" | "told", Described>> = {
  seen: {
    name: "restsignal_seen_seconds",
    help: "From the source's file to when it was taken in, of news that became messages.",
  },
  decided: { name: "restsignal_decided_seconds", help: "From when news was taken in to its message, by who decided." },
  sent: { name: "restsignal_sent_seconds", help: "From a message to each of its receivers." },
  told: { name: "restsignal_told_seconds", help: "The whole way: from the source's file to each receiver." },
};
const COUNTED = ["attempts", "deliveries", "returned", "returns", "held"] as const;
const COUNTS: Readonly<Record<(typeof COUNTED)[number], Described & { readonly labelNames: readonly string[] }>> = {
  attempts: {
    name: "restsignal_attempts_total",
    help: "Attempts, by outcome.",
    labelNames: ["channel", "remote", "outcome"],
  },
  deliveries: {
    name: "restsignal_deliveries_total",
    help: "Deliveries that have ended, by what became of them; what came back later is in deliveries_returned_total, too.",
    labelNames: ["channel", "lane", "state"],
  },
  returned: {
    name: "restsignal_deliveries_returned_total",
    help: "Of those delivered, what was said of them since: returned, complained (marked as spam), late (tried on).",
    labelNames: ["channel", "lane", "as"],
  },
  held: {
    name: "restsignal_letters_held_total",
    help: "Letters to readers that were asked for and not sent, since too many were, by the limit that was reached.",
    labelNames: ["letter", "by"],
  },
  returns: {
    name: "restsignal_returned_mails_total",
    help: "Mails that came in where returned ones do, by what they said; forged ones too.",
    labelNames: ["via", "kind"],
  },
};

/** What has been counted as it ended, as counters and histograms. */
export function addTallyFigures(registry: Registry, tallies: readonly Tally[]): void {
  const of = (figure: TallyFigure) => tallies.filter((tally) => tally.figure === figure);
  for (const figure of COUNTED) {
    const { name, help, labelNames } = COUNTS[figure];
    const counter = new Counter({ name, help, labelNames: [...labelNames], registers: [registry] });
    // The very first that is held is a rise of the figure, too.
    if (figure === "held")
      for (const by of Object.keys(LETTER_LIMITS)) counter.inc({ letter: "confirm-subscription", by }, 0);
    for (const { labels, count } of of(figure)) counter.inc({ ...labels }, count);
  }
  for (const figure of ["seen", "decided", "sent", "told"] as const) addHistogram(registry, TIMES[figure], of(figure));
}

interface Sample {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** prom-client's own histogram counts what it observes itself, and takes no counts: only its shape is used. */
function addHistogram(registry: Registry, { name, help }: Described, tallies: readonly Tally[]): void {
  const series = Map.groupBy(tallies, ({ labels }) => JSON.stringify(labels));
  const values = [...series.values()].flatMap((some) => describeSeries(name, some));
  const histogram = {
    name,
    help,
    type: "histogram",
    aggregator: "sum",
    get: () => Promise.resolve({ name, help, type: "histogram", values }),
  };
  registry.registerMetric(asMetric(histogram));
}

function describeSeries(name: string, tallies: readonly Tally[]): Sample[] {
  const labels = tallies[0]?.labels ?? {};
  const upTo = (bound: number) => tallies.reduce((sum, { bucket, count }) => sum + (bucket <= bound ? count : 0), 0);
  const all = upTo(Infinity);
  return [
    ...BUCKETS.map((le) => ({ metricName: `${name}_bucket`, labels: { ...labels, le }, value: upTo(le) })),
    { metricName: `${name}_bucket`, labels: { ...labels, le: "+Inf" }, value: all },
    { metricName: `${name}_sum`, labels, value: tallies.reduce((sum, { seconds }) => sum + seconds, 0) },
    { metricName: `${name}_count`, labels, value: all },
  ];
}

/** The registry asks a metric for its name and its samples only, and its type for more. */
function asMetric(histogram: object): Parameters<Registry["registerMetric"]>[0] {
  return histogram as Parameters<Registry["registerMetric"]>[0];
}
