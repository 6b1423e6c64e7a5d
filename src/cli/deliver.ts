import { parseInstant } from "../domain/calendar.ts";
import { actAtCommandLine, type ServiceContext } from "../services/context.ts";
import { resumeDeliveries, stopDeliveries } from "../services/delivery-stops.ts";
import { doubtDeliveries } from "../services/backup/doubt-deliveries.ts";
import { readHoldingStops, readStops } from "../db/delivery-stops.ts";
import { countWaiting, type WaitingCount } from "../db/sending-archive.ts";
import { hideAddresses } from "../domain/delivery-reason.ts";
import { isTaken } from "../domain/delivery.ts";
import { MAX_STOP_REASON_CHARS, parseStopScope, writeStopScope, type StopScope } from "../domain/delivery-stop.ts";
import type { TextFault } from "../domain/free-text.ts";
import { sendAccountMails } from "../jobs/account-mail.handler.ts";
import { sendReaderLetters } from "../jobs/reader-letter.handler.ts";
import { deliverDue } from "../jobs/relay.handler.ts";
import type { AttemptResult } from "../services/attempts.ts";
import { parseCall, UsageError, withDeps, type Command, type CommandContext } from "./command.ts";
import { renderTable } from "./table.ts";

export const deliverCommand: Command = {
  usage: [
    "deliver [--early] [--resume SCOPE] [--json]",
    "deliver --stop SCOPE --reason TEXT [--by NAME] [--json]",
    "deliver --maybe-sent ISO-TIME [--by NAME] [--json]",
  ],
  summary: "Sends what is due now (with --early also what waits for the next digest), once, and says how it went.",
  async run(context) {
    const { values } = parseCall(context.args, {
      options: {
        early: { type: "boolean" },
        resume: { type: "string" },
        stop: { type: "string" },
        reason: { type: "string" },
        "maybe-sent": { type: "string" },
        by: { type: "string" },
        json: { type: "boolean" },
      },
      words: [],
    });
    checkCombination(values);
    if (values["maybe-sent"] !== undefined) return putAside(context, { ...values, time: values["maybe-sent"] });
    if (values.stop !== undefined) return stop(context, { ...values, scope: values.stop });
    return withDeps(context, async ({ delivering, database: { db }, now }) => {
      if (values.resume !== undefined && !(await resume(actAtCommandLine({ db, now }, values.by), values.resume))) {
        context.problem(`"${values.resume}" is not stopped.`);
        return 1;
      }
      const results = await deliverDue(delivering, { all: values.early === true });
      const mails = await sendAccountMails(delivering);
      const unsent = mails.filter(({ kind }) => kind !== "sent" && kind !== "captured");
      for (const { accountId, reason } of unsent)
        context.problem(`The mail to account ${accountId} was not sent: ${reason}.`);
      const letters = (await sendReaderLetters(delivering)).filter(
        ({ kind }) => kind !== "sent" && kind !== "captured",
      );
      for (const { letterId, reason } of letters)
        context.problem(`Letter ${letterId} to a reader was not sent: ${reason}.`);
      const outcomes = countOutcomes(results);
      const stopped = await readStops(db);
      for (const { scope, reason } of stopped) {
        const [words, word] =
          scope.kind === "channel"
            ? [scope.channel, scope.channel]
            : [writeStopScope(scope), `'${writeStopScope(scope)}'`];
        const why = hideAddresses(reason).replace(/\.$/, "");
        context.problem(`${words} is stopped: ${why}. Mend it, then run "deliver --resume ${word}".`);
      }
      const left = await countWaiting(db, { regionCode: null, now: now(), onlyDue: true });
      if (values.json === true) context.out(JSON.stringify({ mode: delivering.mode, outcomes, left }));
      else {
        context.out(results.length === 0 ? "There was nothing to send." : renderDone(results));
        if (delivering.mode === "capture")
          context.out(
            "Nothing was sent: DELIVERY_MODE is capture. What was due, and not stopped, is kept as captured.",
          );
        for (const line of left) context.out(describeLeft(line));
      }
      const isHeldUp = stopped.length > 0 || left.some(({ why }) => why === "later");
      return isHeldUp || results.some(isFailure) || unsent.length + letters.length > 0 ? 1 : 0;
    });
  },
};

/** What is due and was not sent, and why. */
function describeLeft({ kind, channel, lane, why, count, nextAt }: WaitingCount): string {
  const things = kind === "sending" ? "sending" : "message";
  const left = `${channel}, ${lane}: ${count} ${things}${count === 1 ? " is" : "s are"} due and left`;
  switch (why) {
    case "stopped":
      return `${left}: stopped.`;
    case "later":
      return `${left} until ${nextAt.toISOString()}: who should take it failed again and again, or asked for a pause.`;
    case "paused":
      return `${left}: who should have it is paused.`;
    case "ended":
      return `${left}: who should have it has left.`;
    case "now":
      return `${left}: another process has it in hand, or it waits for what goes before it.`;
  }
}

