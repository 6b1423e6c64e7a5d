import { statSync } from "node:fs";
import type { Config } from "../config.ts";
import { openDatabase, readServerVersion, type Database } from "../db/client.ts";
import { FolderOpenError } from "../db/folder-access.ts";
import { FolderLockedError } from "../db/folder-lock.ts";
import { readStops, type DeliveryStop } from "../db/delivery-stops.ts";
import { readSchemaState } from "../db/migrations.ts";
import { hideAddresses } from "../domain/delivery-reason.ts";
import { writeStopScope } from "../domain/delivery-stop.ts";
import type { Db } from "../db/schema.ts";
import { describeSchema, mendSchema, type SchemaState } from "../db/schema-version.ts";
import { readSubscribedRegions } from "../db/subscriptions.ts";
import { createEdges, type Edges } from "../deps.ts";
import { parseCall, type Command } from "./command.ts";
import { askService } from "./running-service.ts";
import { createMailDns } from "../net/mail-dns.ts";
import { checkMail } from "./mail-check.ts";
import { checkSettings } from "./settings-check.ts";
import { commandOf, readSetup, type Finding } from "./setup.ts";
import { renderTable } from "./table.ts";

/** Where there is no network, nobody waits long to hear that. */
const DNS_TIMEOUT_MS = 3_000;

const ORDER: readonly Finding["state"][] = ["failing", "missing", "optional", "ready"];

export const doctor: Command = {
  usage: ["doctor [--json]"],
  summary:
    "Says what does not work, what is missing and what to do next. Exits with 1 when something needed is. Sends nothing.",
  async run(context) {
    const { values } = parseCall(context.args, { options: { json: { type: "boolean" } }, words: [] });
    const { config } = context;
    const edges = createEdges(config);
    try {
      const found = [
        ...(await checkDatabase(edges)),
        ...checkSettings(config),
        ...(await checkMail({ ...edges, dns: createMailDns({ timeoutMs: DNS_TIMEOUT_MS }) })),
        await checkProvider(edges),
      ];
      // What does not work first, then what is missing; within each the order in which things are done.
      const findings = ORDER.flatMap((state) => found.filter((finding) => finding.state === state));
      if (values.json === true) context.out(JSON.stringify({ mode: config.DELIVERY_MODE, findings }));
      else for (const line of describe(config, findings)) context.out(line);
      return findings.some(({ state }) => state === "failing" || state === "missing") ? 1 : 0;
    } finally {
      await edges.close();
    }
  },
};

function describe({ DELIVERY_MODE: mode }: Config, findings: readonly Finding[]): string[] {
  const rows = findings.flatMap(({ state, part, detail, mend }) => [
    [state, part, detail],
    ...(mend === undefined || state === "ready" ? [] : [["", "", `→ ${mend}`]]),
  ]);
  const next = findings.find(({ state, mend }) => (state === "failing" || state === "missing") && mend !== undefined);
  return [
    renderTable([["state", "part", "what is known, and what to do"], ...rows]),
    `Delivery mode: ${mode}${mode === "capture" ? " (nothing is sent)" : ""}.`,
    next === undefined ? "Nothing that is needed is missing." : `Next: ${next.mend ?? ""}`,
  ];
}

/** All that the database knows, or why it cannot be asked now. */
async function checkDatabase(edges: Edges): Promise<Finding[]> {
  const { config } = edges;
  const folder = config.DATABASE_URL.startsWith("pglite:") ? config.DATABASE_URL.slice("pglite:".length) : null;
  if (folder !== null && folder !== "memory" && statSync(folder, { throwIfNoEntry: false }) === undefined)
    return [
      { part: "database", state: "missing", detail: `${folder} is not there yet`, mend: "npm start makes it" },
      ...(await checkOutside(edges, null)),
    ];
  const opened = await openDatabase(config.DATABASE_URL, { schema: "leave" }).catch((cause: unknown) => cause);
  if (opened instanceof FolderLockedError)
    return [await askService(config, opened), ...(await checkOutside(edges, null))];
  if (opened instanceof FolderOpenError)
    return [{ part: "database", state: "failing", detail: opened.message }, ...(await checkOutside(edges, null))];
  if (!isDatabase(opened))
    throw new Error("The database that DATABASE_URL names could not be opened.", { cause: opened });
  try {
    const schema = await readSchemaState(opened.db);
    if (schema.kind !== "current") return [describeVersion(schema), ...(await checkOutside(edges, null))];
    const version = await readServerVersion(opened.db);
    return [
      { part: "database", state: "ready", detail: `${opened.engine.kind}, PostgreSQL ${version}` },
      ...(await readSetup(opened.db, edges.now())),
      ...(await checkOutside(edges, opened.db)),
    ];
  } finally {
    await opened.close();
  }
}

