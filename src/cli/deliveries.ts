import {
  countSendings,
  countWaiting,
  readOpenReasons,
  readSendings,
  type ListedSending,
  type OpenReason,
} from "../db/sending-archive.ts";
import { findSending, type SendingRecord } from "../db/sending-record.ts";
import type { Channel } from "../channels/channel.ts";
import { addDays, stockholmDate, stockholmInstant } from "../domain/calendar.ts";
import { hideAddresses } from "../domain/delivery-reason.ts";
import { LANES } from "../domain/delivery.ts";
import { SENDING_VIEWS, viewOf } from "../domain/sending-view.ts";
import { showPayload } from "../services/sent-payloads.ts";
import { parseCall, parseId, runAction, UsageError, withDeps, type Command, type CommandContext } from "./command.ts";
import { replay, settle } from "./deliveries-decide.ts";
import { renderTable } from "./table.ts";
import { readRegion, readSpan, WHICH } from "./which-sendings.ts";

/** How many lines are listed; `--before` gives those that follow. */
const LISTED = 50;
const COUNTED_DAYS = 7;

export const deliveries: Command = {
  usage: [
    `deliveries list [--region CODE] [--state ${SENDING_VIEWS.join("|")}] [--channel NAME] [--lane ${LANES.join("|")}] [--reason TEXT] [--message ID] [--from DATE] [--to DATE] [--before ID] [--json]`,
    "deliveries show ID [--json]",
    "deliveries replay ID|--all [--region CODE] [--channel NAME] [--reason TEXT] [--from DATE] [--to DATE] [--outdated] [--dry-run] [--because TEXT] [--json]",
    "deliveries settle ID|--all --as delivered|again|aside [--region CODE] [--channel NAME] [--reason TEXT] [--from DATE] [--to DATE] [--outdated] [--dry-run] [--because TEXT] [--json]",
  ],
  summary: "What has gone, waits and failed; sends dead letters anew, and settles what nobody knows.",
  run: (context) => runAction(context, "deliveries", { list, show, replay, settle }),
};

async function list(context: CommandContext): Promise<number> {
  const { values } = parseCall(context.args, {
    options: {
      ...WHICH,
      state: { type: "string" },
      lane: { type: "string" },
      message: { type: "string" },
      before: { type: "string" },
    },
    words: [],
  });
  const regionCode = readRegion(values.region);
  const filter = {
    regionCode,
    channel: values.channel ?? null,
    reason: values.reason ?? null,
    view: readOneOf(values.state, SENDING_VIEWS, "--state"),
    lane: readOneOf(values.lane, LANES, "--lane"),
    messageId: values.message === undefined ? null : parseId(values.message, "--message"),
    ...readSpan(values),
  };
  const before = values.before === undefined ? null : parseId(values.before, "--before");
  return withDeps(context, async ({ database: { db }, channels, now }) => {
    const today = stockholmDate(now());
    const counted = {
      from: filter.from ?? stockholmInstant(addDays(today, 1 - COUNTED_DAYS), 0),
      to: filter.to ?? stockholmInstant(addDays(today, 1), 0),
    };
    const everything = { ...filter, view: null, reason: null };
    const counts = await countSendings(db, { ...everything, ...counted });
    const reasons = await readOpenReasons(db, { regionCode });
    const waiting = await countWaiting(db, { regionCode, now: now() });
    const sendings = (await readSendings(db, { ...filter, before, limit: LISTED })).map((one) => tell(one, channels));
    if (values.json === true) {
      context.out(JSON.stringify({ counted, counts, reasons, waiting, sendings }));
      return 0;
    }
    showList(context, { reasons, sendings });
    return 0;
  });
}

