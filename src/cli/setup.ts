import { readOpenAlerts } from "../db/alerts.ts";
import { readRegionsWithList } from "../db/lists.ts";
import { readPeople } from "../db/people.ts";
import { readRegionsWithoutContact } from "../db/regions.ts";
import { readSavedSources } from "../db/saved-sources.ts";
import type { Db } from "../db/schema.ts";
import { readSourceState } from "../db/source-state.ts";
import { readSubscribedRegions } from "../db/subscriptions.ts";
import { stockholmMinute } from "../domain/calendar.ts";
import { nameRegion, OPERATIONS, REGIONS } from "../domain/region.ts";
import { ageHours, isStale, NATIONAL_SOURCE } from "../domain/source-health.ts";
import { createSources } from "../sources/index.ts";
import { lakemedelsverketProducts } from "../sources/lakemedelsverket-products.ts";

/**
 * What is known of one part: `failing` is set up and does not work, `missing` is needed and not there, `optional` may be
 * left as it is. `mend` is what to do about it, a command where there is one.
 */
export interface Finding {
  readonly part: string;
  readonly state: "failing" | "missing" | "optional" | "ready";
  readonly detail: string;
  readonly mend?: string;
}

/** The command line as a README's reader calls it. */
export function commandOf(words: string): string {
  return `npm run -s restsignal -- ${words}`;
}

/** What the installation needs before a prescriber is helped by it, as far as its database knows, in the order to do it. */
export async function readSetup(db: Db, now: Date): Promise<Finding[]> {
  const listed = await readRegionsWithList(db);
  return [
    await findNational(db, now),
    ...(await findAlerts(db)),
    await findCatalogue(db, now),
    await findAccounts(db),
    findLists(listed),
    ...(await findContacts(db)),
    ...(await findReaders(db, listed)),
    ...(await findOtherSources(db)),
  ];
}

async function findNational(db: Db, now: Date): Promise<Finding> {
  const part = `source ${NATIONAL_SOURCE}`;
  const mend = commandOf(`ingest ${NATIONAL_SOURCE}`);
  const state = await readSourceState(db, NATIONAL_SOURCE);
  if (state === null) return { part, state: "missing", detail: "nothing taken in yet", mend };
  const fileTime = new Date(state.fileTime);
  const detail = `file of ${stockholmMinute(fileTime)}, ${ageHours(fileTime, now)} hours old`;
  if (!isStale(fileTime, now)) return { part, state: "ready", detail };
  return { part, state: "failing", detail: `${detail}: readers are warned`, mend };
}

/** Without it nobody can say how much of what a region asks for is short. */
async function findCatalogue(db: Db, now: Date): Promise<Finding> {
  const { name, staleAfterHours } = lakemedelsverketProducts;
  const part = `source ${name}`;
  const mend = `${commandOf(`ingest ${name}`)}, or with a file at hand: ${commandOf("catalogue import FILE")}`;
  const state = await readSourceState(db, name);
  if (state === null)
    return { part, state: "missing", detail: "no catalogue of products: no message can say how much is short", mend };
  const hours = ageHours(new Date(state.fileTime), now);
  const detail = `${state.products === 1 ? "1 product" : `${state.products ?? 0} products`} of ${state.asOf}`;
  if (!isStale(new Date(state.fileTime), now, staleAfterHours)) return { part, state: "ready", detail };
  return { part, state: "failing", detail: `${detail}, ${Math.floor(hours / 24)} days old`, mend };
}

async function findAlerts(db: Db): Promise<Finding[]> {
  return (await readOpenAlerts(db)).map(({ source, kind, reason, cause }) => ({
    part: `alert ${source}`,
    state: "failing",
    detail: `${kind}: ${reason}`,
    mend:
      cause?.kind === "held" ? commandOf(`ingest accept ${cause.snapshot} --reason …`) : commandOf(`ingest ${source}`),
  }));
}

async function findAccounts(db: Db): Promise<Finding> {
  const open = (await readPeople(db, null)).filter(({ account }) => account.state === "active");
  if (open.length > 0) return { part: "accounts", state: "ready", detail: `${open.length} open` };
  return {
    part: "accounts",
    state: "missing",
    detail: "nobody can sign in yet",
    mend: commandOf('user add anna@region.example --name "Anna" --role 12:region-admin, then user link'),
  };
}

function findLists(listed: readonly string[]): Finding {
  const part = "lists";
  const mend = commandOf("list import REGION FILE.csv");
  if (listed.length === 0) return { part, state: "missing", detail: "no region has a list", mend };
  const without = REGIONS.filter(({ code }) => !listed.includes(code)).map(({ code }) => code);
  return {
    part,
    state: "ready",
    detail: `in use in ${listed.join(", ")}; none in ${without.join(", ") || "no other"}`,
  };
}

async function findContacts(db: Db): Promise<Finding[]> {
  return (await readRegionsWithoutContact(db)).map((code) => ({
    part: `contact ${code}`,
    state: "missing",
    detail: `${nameRegion(code)} has not said whom to ask when it is urgent`,
    mend: `at the desk, under Regler: /policies/${code}`,
  }));
}

async function findReaders(db: Db, listed: readonly string[]): Promise<Finding[]> {
  const subscribed = new Set((await readSubscribedRegions(db)).map(({ regionCode }) => regionCode));
  const unread = listed.filter((code) => !subscribed.has(code));
  const findings: Finding[] = unread.map((code) => ({
    part: `readers ${code}`,
    state: "missing",
    detail: `nobody is told anything about ${nameRegion(code)} but by its pages and feeds`,
    mend: commandOf(`subscription add ${code} email -`),
  }));
  if (!subscribed.has(OPERATIONS.code))
    findings.push({
      part: "alerts",
      state: "optional",
      detail: "nobody is told when a source is silent or a file is held",
      mend: commandOf(`subscription add ${OPERATIONS.code} email -`),
    });
  return findings;
}

/** What the nation's files are has been told by itself. */
function isTold(name: string): boolean {
  return name === NATIONAL_SOURCE || name === lakemedelsverketProducts.name;
}

/** Those that somebody set up have to be taken in once; the built-in ones are for whoever wants them. */
async function findOtherSources(db: Db): Promise<Finding[]> {
  const saved = await readSavedSources(db);
  const findings: Finding[] = [];
  for (const { name, defaultUrl } of createSources(saved).filter((source) => !isTold(source.name))) {
    const part = `source ${name}`;
    const state = await readSourceState(db, name);
    if (state !== null) {
      findings.push({ part, state: "ready", detail: `file of ${stockholmMinute(new Date(state.fileTime))}` });
      continue;
    }
    const needed = saved.some((source) => source.name === name);
    const mend = commandOf(`ingest ${name}${defaultUrl === null ? " --file FILE" : ""}`);
    if (needed) findings.push({ part, state: "missing", detail: "set up, and nothing taken in yet", mend });
    else if (name === "manual")
      findings.push({ part, state: "optional", detail: "no notice of a region's own; they are written at the desk" });
    else findings.push({ part, state: "optional", detail: "not in use; its files are handed in", mend });
  }
  return findings;
}