/** Throws UsageError for options of which one would be passed over. */
function checkCombination(values: {
  readonly early?: boolean | undefined;
  readonly resume?: string | undefined;
  readonly stop?: string | undefined;
  readonly reason?: string | undefined;
  readonly "maybe-sent"?: string | undefined;
}): void {
  const { early, resume: resumed, stop: stopped, reason, "maybe-sent": doubted } = values;
  if (reason !== undefined && stopped === undefined) throw new UsageError("--reason belongs to --stop SCOPE");
  if ([stopped, resumed ?? early, doubted].filter((one) => one !== undefined).length > 1)
    throw new UsageError("--stop, --maybe-sent and what sends (--resume, --early) are calls of their own");
}

/** After a restore: what was due by then may have been sent, and waits for a person. */
async function putAside(
  context: CommandContext,
  { time, by, json }: { time: string; by?: string | undefined; json?: boolean | undefined },
): Promise<number> {
  const until = parseInstant(time);
  if (until === null)
    throw new UsageError(
      `--maybe-sent should be a time with an offset such as 2026-11-27T02:00:00+01:00, not "${time}"`,
    );
  const result = await withDeps(context, async ({ database: { db }, now, channels }) => {
    if (until > now()) throw new UsageError(`--maybe-sent should be a time that has been, not "${time}"`);
    return doubtDeliveries(actAtCommandLine({ db, now, channels }, by ?? null), { until });
  });
  if (result.kind !== "done") {
    context.problem('Only while all is stopped, as after a restore, can it be put aside: else "deliver" is at it.');
    return 1;
  }
  const { deliveries } = result;
  if (json === true) context.out(JSON.stringify({ putAside: deliveries }));
  else context.out(`${deliveries} deliveries that were due by ${until.toISOString()} wait for a person as unknown.`);
  return 0;
}

/** The name of a channel means all of it. */
function readScope(words: string): StopScope {
  return parseStopScope(words) ?? { kind: "channel", channel: words };
}

/** False when it was not stopped. */
async function resume(ctx: ServiceContext, words: string): Promise<boolean> {
  return (await resumeDeliveries(ctx, { scope: readScope(words) })).kind === "done";
}

const REFUSED_REASONS: Readonly<Record<TextFault, string>> = {
  empty: "is missing: it stands on every page of the desk",
  "too-long": `is longer than ${MAX_STOP_REASON_CHARS} characters`,
  personnummer: "holds a personnummer, which may stand on no page",
};

/** Stops what the scope names; nothing is sent by this call. */
function stop(
  context: CommandContext,
  values: { scope: string; reason?: string | undefined; by?: string | undefined; json?: boolean | undefined },
): Promise<number> {
  const { scope, reason = "", by, json } = values;
  return withDeps(context, async ({ database: { db }, now, channels }) => {
    const read = readScope(scope);
    const result = await stopDeliveries(actAtCommandLine({ db, now, channels }, by), { scope: read, reason });
    if (result.kind === "refused") throw new UsageError(`--reason ${REFUSED_REASONS[result.because]}`);
    const { kind } = result;
    const held = (await readHoldingStops(db)).find((one) => writeStopScope(one.scope) === writeStopScope(read));
    const told = { scope: writeStopScope(read), stopped: held !== undefined, waiting: held?.waiting ?? 0 };
    if (kind !== "done") {
      context.problem(
        kind === "already"
          ? `"${scope}" is stopped already.`
          : `"${scope}" is nothing that can be stopped: it is not there. Use all, channel NAME, remote NAME HOST, subscription ID.`,
      );
      return 1;
    }
    context.out(json === true ? JSON.stringify(told) : `${told.scope}: ${told.waiting} wait because of it.`);
    return 0;
  });
}

function countOutcomes(results: readonly AttemptResult[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome, sending } of results) {
    const kind = outcome?.kind ?? "captured";
    counts[kind] = (counts[kind] ?? 0) + sending.messageIds.length;
  }
  return counts;
}

/** What this call did; what was before is for "deliveries list". */
function renderDone(results: readonly AttemptResult[]): string {
  const channels = [...Map.groupBy(results, ({ sending }) => sending.channel)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const rows = channels.flatMap(([channel, own]) =>
    Object.entries(countOutcomes(own)).map(([outcome, messages]) => [channel, outcome, messages]),
  );
  return renderTable([["channel", "outcome", "messages"], ...rows]);
}

function isFailure({ outcome }: AttemptResult): boolean {
  return outcome !== null && !isTaken(outcome);
}
