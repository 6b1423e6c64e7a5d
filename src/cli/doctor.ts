import { readServerVersion } from "../db/client.ts";
import { readStoppedChannels } from "../db/deliveries.ts";
import { readRegionsWithList } from "../db/lists.ts";
import { readPeople } from "../db/people.ts";
import { readSourceState } from "../db/snapshots.ts";
import type { Deps } from "../deps.ts";
import { stockholmMinute } from "../domain/calendar.ts";
import { readSavedSources } from "../db/saved-sources.ts";
import { createSources } from "../sources/index.ts";
import { parseCall, withDeps, type Command } from "./command.ts";
import { renderTable } from "./table.ts";

/** `missing` is not set up and may be left so; `failing` is set up and does not work. */
interface Finding {
  readonly part: string;
  readonly state: "ready" | "missing" | "failing";
  readonly detail: string;
}

export const doctor: Command = {
  name: "doctor",
  usage: ["doctor [--json]"],
  summary: "Says what is configured, what answers and what is missing. Sends nothing.",
  async run(context) {
    const { values } = parseCall(context.args, { options: { json: { type: "boolean" } }, words: [] });
    return withDeps(context, async (deps) => {
      const findings = [
        await checkDatabase(deps),
        await checkQueue(deps),
        ...(await checkSources(deps)),
        await checkLists(deps),
        ...(await checkChannels(deps)),
        await checkProvider(deps),
        await checkAccounts(deps),
      ];
      if (values.json === true) context.out(JSON.stringify({ mode: deps.config.DELIVERY_MODE, findings }));
      else {
        context.out(
          renderTable([
            ["part", "state", "detail"],
            ...findings.map(({ part, state, detail }) => [part, state, detail]),
          ]),
        );
        context.out(
          `Delivery mode: ${deps.config.DELIVERY_MODE}${deps.config.DELIVERY_MODE === "capture" ? " (nothing is sent)" : ""}.`,
        );
      }
      return findings.some(({ state }) => state === "failing") ? 1 : 0;
    });
  },
};

async function checkDatabase({ database }: Deps): Promise<Finding> {
  const version = await readServerVersion(database.db);
  return { part: "database", state: "ready", detail: `${database.engine.kind}, PostgreSQL ${version}` };
}

async function checkQueue({ config }: Deps): Promise<Finding> {
  if (config.REDIS_URL === undefined)
    return { part: "queue", state: "ready", detail: "in the database; REDIS_URL is not set" };
  // Loaded here, since no other command needs BullMQ, and it is slow to load.
  const { pingRedis } = await import("../jobs/queue.ts");
  return (await pingRedis(config.REDIS_URL))
    ? { part: "queue", state: "ready", detail: "Redis answers" }
    : { part: "queue", state: "failing", detail: "Redis does not answer: check REDIS_URL and that the server runs" };
}

async function checkSources({ database: { db } }: Deps): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const source of createSources(await readSavedSources(db))) {
    const state = await readSourceState(db, source.name);
    findings.push(
      state === null
        ? {
            part: `source ${source.name}`,
            state: "missing",
            detail: `nothing taken in yet: run "ingest ${source.name}"`,
          }
        : {
            part: `source ${source.name}`,
            state: "ready",
            detail: `file of ${stockholmMinute(new Date(state.fileTime))}`,
          },
    );
  }
  return findings;
}

async function checkLists({ database: { db } }: Deps): Promise<Finding> {
  const regions = await readRegionsWithList(db);
  return regions.length === 0
    ? { part: "lists", state: "missing", detail: 'no region has a list: run "list import REGION FILE.csv"' }
    : { part: "lists", state: "ready", detail: `in use in ${regions.join(", ")}` };
}

async function checkChannels({ channels, database: { db } }: Deps): Promise<Finding[]> {
  const stopped = await readStoppedChannels(db);
  const findings: Finding[] = [];
  for (const channel of channels.values()) {
    const stop = stopped.find((item) => item.channel === channel.name);
    const part = `channel ${channel.name}`;
    if (stop === undefined) findings.push({ part, ...(await channel.check()) });
    else
      findings.push({
        part,
        state: "failing",
        detail: `stopped: ${stop.reason}; mend it, then "deliver --resume ${channel.name}"`,
      });
  }
  return findings;
}

async function checkProvider({ identityProvider, config }: Deps): Promise<Finding> {
  const part = "sign-in provider";
  if (identityProvider === null)
    return { part, state: "missing", detail: "OIDC_ISSUER is not set: people sign in with local accounts only" };
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
        detail: `${identityProvider.issuer}: ${reason}; check OIDC_ISSUER, and ALLOW_PRIVATE_HOSTS on a closed network`,
      };
}

async function checkAccounts({ database: { db } }: Deps): Promise<Finding> {
  const people = await readPeople(db, null);
  const open = people.filter(({ account }) => account.state === "active").length;
  return open === 0
    ? { part: "accounts", state: "missing", detail: 'nobody can sign in yet: run "user add"' }
    : { part: "accounts", state: "ready", detail: `${open} open` };
}