function showList(
  context: CommandContext,
  { reasons, sendings }: { reasons: readonly OpenReason[]; sendings: readonly ReturnType<typeof tell>[] },
): void {
  const open = (state: string) =>
    reasons.filter((one) => one.state === state).reduce((total, one) => total + one.sendings, 0);
  const [dead, unknown] = [open("dead"), open("unknown")];
  context.out(
    dead + unknown === 0
      ? "Nothing waits for a person."
      : `${dead} did not arrive, and of ${unknown} nobody knows: "deliveries replay" and "deliveries settle".`,
  );
  const shown = reasons.map((one) => [one.state, one.channel, one.sendings, one.reason ?? "-"]);
  if (shown.length > 0) context.out(renderTable([["state", "channel", "sendings", "reason"], ...shown]));
  const lines = sendings.map((one) => [
    one.id,
    one.createdAt.toISOString(),
    one.region,
    one.channel,
    one.lane,
    one.state,
    one.receiver,
    one.reason ?? "",
  ]);
  context.out(renderTable([["sending", "made", "region", "channel", "lane", "state", "to", "reason"], ...lines]));
  const last = sendings.at(-1);
  if (last !== undefined && sendings.length === LISTED) context.out(`More: --before ${last.id}`);
}

function tell(sending: ListedSending, channels: ReadonlyMap<string, Channel>) {
  const { target, isHandled, attempts, messages } = sending;
  return { ...tellFacts(sending, { target, isHandled, channels }), attempts, messages };
}

/** What is told of a sending wherever it is; its receiver is hidden. */
function tellFacts(
  sending: Omit<ListedSending, "target" | "isHandled" | "messages" | "subscriptionId">,
  { target, isHandled, channels }: { target: unknown; isHandled: boolean; channels: ReadonlyMap<string, Channel> },
) {
  const { id, regionCode: region, channel, lane, remote, reason, createdAt, dueAt, finishedAt } = sending;
  const receiver = channels.get(channel)?.describeTarget(target) ?? channel;
  const state = viewOf({ ...sending, isHandled });
  return { id, state, region, channel, lane, remote, receiver, reason, createdAt, dueAt, finishedAt };
}

async function show(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, { options: { json: { type: "boolean" } }, words: ["ID"] });
  const id = parseId(positionals[0], "ID");
  return withDeps(context, async ({ database: { db }, channels, now }) => {
    const found = await findSending(db, { id, regionCode: null, today: stockholmDate(now()) });
    if (found === null) {
      context.problem(`There is no sending ${id}.`);
      return 1;
    }
    const told = tellWhole(found, channels);
    if (values.json === true) context.out(JSON.stringify(told));
    else {
      const { attempts, messages, payload, returned, ...facts } = told;
      context.out(
        renderTable([
          ["what", "value"],
          ...Object.entries(facts).map(([name, value]) => [
            name,
            value instanceof Date ? value.toISOString() : String(value ?? "-"),
          ]),
        ]),
      );
      context.out(`messages: ${messages.map(({ messageId }) => messageId).join(", ")}`);
      for (const { startedAt, endedAt, outcome, late } of attempts)
        context.out(`${startedAt ?? "not begun"} – ${endedAt}: ${outcome}${late ? " (late)" : ""}`);
      for (const { receivedAt, verdict, reason } of returned)
        context.out(`${receivedAt}: came back, ${verdict}: ${reason}`);
      context.out(JSON.stringify(payload, null, 2));
    }
    return 0;
  });
}

/** All of a sending that may be told. */
function tellWhole(sending: SendingRecord, channels: ReadonlyMap<string, Channel>) {
  const { unsure, key, replayedAs, replayOf } = sending;
  const target = sending.envelope?.target ?? sending.subscription.target;
  const shown = showPayload(channels.get(sending.channel), sending);
  return {
    ...tellFacts(sending, { target, isHandled: sending.handledAt !== null, channels }),
    receiverState: sending.subscription.state,
    unsure,
    key,
    replayedAs,
    replayOf,
    messages: sending.members,
    attempts: sending.log.map(({ startedAt, endedAt, outcome, late = false }) => ({
      startedAt,
      endedAt,
      outcome:
        outcome === null
          ? "captured"
          : [outcome.kind, ...("reason" in outcome ? [hideAddresses(outcome.reason)] : [])].join(": "),
      late,
    })),
    returned: sending.returns.map(({ reason, ...one }) => ({ ...one, reason: hideAddresses(reason) })),
    payload: shown.kind === "shown" ? shown.payload : shown.kind === "broken" ? shown.data : null,
  };
}

function readOneOf<T extends string>(text: string | undefined, words: readonly T[], option: string): T | null {
  if (text === undefined) return null;
  const word = words.find((one) => one === text);
  if (word === undefined) throw new UsageError(`${option} should be one of ${words.join(", ")}`);
  return word;
}
