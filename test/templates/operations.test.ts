import { readFile } from "node:fs/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { insertAlert } from "../../src/db/alerts.ts";
import { createApp } from "../../src/web/app.ts";
import { createSite, METRICS_TOKEN, type Site } from "../web/site.ts";

const read = (name: string) => readFile(new URL(`../../templates/operations/${name}`, import.meta.url), "utf8");
const rulesSchema = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Restsignal[A-Z]\w+$/),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+[smhd]$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(["page", "ticket"]) }),
          annotations: z.strictObject({ summary: z.string().endsWith("."), description: z.string() }),
        }),
      ),
    }),
  ),
});
const panelSchema = z.looseObject({
  id: z.int(),
  title: z.string().min(1),
  type: z.enum(["row", "stat", "timeseries"]),
  gridPos: z.object({ h: z.int(), w: z.int(), x: z.int(), y: z.int() }),
  targets: z.array(z.looseObject({ refId: z.string(), expr: z.string(), legendFormat: z.string() })).optional(),
});
const boardSchema = z.looseObject({
  uid: z.literal("restsignal"),
  schemaVersion: z.int(),
  panels: z.array(panelSchema),
});

let site: Site;
/** Every figure that /metrics gives, with its labels. */
let figures: Map<string, Set<string>>;
let rules: z.infer<typeof rulesSchema>["groups"][number]["rules"];
let panels: z.infer<typeof panelSchema>[];

beforeAll(async () => {
  site = await createSite();
  await fillFigures();
  figures = await scrapeTwice();
  rules = rulesSchema.parse(parse(await read("alerts.yaml"))).groups.flatMap((group) => group.rules);
  panels = boardSchema.parse(JSON.parse(await read("grafana-board.json"))).panels;
});
afterAll(() => site.close());

/** One of everything that has a figure only when there is any of it. */
async function fillFigures(): Promise<void> {
  const { db } = site;
  await insertAlert(db, { source: "lakemedelsverket", kind: "stalled", reason: "r", now: new Date() });
  await sql`insert into source_health (source, tried_at, outcome, failures) values ('lakemedelsverket', now(), 'failed', 1)
    on conflict (source) do nothing`.execute(db);
  await sql`insert into tally (figure, labels, bucket, count, seconds) values
    ('seen', '{"source": "lakemedelsverket"}', 60, 1, 30), ('decided', '{"by": "person"}', 60, 1, 30),
    ('sent', '{"channel": "email", "lane": "urgent"}', 60, 1, 30), ('told', '{"channel": "email", "lane": "urgent"}', 60, 1, 30),
    ('attempts', '{"channel": "email", "remote": "a.example", "outcome": "delivered"}', 'Infinity', 1, 0),
    ('deliveries', '{"channel": "email", "lane": "urgent", "state": "delivered"}', 'Infinity', 1, 0),
    ('returned', '{"channel": "email", "lane": "urgent", "as": "returned"}', 'Infinity', 1, 0),
    ('returns', '{"via": "inbox", "kind": "hard"}', 'Infinity', 1, 0),
    ('held', '{"letter": "confirm-subscription", "by": "address"}', 'Infinity', 1, 0)`.execute(db);
}

/** A process watches itself from the first scrape on. */
async function scrapeTwice(): Promise<Map<string, Set<string>>> {
  const app = createApp(site.deps);
  const ask = async () =>
    (await app.request("/metrics", { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })).text();
  await ask();
  await new Promise((resolve) => void setTimeout(resolve, 60));
  const found = new Map<string, Set<string>>();
  for (const [, name = "", labels = ""] of (await ask()).matchAll(/^([a-z_]\w*)(?:\{(.*)\})? \S+$/gm)) {
    const known = found.get(name) ?? new Set<string>();
    for (const [, label = ""] of labels.matchAll(/(\w+)="/g)) known.add(label);
    found.set(name, known);
  }
  return found;
}

/** What Prometheus itself adds to all that it scrapes. */
const SCRAPED = ["instance", "job"];

/** Figures that a query names and nobody gives, and labels that none of its figures has. */
function findFaults(query: string): string[] {
  const plain = query.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  const names = [...plain.matchAll(/\b(?:restsignal|process|nodejs)_\w+/g)].map(([name]) => name);
  const labels = [
    ...[...plain.matchAll(/\{([^}]*)\}/g)].flatMap(([, inner = ""]) =>
      [...inner.matchAll(/(\w+)\s*[=!]/g)].map(([, label]) => label),
    ),
    ...[...plain.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, inner = ""]) =>
      inner.split(",").map((label) => label.trim()),
    ),
  ];
  const known = new Set([...SCRAPED, ...names.flatMap((name) => [...(figures.get(name) ?? [])])]);
  return [
    ...(names.length === 0 ? ["names no figure"] : []),
    ...names.filter((name) => !figures.has(name)),
    ...labels.filter((label) => label !== undefined && !known.has(label)).map((label) => `label ${label}`),
  ];
}

describe("the alert rules and the board that come with Restsignal", () => {
  it("ask only for figures and labels that /metrics gives", () => {
    const queries = [
      ...rules.map(({ expr }) => expr),
      ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ];
    expect(queries.length).toBeGreaterThan(30);
    expect(
      queries.map((query) => ({ query, faults: findFaults(query) })).filter(({ faults }) => faults.length > 0),
    ).toEqual([]);
    expect(findFaults('sum by (chanel) (restsignal_du{lane="urgent"})')).toEqual([
      "restsignal_du",
      "label lane",
      "label chanel",
    ]);
  });

  it("name in their words only labels that the figures have", () => {
    for (const { expr, annotations } of rules)
      for (const [, label = ""] of Object.values(annotations)
        .join(" ")
        .matchAll(/\$labels\.(\w+)/g))
        expect([
          expr,
          [...SCRAPED, ...[...figures].flatMap(([name, labels]) => (expr.includes(name) ? [...labels] : []))],
        ]).toEqual([expr, expect.arrayContaining([label])]);
  });

  it("show every figure of the engine somewhere, and no panel lies over another", () => {
    const asked = [
      ...rules.map(({ expr }) => expr),
      ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ].join("\n");
    const engine = [...figures.keys()]
      .filter((name) => /^restsignal_(?!source_|info)/.test(name))
      .map((name) => name.replace(/_(sum|count)$/, "_bucket"));
    expect(engine.filter((name) => !asked.includes(name))).toEqual([]);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const [place, { gridPos: one }] of panels.entries()) {
      expect(one.x + one.w).toBeLessThanOrEqual(24);
      for (const { gridPos: other } of panels.slice(place + 1))
        expect(
          one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h,
        ).toBe(false);
    }
  });

  it("have no name twice, and say in Swedish what is wrong and what to do", () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { annotations } of rules) expect(annotations.description.length).toBeGreaterThan(15);
  });
});
