import { MAX_DECISION_REASON_CHARS, type SendingDecision, type SendingSelection } from "../domain/sending-view.ts";
import { actAtCommandLine, type ServiceContext } from "../services/context.ts";
import { decideSendings, planDecision, type SendingDecided } from "../services/sending-decisions.ts";
import { parseCall, parseId, UsageError, withDeps, type CommandContext } from "./command.ts";
import { readRegion, readSpan, WHICH } from "./which-sendings.ts";

const DECIDING = {
  ...WHICH,
  all: { type: "boolean" },
  outdated: { type: "boolean" },
  "dry-run": { type: "boolean" },
  because: { type: "string" },
} as const;

/** Sends dead letters anew. */
export function replay(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, { options: DECIDING, words: [], more: true });
  return decide(context, { decision: "replay", values, positionals });
}

const SETTLED = { delivered: "confirm", again: "again", aside: "aside" } as const satisfies Record<
  string,
  SendingDecision
>;

/** Settles what nobody knows, or leaves dead letters at that. */
export function settle(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, {
    options: { ...DECIDING, as: { type: "string" } },
    words: [],
    more: true,
  });
  const as = Object.entries(SETTLED).find(([word]) => word === values.as)?.[1];
  if (as === undefined) throw new UsageError(`--as should be one of ${Object.keys(SETTLED).join(", ")}`);
  return decide(context, { decision: as, values, positionals });
}

interface Deciding {
  readonly decision: SendingDecision;
  readonly positionals: readonly string[];
  readonly values: {
    readonly region?: string | undefined;
    readonly channel?: string | undefined;
    readonly reason?: string | undefined;
    readonly from?: string | undefined;
    readonly to?: string | undefined;
    readonly all?: boolean | undefined;
    readonly outdated?: boolean | undefined;
    readonly "dry-run"?: boolean | undefined;
    readonly because?: string | undefined;
    readonly json?: boolean | undefined;
  };
}

/** What names no sending must say that it means several. */
function readSelection({ values, positionals }: Deciding): Omit<SendingSelection, "state"> {
  const { region, channel, reason, from, to, all } = values;
  const [word, ...more] = positionals;
  const narrowed = [channel, reason, from, to].some((value) => value !== undefined);
  if (more.length > 0 || (word !== undefined && (all === true || narrowed)))
    throw new UsageError("give one ID, or say which with --all, --channel, --reason, --from, --to");
  if (word === undefined && all !== true && !narrowed)
    throw new UsageError("ID is missing; --all, --channel, --reason, --from, --to mean several");
  return {
    regionCode: readRegion(region),
    sendingId: word === undefined ? null : parseId(word, "ID"),
    channel: channel ?? null,
    reason: reason ?? null,
    ...readSpan(values),
  };
}

function decide(context: CommandContext, deciding: Deciding): Promise<number> {
  const { decision, values } = deciding;
  const selection = readSelection(deciding);
  return withDeps(context, async ({ database: { db }, channels, now }) => {
    const ctx = actAtCommandLine({ db, now, channels });
    if (values["dry-run"] === true) return plan(context, { ctx, deciding, selection });
    const input = { decision, selection, outdated: values.outdated === true, reason: values.because ?? null };
    const decided = await decideSendings(ctx, input);
    if (decided.kind === "refused")
      throw new UsageError(
        decided.because === "too-long"
          ? `--because is longer than ${MAX_DECISION_REASON_CHARS} characters`
          : "--because holds a personnummer, which may not stand in the log",
      );
    if (decided.kind === "forbidden") return 1;
    const { kind: _, ...told } = decided;
    const { done, replayedAs } = told;
    const as = done === 1 && replayedAs !== null ? `, as sending ${replayedAs}` : "";
    context.out(values.json === true ? JSON.stringify(told) : `${done} done${as}.`);
    tellLeft(context, told);
    if (done === 0) context.problem("Nothing was done: nothing fits, or somebody else has decided on it.");
    return done === 0 ? 1 : 0;
  });
}

/** Says what would be done. */
async function plan(
  context: CommandContext,
  input: { ctx: ServiceContext; deciding: Deciding; selection: Omit<SendingSelection, "state"> },
): Promise<number> {
  const { ctx, deciding, selection } = input;
  const { decision, values } = deciding;
  const planned = await planDecision(ctx, { decision, selection });
  if (planned.kind === "forbidden") return 1;
  const { kind: _, upTo: __, targets: ___, ...told } = planned;
  if (values.json === true) {
    context.out(JSON.stringify(told));
    return 0;
  }
  const { sendings, messages } = told;
  const done = values.outdated === true ? told.goingWithOld : told.going;
  context.out(
    `${countOf(sendings, "sending")} with ${countOf(messages, "message")}: it would be done to ${done}. Nothing was done.`,
  );
  if (done < sendings) tellLeft(context, { ...told, outdated: told.goingWithOld - done });
  return 0;
}

function countOf(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

/** What is left as it was, and why. */
function tellLeft(
  context: CommandContext,
  { withdrawn, unreachable, outdated }: Pick<SendingDecided, "withdrawn" | "unreachable" | "outdated">,
): void {
  if (withdrawn > 0) context.problem(`${withdrawn} left: taken back, or the receiver has a newer version.`);
  if (unreachable > 0) context.problem(`${unreachable} left: the receiver is paused, or has left.`);
  if (outdated > 0) context.problem(`${outdated} left: old; --outdated sends them all the same.`);
}
