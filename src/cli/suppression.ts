import { readSuppressions } from "../db/suppressions.ts";
import { stockholmMinute } from "../domain/calendar.ts";
import { parseEmailAddress } from "../domain/email-address.ts";
import type { TextFault } from "../domain/free-text.ts";
import { MAX_SUPPRESSION_NOTE_CHARS } from "../domain/suppression.ts";
import { actAtCommandLine } from "../services/context.ts";
import { lift, lookUp, suppress } from "../services/suppressions.ts";
import {
  parseCall,
  parseRegion,
  runAction,
  UsageError,
  withDeps,
  type Command,
  type CommandContext,
} from "./command.ts";
import { renderTable } from "./table.ts";

const CHANNEL = "email";
const MAX_LISTED = 1_000;

export const suppression: Command = {
  usage: [
    "suppression list [REGION] [--json]",
    "suppression show ADDRESS|- [--json]",
    "suppression add ADDRESS|- [--because TEXT] [--json]",
    "suppression lift ADDRESS|- [--because TEXT] [--json]",
  ],
  summary:
    "Addresses that nothing is sent to, whoever subscribes them: whose reader marked a mail as spam, and whom somebody put here. " +
    "lift lets what comes from then on go there again. - reads the address from standard input.",
  run: (context) => runAction(context, "suppression", { list: runList, show: runShow, add: runAdd, lift: runLift }),
};

async function runList(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, {
    options: { json: { type: "boolean" } },
    words: [],
    more: true,
  });
  if (positionals.length > 1) throw new UsageError("too many arguments");
  const regionCode = positionals[0] === undefined ? null : parseRegion(positionals[0]).code;
  return withDeps(context, async ({ database: { db }, channels }) => {
    const found = (await readSuppressions(db, { regionCode, limit: MAX_LISTED })).map(({ target, ...one }) => {
      const shown = channels.get(one.channel)?.describeTarget(target) ?? one.channel;
      return { ...one, target: shown, since: one.since.toISOString() };
    });
    if (values.json === true) context.out(JSON.stringify({ suppressions: found }));
    else {
      const rows = found.map((one) => [
        one.target,
        one.reason,
        one.source,
        stockholmMinute(new Date(one.since)),
        one.note ?? "",
      ]);
      context.out(renderTable([["address", "reason", "source", "since", "because"], ...rows]));
    }
    return 0;
  });
}

async function runShow(context: CommandContext): Promise<number> {
  return withAddress(context, async ({ ctx, place, json, shown }) => {
    const found = await lookUp(ctx, { place, regionCode: null });
    if (found?.kind !== "suppressed") {
      context.out(json ? JSON.stringify({ suppressed: false }) : `${shown} is not suppressed.`);
      return 0;
    }
    const { reason, source, note, since } = found.suppression;
    if (json) context.out(JSON.stringify({ suppressed: true, reason, source, note, since: since.toISOString() }));
    else
      context.out(
        `${shown} is suppressed since ${stockholmMinute(since)}: ${reason}, by ${source}${note === null ? "" : ` (${note})`}.`,
      );
    return 0;
  });
}

async function runAdd(context: CommandContext): Promise<number> {
  return withAddress(context, async ({ ctx, place, json, shown, because }) => {
    const done = await suppress(ctx, { place, regionCode: null, source: "command-line", note: because });
    if (done.kind === "refused") throw refuse(done.because);
    if (done.kind === "forbidden") return 1;
    if (json) context.out(JSON.stringify({ suppressed: true, changed: done.kind === "done" }));
    else
      context.out(
        done.kind === "done" ? `Nothing is sent to ${shown} from now on.` : `${shown} was suppressed already.`,
      );
    return 0;
  });
}

async function runLift(context: CommandContext): Promise<number> {
  return withAddress(context, async ({ ctx, place, json, shown, because }) => {
    const done = await lift(ctx, { which: place, regionCode: null, reason: because });
    if (done.kind === "refused") throw refuse(done.because);
    if (done.kind !== "done") {
      context.problem(`${shown} is not suppressed: there is nothing to lift.`);
      return 1;
    }
    context.out(
      json ? JSON.stringify({ suppressed: false, changed: true }) : `What comes from now on is sent to ${shown} again.`,
    );
    return 0;
  });
}

function refuse(because: TextFault): UsageError {
  return new UsageError(
    because === "too-long"
      ? `--because is longer than ${MAX_SUPPRESSION_NOTE_CHARS} characters`
      : "--because cannot be used: leave it out, or write it without a personnummer",
  );
}

interface Addressed {
  readonly ctx: ReturnType<typeof actAtCommandLine>;
  readonly place: { readonly channel: string; readonly target: { readonly address: string } };
  /** The address as it may be told. */
  readonly shown: string;
  readonly json: boolean;
  readonly because: string | null;
}

async function withAddress(context: CommandContext, work: (input: Addressed) => Promise<number>): Promise<number> {
  const { values, positionals } = parseCall(context.args, {
    options: { json: { type: "boolean" }, because: { type: "string" } },
    words: ["ADDRESS"],
  });
  const word = positionals[0] === "-" ? await context.readInput() : (positionals[0] ?? "");
  const address = parseEmailAddress(word);
  if (address === null) throw new UsageError("ADDRESS should be an e-mail address, such as namn@example.se");
  return withDeps(context, async ({ database: { db }, now, channels }) => {
    const place = { channel: CHANNEL, target: { address } };
    const shown = channels.get(CHANNEL)?.describeTarget(place.target) ?? CHANNEL;
    const because = values.because ?? null;
    return work({ ctx: actAtCommandLine({ db, now }), place, shown, json: values.json === true, because });
  });
}
