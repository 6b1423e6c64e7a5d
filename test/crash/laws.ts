import type { Archive, ArchivedDelivery, ArchivedSending } from "./archive.ts";
import type { Entry } from "./receivers.ts";

/** What `npm run crash -- --json` says. */
export interface Tally {
  readonly deliveries: number;
  readonly delivered: number;
  readonly accepted: number;
  readonly dead: number;
  readonly unknown: number;
  /** Said to be taken, or still due, and not at its receiver. */
  readonly lost: number;
  /** More often at its receiver than its channel's law allows. */
  readonly doubled: number;
}

export interface Breach {
  readonly law: string;
  readonly rows: readonly string[];
}

export interface Findings {
  readonly tally: Tally;
  /** Laws that were broken, each with the rows that did. */
  readonly breaches: readonly Breach[];
}

export interface Evidence extends Archive {
  readonly entries: readonly Entry[];
  /** How many deliveries the messages had to make. */
  readonly expected: number;
}

/** A sending with all that its receiver wrote down of it. */
interface Case {
  readonly sending: ArchivedSending;
  readonly seen: readonly Entry[];
  readonly taken: readonly Entry[];
}

const ENDED: ReadonlySet<string> = new Set(["delivered", "accepted", "dead", "unknown"]);

/** Holds what the database says against what the receivers say, row by row. */
export function judge({ deliveries, sendings, entries, expected }: Evidence): Findings {
  const { cases, strangers } = match(sendings, entries);
  const open = deliveries.filter((delivery) => !ENDED.has(delivery.state));
  const untold = deliveries.filter((delivery) => ENDED.has(delivery.state) && !hasReason(delivery));
  const lost = cases.filter(({ sending, taken }) => isTakenState(sending.state) && taken.length === 0);
  const doubled = cases.filter(isDoubled);
  const breaches = [
    breach(
      "each message has a delivery for each who subscribes, and no more",
      deliveries.length === expected ? [] : [`${deliveries.length} deliveries where ${expected} belong`],
    ),
    breach("every delivery comes to an end", open.map(tellDelivery)),
    breach("what ends undelivered says why, and what is sent has its sending", untold.map(tellDelivery)),
    breach("a delivery has the state of its sending", findDisagreeing(deliveries, sendings).map(tellDelivery)),
    breach("what is said to be taken is at its receiver", lost.map(tellCase)),
    breach(
      "Slack and Teams get nothing twice, and e-mail one repeat of what may not have been heard",
      doubled.map(tellCase),
    ),
    breach("a dead letter was taken by nobody", cases.filter(isDeadAndTaken).map(tellCase)),
    breach("a person is asked only where an answer is missing", cases.filter(isAskedForNothing).map(tellCase)),
    breach("the archive holds what was received, to the byte", cases.filter(isUnlikeArchive).map(tellCase)),
    breach("the log has an attempt for each time the receiver was asked", cases.filter(isUnlogged).map(tellCase)),
    breach(
      "nothing is received that was not sent",
      strangers.map((entry) => JSON.stringify(entry)),
    ),
  ].filter(({ rows }) => rows.length > 0);
  const count = (state: string) => deliveries.filter((delivery) => delivery.state === state).length;
  const tally = {
    deliveries: deliveries.length,
    delivered: count("delivered"),
    accepted: count("accepted"),
    dead: count("dead"),
    unknown: count("unknown"),
    lost: open.length + countDeliveries(deliveries, lost) + Math.max(0, expected - deliveries.length),
    doubled: countDeliveries(deliveries, doubled),
  };
  return { tally, breaches };
}

function breach(law: string, rows: readonly string[]): Breach {
  return { law, rows };
}

