import { Hono } from "hono";
import { bearerAuth } from "hono/bearer-auth";
import { Gauge, Registry } from "prom-client";
import { readOpenAlerts } from "../../db/alerts.ts";
import { readStops } from "../../db/delivery-stops.ts";
import { countFanOuts } from "../../db/fan-outs.ts";
import { countUnknown, readLaneFigures, readOldestFanOut } from "../../db/lane-figures.ts";
import type { Db } from "../../db/schema.ts";
import { readSourceStandings } from "../../db/source-health.ts";
import { readTallies } from "../../db/tallies.ts";
import type { WebDeps } from "../web-deps.ts";
import { askDatabase } from "./ask-database.ts";
import { createProcessFigures } from "./process-figures.ts";
import { addTallyFigures } from "./tally-figures.ts";

/** Less than Prometheus waits for an answer. */
const DATABASE_TIMEOUT_MS = 8_000;

type MakeGauge = (name: string, help: string, labelNames: string[]) => Gauge;

/**
 * Figures for Prometheus, read from the database at each scrape, so that every process tells the same, and a few of the
 * process itself. They are for whoever has the token; without one there is no such page. What a scrape reads does not grow
 * with what has been: what is over is counted as it ends, and what waits is counted up to a limit.
 */
export function createMetricsRoute(deps: WebDeps): Hono {
  const { log, version, metricsToken } = deps;
  const app = new Hono();
  const addProcessFigures = createProcessFigures();
  if (metricsToken === null) return app;
  app.get("/metrics", bearerAuth({ token: metricsToken }), async (c) => {
    const registry = new Registry();
    c.header("cache-control", "no-store");
    try {
      await askDatabase(addDatabaseFigures(deps, registry), DATABASE_TIMEOUT_MS);
    } catch (error) {
      log.error({ err: error }, "database unreachable");
      return c.text("The database did not answer: there are no figures.\n", 503);
    }
    addProcessFigures(registry);
    createGauge(registry)("info", "The version that runs.", ["version"]).set({ version }, 1);
    return c.body(await registry.metrics(), 200, { "content-type": registry.contentType });
  });
  return app;
}

function createGauge(registry: Registry): MakeGauge {
  return (name, help, labelNames) => new Gauge({ name: `restsignal_${name}`, help, labelNames, registers: [registry] });
}

async function addDatabaseFigures({ db, now, channels }: WebDeps, registry: Registry): Promise<void> {
  const gauge = createGauge(registry);
  const source = {
    age: gauge("source_file_age_seconds", "Age of the newest file taken in.", ["source"]),
    tried: gauge("source_last_try_timestamp_seconds", "When the source was last tried.", ["source", "outcome"]),
    good: gauge("source_last_good_timestamp_seconds", "When the source last answered without fault.", ["source"]),
    failures: gauge("source_failures", "Tries in a row without an answer.", ["source"]),
    bytes: gauge("source_file_bytes", "Size of the newest file.", ["source"]),
    rows: gauge("source_file_rows", "What the newest file holds.", ["source", "of"]),
    warnings: gauge("source_file_warnings", "Warnings when the newest file was read.", ["source"]),
    unknown: gauge("source_file_unknown_values", "Values nobody has seen before.", ["source"]),
    open: gauge("source_open_notices", "Open notices.", ["source"]),
  };
  for (const { source: name, health, file, openNotices } of await readSourceStandings(db)) {
    const labels = { source: name };
    source.open.set(labels, openNotices);
    if (health !== null) {
      source.tried.set({ ...labels, outcome: health.outcome }, health.triedAt.getTime() / 1_000);
      source.failures.set(labels, health.failures);
      if (health.goodAt !== null) source.good.set(labels, health.goodAt.getTime() / 1_000);
    }
    if (file === null) continue;
    if (file.createdAt !== null) source.age.set(labels, (now().getTime() - file.createdAt.getTime()) / 1_000);
    source.bytes.set(labels, file.byteCount);
    if (file.products !== null) source.rows.set({ ...labels, of: "products" }, file.products);
    else for (const of of ["reports", "notices", "packages"] as const) source.rows.set({ ...labels, of }, file[of]);
    source.warnings.set(labels, file.warnings);
    source.unknown.set(labels, file.unknownValues);
  }
  const alerts = gauge("source_open_alerts", "Trouble with a source that is not over.", ["source", "kind"]);
  for (const { source: name, kind } of await readOpenAlerts(db)) alerts.set({ source: name, kind }, 1);
  await addDeliveryFigures({ db, now: now(), channels: [...channels.keys()] }, gauge);
  addTallyFigures(registry, await readTallies(db));
}

/** What waits to be sent, for how long, and what stands in its way. */
async function addDeliveryFigures(
  { db, now, channels }: { db: Db; now: Date; channels: readonly string[] },
  gauge: MakeGauge,
): Promise<void> {
  const since = (at: Date | null) => (at === null ? 0 : Math.max(0, (now.getTime() - at.getTime()) / 1_000));
  const place = ["channel", "lane"];
  const due = gauge("due", "What waits though its time has come; 50,000 is that or more.", place);
  const again = gauge("due_again", "Of that, sendings whose first attempt did not end it.", place);
  const age = gauge("due_oldest_seconds", "For how long the oldest of it has waited.", place);
  const underWay = gauge("under_way", "Sendings in a worker's hand.", place);
  for (const { channel, lane, ...figures } of await readLaneFigures(db, { channels, now })) {
    due.set({ channel, lane }, figures.due);
    again.set({ channel, lane }, figures.again);
    age.set({ channel, lane }, since(figures.oldestDueAt));
    underWay.set({ channel, lane }, figures.underWay);
  }
  const unknown = gauge("unknown", "Sendings that may have been heard, and wait for a person.", ["channel"]);
  for (const channel of channels) unknown.set({ channel }, 0);
  for (const { channel, count } of await countUnknown(db)) unknown.set({ channel }, count);
  const stops = gauge("stops", "What nothing is sent to until somebody resumes it.", ["kind", "channel"]);
  stops.set({ kind: "all", channel: "" }, 0);
  for (const { scope } of await readStops(db))
    stops.inc({ kind: scope.kind, channel: "channel" in scope ? scope.channel : "" });
  const handingOut = gauge("messages_handing_out", "Messages that not all their receivers have a delivery of yet.", []);
  handingOut.set(await countFanOuts(db));
  const oldest = gauge("messages_handing_out_oldest_seconds", "For how long the oldest of them has waited.", []);
  oldest.set(since(await readOldestFanOut(db)));
}
