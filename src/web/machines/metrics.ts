import { Hono } from "hono";
import { bearerAuth } from "hono/bearer-auth";
import { Gauge, Registry } from "prom-client";
import { readOpenAlerts } from "../../db/alerts.ts";
import { countDeliveries } from "../../db/deliveries.ts";
import { countFanOuts } from "../../db/fan-outs.ts";
import { readSourceStandings } from "../../db/source-health.ts";
import type { WebDeps } from "../web-deps.ts";

/**
 * Figures for Prometheus, read from the database at each scrape, so that every process tells the same. They are for whoever
 * has the token; without one there is no such page.
 */
export function createMetricsRoute({ db, now, metricsToken }: WebDeps): Hono {
  const app = new Hono();
  if (metricsToken === null) return app;
  app.get("/metrics", bearerAuth({ token: metricsToken }), async (c) => {
    const registry = new Registry();
    const gauge = (name: string, help: string, labelNames: string[]) =>
      new Gauge({ name: `restsignal_${name}`, help, labelNames, registers: [registry] });
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
    const deliveries = gauge("deliveries", "Deliveries by channel and state.", ["channel", "state"]);
    for (const { channel, state, deliveries: count } of await countDeliveries(db))
      deliveries.set({ channel, state }, count);
    gauge("messages_handing_out", "Messages that not all their receivers have a delivery of yet.", []).set(
      await countFanOuts(db),
    );
    c.header("cache-control", "no-store");
    return c.body(await registry.metrics(), 200, { "content-type": registry.contentType });
  });
  return app;
}