/** Teams is told no key: there a target and what was said is what a sending is known by. */
function match(sendings: readonly ArchivedSending[], entries: readonly Entry[]) {
  const nameOf = ({ channel, key, sent }: ArchivedSending) =>
    channel === "teams" ? `${sent?.target} ${sent?.hash}` : key;
  const known = new Map(sendings.map((sending) => [nameOf(sending), sending]));
  const byName = Map.groupBy(entries, ({ channel, key, target, hash }) =>
    channel === "teams" ? `${target} ${hash}` : (key ?? ""),
  );
  const cases: Case[] = sendings.map((sending) => {
    const seen = byName.get(nameOf(sending)) ?? [];
    return { sending, seen, taken: seen.filter(({ taken }) => taken) };
  });
  return { cases, strangers: [...byName].flatMap(([name, found]) => (known.has(name) ? [] : found)) };
}

function isTakenState(state: string): boolean {
  return state === "delivered" || state === "accepted";
}

function hasReason({ state, outcome, sendingId }: ArchivedDelivery): boolean {
  if (outcome === null || sendingId === null) return false;
  return isTakenState(state) ? true : "reason" in outcome && outcome.reason !== "";
}

function findDisagreeing(deliveries: readonly ArchivedDelivery[], sendings: readonly ArchivedSending[]) {
  const states = new Map(sendings.map(({ id, state }) => [id, state]));
  return deliveries.filter(
    ({ sendingId, state }) => ENDED.has(state) && sendingId !== null && states.get(sendingId) !== state,
  );
}

/** A mail may come twice, the same to the byte, when an attempt ended without an answer. */
function isDoubled({ sending, taken }: Case): boolean {
  if (taken.length < 2) return false;
  if (sending.channel !== "email" || taken.length > 2) return true;
  const unheard = sending.log.filter(({ outcome }) => outcome?.kind === "unknown");
  return unheard.length === 0 || new Set(taken.map(({ hash }) => hash)).size > 1;
}

function isDeadAndTaken({ sending, taken }: Case): boolean {
  return sending.state === "dead" && taken.length > 0;
}

/** Whether a receiver's answer was lost, or a worker with it. */
function isAskedForNothing({ sending }: Case): boolean {
  return sending.state === "unknown" && !sending.log.some(({ outcome }) => outcome?.kind === "unknown");
}

function isUnlikeArchive({ sending: { sent }, seen }: Case): boolean {
  return seen.some(({ target, hash }) => sent === null || target !== sent.target || hash !== sent.hash);
}

/**
 * Workers go by the database's clock, which they know to within half of the time that asking it takes; the receivers go by
 * the machine's. Between two attempts at one sending lies far more.
 */
const CLOCKS_APART_MS = 50;

/** Before each time that the receiver was asked, so many attempts had begun. */
function isUnlogged({ sending: { log }, seen }: Case): boolean {
  const begun = log
    .flatMap(({ startedAt }) => (startedAt === null ? [] : [Date.parse(startedAt)]))
    .toSorted((a, b) => a - b);
  return seen.some(({ at }, index) => begun.filter((start) => start <= at + CLOCKS_APART_MS).length <= index);
}

function countDeliveries(deliveries: readonly ArchivedDelivery[], cases: readonly Case[]): number {
  const ids = new Set(cases.map(({ sending }) => sending.id));
  return deliveries.filter(({ sendingId }) => sendingId !== null && ids.has(sendingId)).length;
}

function tellDelivery({ id, messageId, subscriptionId, channel, state, sendingId, outcome }: ArchivedDelivery): string {
  return `delivery ${id} (message ${messageId}, subscription ${subscriptionId}, ${channel}, sending ${sendingId}): ${state} ${JSON.stringify(outcome)}`;
}

function tellCase({ sending, seen }: Case): string {
  const { id, channel, state, key, outcome, log } = sending;
  const received = seen.map(
    ({ at, taken, said, hash }) =>
      `${new Date(at).toISOString()} ${taken ? "taken" : "not taken"}, said ${said} (${hash.slice(0, 8)})`,
  );
  const attempts = log.map(
    ({ generation, startedAt, endedAt, outcome: was, late }) =>
      `${generation}: ${startedAt ?? "-"} to ${endedAt} ${was?.kind ?? "-"}${late === true ? " late" : ""}`,
  );
  return `sending ${id} (${channel}, ${key}): ${state} ${JSON.stringify(outcome)}\n      received: ${received.join(" | ") || "nothing"}\n      log: ${attempts.join(" | ")}`;
}