/** Whoever only looks migrates nothing, and the rest cannot be asked of a database of another shape. */
function describeVersion(schema: Exclude<SchemaState, { kind: "current" }>): Finding {
  const isNew = schema.kind === "older" && schema.empty;
  const mend = schema.kind === "newer" ? mendSchema(schema) : `${commandOf("migrate")}, or npm start`;
  return { part: "database", state: isNew ? "missing" : "failing", detail: describeSchema(schema), mend };
}

function isDatabase(opened: unknown): opened is Database {
  return typeof opened === "object" && opened !== null && "engine" in opened;
}

/** The queue and the channels; without a database nobody knows which channels have readers or were stopped. */
async function checkOutside(edges: Edges, db: Db | null): Promise<Finding[]> {
  return [await checkQueue(edges.config), ...(await checkChannels(edges, db))];
}

async function checkQueue(config: Config): Promise<Finding> {
  if (config.REDIS_URL === undefined)
    return { part: "queue", state: "ready", detail: "in the database; REDIS_URL is not set" };
  // Loaded here, since no other command needs BullMQ, and it is slow to load.
  const { pingRedis } = await import("../jobs/queue.ts");
  return (await pingRedis(config.REDIS_URL))
    ? { part: "queue", state: "ready", detail: "Redis answers" }
    : {
        part: "queue",
        state: "failing",
        detail: "Redis does not answer",
        mend: "check REDIS_URL and that the server runs",
      };
}

async function checkChannels({ channels, config }: Edges, db: Db | null): Promise<Finding[]> {
  const stopped = db === null ? [] : await readStops(db);
  const read = new Set(db === null ? [] : (await readSubscribedRegions(db)).map(({ channel }) => channel));
  const findings: Finding[] = [];
  for (const channel of channels.values()) {
    const part = `channel ${channel.name}`;
    const stop = stopped.find(({ scope }) => scope.kind === "channel" && scope.channel === channel.name);
    if (stop !== undefined) {
      const mend = `mend it, then ${commandOf(`deliver --resume ${channel.name}`)}`;
      findings.push({ part, state: "failing", detail: `stopped: ${hideAddresses(stop.reason)}`, mend });
      continue;
    }
    const { state, detail } = await channel.check();
    // E-mail also carries links to new passwords and the desk's reminders.
    const needed = config.DELIVERY_MODE === "live" && (read.has(channel.name) || channel.name === "email");
    findings.push({ part, state: state === "missing" && !needed ? "optional" : state, detail });
  }
  const others = stopped.filter(({ scope }) => scope.kind !== "channel");
  return [...findings, ...others.map(describeStop)];
}

/** Everything, a remote or one subscription that is stopped. */
function describeStop({ scope, reason }: DeliveryStop): Finding {
  const words = writeStopScope(scope);
  const mend = `when it may go on, ${commandOf(`deliver --resume ${words === "all" ? words : `'${words}'`}`)}`;
  return {
    part: words === "all" ? "all sendings" : words,
    state: "failing",
    detail: `stopped: ${hideAddresses(reason)}`,
    mend,
  };
}

async function checkProvider({ identityProvider, config }: Edges): Promise<Finding> {
  const part = "sign-in provider";
  if (identityProvider === null)
    return { part, state: "optional", detail: "OIDC_ISSUER is not set: people sign in with local accounts only" };
  const reason = await identityProvider.check();
  return reason === null
    ? {
        part,
        state: "ready",
        detail: `${identityProvider.issuer} answers; way back ${config.PUBLIC_URL}/login/callback`,
      }
    : {
        part,
        state: "failing",
        detail: `${identityProvider.issuer}: ${reason}`,
        mend: "check OIDC_ISSUER, and ALLOW_PRIVATE_HOSTS on a closed network",
      };
}
