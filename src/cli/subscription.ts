import { randomBytes } from "node:crypto";
import { z } from "zod";
import { readSubscriptions, saveSubscription } from "../db/subscriptions.ts";
import { LANGUAGES } from "../domain/message.ts";
import { OPERATIONS, type Region } from "../domain/region.ts";
import { subscriptionFilterSchema } from "../domain/subscription.ts";
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
import { runSubscriptionImport } from "./subscription-import.ts";
import { renderTable } from "./table.ts";

const fileSchema = z.strictObject({
  target: z.unknown(),
  language: z.enum(LANGUAGES).default("sv"),
  filter: subscriptionFilterSchema.default({}),
});

export const subscription: Command = {
  usage: [
    "subscription add REGION CHANNEL FILE.json|- [--desk] [--json]",
    "subscription import REGION FILE.csv --consent TEXT [--by NAME] [--dry-run] [--json]",
    "subscription list REGION [--json]",
  ],
  summary:
    'Adds a reader from {"target": {"channelId"|"webhookUrl"|"address": …}, "language"?, "filter"?}, read from a file or ' +
    "standard input since a webhook address is a secret, or lists a region's readers. --desk subscribes those who curate " +
    'to reminders, which no reader gets; {"filter": {"roles": ["curator"]}} narrows them. import takes in readers by e-mail from the columns Adress, Språk, ' +
    "Områden, Roller and Prioriteter, of which only the first is needed; who is known, or has left, stays as they are.",
  run: (context) => runAction(context, "subscription", { add: runAdd, import: runSubscriptionImport, list: runList }),
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
    const { target, language, filter } = parsed.data;
    const token = randomBytes(24).toString("base64url");
    const purpose = values.desk === true ? ("desk" as const) : ("readers" as const);
    const input = { regionCode: region.code, channel: channel.name, target, language, filter, token, now: now() };
    const id = await saveSubscription(db, { ...input, purpose });
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
      ({ id, channel, purpose, target, language, state, stateReason }) => {
        const shown = channels.get(channel)?.describeTarget(target) ?? channel;
        return { id, channel, purpose, target: shown, language, state, stateReason };
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
        item.state,
        item.stateReason ?? "",
      ]);
      context.out(
        renderTable([["subscription", "channel", "purpose", "target", "language", "state", "reason"], ...rows]),
      );
    }
    return 0;
  });
}

/** A region, or the operations, which get the alerts. Throws UsageError. */
function parseSubscribed(code: string | undefined): Region {
  return code === OPERATIONS.code ? OPERATIONS : parseRegion(code);
}
