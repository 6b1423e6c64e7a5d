/**
 * A process of its own: a Slack workspace, the workflows of Teams, and a mail server for two domains, one of which is in
 * trouble more often, on 127.0.0.1. SEED chooses what they answer; what they were sent and what they took stands in
 * FOLDER/received.jsonl, each line written before it is answered.
 */
import { spawnSync } from "node:child_process";
import { hash } from "node:crypto";
import { once } from "node:events";
import { openSync, readFileSync, writeSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { Server } from "node:net";
import { chooseAnswer, type Answer } from "./answers.ts";
import { createMailReceiver } from "./mail-receiver.ts";
import type { Entry, Hold, Order } from "./receivers.ts";
import { createSlackReceiver } from "./slack-receiver.ts";
import { createTeamsReceiver } from "./teams-receiver.ts";

/** What each receiver asks when a message has come whole. */
export interface Desk {
  /** Says what to do, and writes it down; null when whoever sent it is to be hung up on. */
  decide(
    message: Pick<Entry, "channel" | "target" | "key"> & { readonly bytes: string | Buffer },
  ): Promise<Answer | null>;
  readonly entries: readonly Entry[];
}

/** At this domain trouble is more frequent. */
const HARSH = /@b\.example$/;

const seed = Number(process.env["SEED"]);
const folder = process.env["FOLDER"] ?? ".";
const record = openSync(`${folder}/received.jsonl`, "a", 0o600);
const entries: Entry[] = [];
const counts = new Map<string, number>();
let holding: Hold | null = null;
let isCalm = false;
const waiting = new Set<() => void>();

const desk: Desk = {
  entries,
  async decide({ bytes, ...message }) {
    const entry = { ...message, hash: hash("sha256", bytes, "hex") };
    if (holding === "before") {
      write({ ...entry, taken: false, said: "held" });
      await keepWaiting();
      return null;
    }
    const { target, channel } = message;
    const nth = count(target);
    const tries = count(`${target} ${message.key ?? entry.hash}`);
    const kind = channel === "email" ? "mail" : "web";
    const chosen = chooseAnswer({ seed, kind, target, nth, tries, harsh: HARSH.test(target) });
    const answer: Answer = isCalm || holding === "after" ? { take: true, say: "ok" } : chosen;
    write({ ...entry, taken: answer.take, said: holding === "after" ? "held" : answer.say });
    if (holding !== "after") return answer;
    await keepWaiting();
    return null;
  },
};

function write(entry: Omit<Entry, "at">): void {
  const line = { at: Date.now(), ...entry };
  entries.push(line);
  writeSync(record, `${JSON.stringify(line)}\n`);
}

function count(what: string): number {
  const next = (counts.get(what) ?? 0) + 1;
  counts.set(what, next);
  return next;
}

function keepWaiting(): Promise<void> {
  return new Promise((resolve) => {
    waiting.add(resolve);
    if (waiting.size === 1) process.send?.({ kind: "held" });
  });
}

process.on("message", (order: Order) => {
  if (order.kind === "calm") isCalm = true;
  if (order.kind === "hold") holding = order.where;
  if (order.kind !== "release") return;
  holding = null;
  for (const go of waiting) go();
  waiting.clear();
});
process.on("disconnect", () => process.exit(0));

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("crash test: unable to listen on 127.0.0.1");
  return address.port;
}

/** A key that is its own authority, for as long as the run. */
function makeCertificate(): { key: Buffer; cert: Buffer } {
  const files = ["-keyout", `${folder}/key.pem`, "-out", `${folder}/certificate.pem`];
  const name = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const made = spawnSync(
    "openssl",
    ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", ...name, ...files],
    { encoding: "utf8" },
  );
  if (made.status !== 0)
    throw new Error(`crash test: unable to make a certificate: ${made.error?.message ?? made.stderr}`);
  return { key: readFileSync(`${folder}/key.pem`), cert: readFileSync(`${folder}/certificate.pem`) };
}

const slackPort = await listen(createServer(createSlackReceiver(desk, { seed, isCalm: () => isCalm })));
const teamsPort = await listen(createSecureServer(makeCertificate(), createTeamsReceiver(desk)));
const filesPort = await listen(createServer((_request, response) => void response.writeHead(304).end()));
const mailPort = await listen(createMailReceiver(desk));
process.send?.({
  kind: "ready",
  slackUrl: `http://127.0.0.1:${slackPort}/api/`,
  teamsHost: `127.0.0.1:${teamsPort}`,
  smtpUrl: `smtp://127.0.0.1:${mailPort}`,
  filesHost: `127.0.0.1:${filesPort}`,
});
