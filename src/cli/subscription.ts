import { randomBytes } from "node:crypto";
import { z } from "zod";
import { readSubscriptions } from "../db/subscriptions.ts";
import { LANGUAGES } from "../domain/message.ts";
import { OPERATIONS, type Region } from "../domain/region.ts";
import { DAILY, parseRhythm, rhythmSchema, WEEKLY, writeRhythm } from "../domain/rhythm.ts";
import { subscriptionFilterSchema } from "../domain/subscription.ts";
import { actAtCommandLine } from "../services/context.ts";
import { changeRhythm, subscribe } from "../services/subscriptions.ts";
import {
  parseCall,
  parseRegion,
  readJson,
  runAction,
  tellFaults,
  UsageError,
  withDeps,
  type Command,
  type CommandContext,
} from "./command.ts";
import { runReaderDeed } from "./subscription-deeds.ts";
import { runSubscriptionImport } from "./subscription-import.ts";
import { renderTable } from "./table.ts";

const fileSchema = z.strictObject({
  target: z.unknown(),
  language: z.enum(LANGUAGES).default("sv"),
  filter: subscriptionFilterSchema.default({}),
  cadence: rhythmSchema.optional(),
});

export const subscription: Command = {
  usage: [
    "subscription add REGION CHANNEL FILE.json|- [--desk] [--json]",
    "subscription import REGION FILE.csv --consent TEXT [--by NAME] [--dry-run] [--json]",
    "subscription list REGION [--json]",
    "subscription cadence REGION SUBSCRIPTION CADENCE [--json]",
    "subscription pause REGION SUBSCRIPTION --reason TEXT [--by NAME] [--json]",
    "subscription resume|end|restore REGION SUBSCRIPTION [--by NAME] [--json]",
  ],
  summary:
    'Adds a reader from {"target": {"channelId"|"webhookUrl"|"address": …}, "language"?, "filter"?, "cadence"?}, read from a file or ' +
    "standard input since a webhook address is a secret, or lists a region's readers. --desk subscribes those who curate " +
    'to reminders, which no reader gets; {"filter": {"roles": ["curator"]}} narrows them. import takes in readers by e-mail from the columns Adress, Språk, ' +
    "Områden, Roller and Prioriteter, of which only the first is needed; who is known, or has left, stays as they are. cadence says " +
    'when a reader\'s messages come: at-once, daily, weekly, or at a time of their own, "daily 06:30" or "weekly 3 06:30" (1 is Monday). ' +
    "pause holds what comes until resume; end lets nothing more come, and restore takes an end by the region back.",
  run: (context) =>
    runAction(context, "subscription", {
      add: runAdd,
      import: runSubscriptionImport,
      list: runList,
      cadence: runCadence,
      pause: runReaderDeed("pause"),
      resume: runReaderDeed("resume"),
      end: runReaderDeed("end"),
      restore: runReaderDeed("restore"),
    }),
};

async function runAdd(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, {
    options: { json: { type: "boolean" }, desk: { type: "boolean" } },
    words: ["REGION", "CHANNEL", "FILE"],
  });
  const region = values.desk === true ? parseRegion(positionals[0]) : parseSubscribed(positionals[0]);
  const file = positionals[2] ?? "";
  if (/^https?:/i.test(file))
    throw new UsageError(
      "FILE is a file, or - for standard input: an address on the command line is everybody's to read",
    );
  const read = await readJson(context, file);
  if (read === null) return 1;
  return withDeps(context, async ({ database: { db }, channels, now }) => {
    const channel = channels.get(positionals[1] ?? "");
    if (channel === undefined) throw new UsageError(`CHANNEL should be one of ${[...channels.keys()].join(", ")}`);
    const parsed = fileSchema.extend({ target: channel.targetSchema }).safeParse(read.value);
    if (!parsed.success) {
      tellFaults(context, { file, error: parsed.error });
      return 1;
    }
    const { target, language, filter, cadence } = parsed.data;
    const token = randomBytes(24).toString("base64url");
    const purpose = values.desk === true ? ("desk" as const) : ("readers" as const);
    const input = { regionCode: region.code, channel: channel.name, target, language, filter, token, rhythm: cadence };
    const done = await subscribe(actAtCommandLine({ db, now }), { ...input, purpose });
    if (done.kind === "forbidden") {
      context.problem(`${region.name}: the command line may not subscribe`);
      return 1;
    }
    const { id } = done;
    const shown = channel.describeTarget(target);
    if (values.json === true) context.out(JSON.stringify({ subscription: id, channel: channel.name, target: shown }));
    else context.out(`${region.name}: ${shown} is subscription ${id}.`);
    return 0;
  });
}

async function runList(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, {
    options: { json: { type: "boolean" } },
    words: ["REGION"],
  });
  const region = parseSubscribed(positionals[0]);
  return withDeps(context, async ({ database: { db }, channels }) => {
    const found = (await readSubscriptions(db, region.code)).map(
      ({ id, channel, purpose, target, language, state, stateReason, rhythm }) => {
        const known = channels.get(channel);
        // Of one that has ended the address may have been erased.
        const isWhole = known?.targetSchema.safeParse(target).success === true;
        const shown = isWhole ? known.describeTarget(target) : channel;
        return { id, channel, purpose, target: shown, language, cadence: sayRhythm(rhythm), state, stateReason };
      },
    );
    if (values.json === true) context.out(JSON.stringify({ subscriptions: found }));
    else {
      const rows = found.map((item) => [
        item.id,
        item.channel,
        item.purpose,
        item.target,
        item.language,
        item.cadence,
        item.state,
        item.stateReason ?? "",
      ]);
      context.out(
        renderTable([
          ["subscription", "channel", "purpose", "target", "language", "cadence", "state", "reason"],
          ...rows,
        ]),
      );
    }
    return 0;
  });
}

async function runCadence(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, {
    options: { json: { type: "boolean" } },
    words: ["REGION", "SUBSCRIPTION", "CADENCE"],
  });
  const region = parseSubscribed(positionals[0]);
  const rhythm = parseRhythm(positionals[2] ?? "");
  if (rhythm === null)
    throw new UsageError(
      'CADENCE should be at-once, daily, weekly, "daily HH:MM" or "weekly 1-7 HH:MM", at whole or half hours',
    );
  const cadence = sayRhythm(writeRhythm(rhythm));
  return withDeps(context, async ({ database: { db }, now }) => {
    const found = (await readSubscriptions(db, region.code)).find(({ id }) => String(id) === positionals[1]);
    const kind = found === undefined ? "unknown" : (await changeRhythm({ db, now: now() }, { ...found, rhythm })).kind;
    if (kind === "unknown") {
      context.problem(`${region.name} has no subscription ${positionals[1]} that goes on.`);
      return 1;
    }
    if (values.json === true)
      context.out(JSON.stringify({ subscription: found?.id, cadence, changed: kind === "changed" }));
    else
      context.out(`Subscription ${found?.id} has its messages ${cadence}${kind === "changed" ? "" : ", as it had"}.`);
    return 0;
  });
}

/** Those at seven, which most have, by the word that is enough to choose them. */
function sayRhythm(rhythm: string): string {
  const short = [DAILY, WEEKLY].find((one) => writeRhythm(one) === rhythm);
  return short?.kind ?? rhythm;
}

/** A region, or the operations, which get the alerts. Throws UsageError. */
function parseSubscribed(code: string | undefined): Region {
  return code === OPERATIONS.code ? OPERATIONS : parseRegion(code);
}
