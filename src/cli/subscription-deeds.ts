import { actAtCommandLine } from "../services/context.ts";
import { resumeDeliveries, resumeSubscription, stopDeliveries } from "../services/delivery-stops.ts";
import { endReader, restoreReader } from "../services/readers.ts";
import { parseRowId } from "../domain/row-id.ts";
import { findReader } from "../db/readers.ts";
import { parseCall, parseRegion, UsageError, withDeps, type CommandContext } from "./command.ts";

type Deed = "pause" | "resume" | "end" | "restore";

const SAID: Readonly<Record<Deed, string>> = {
  pause: "is paused: what comes waits",
  resume: "goes on",
  end: "is ended",
  restore: "goes on with all that was chosen",
};

/** `subscription pause|resume|end|restore REGION SUBSCRIPTION`: what the desk does to one of a region's readers. */
export function runReaderDeed(deed: Deed): (context: CommandContext) => Promise<number> {
  return async (context) => {
    const { values, positionals } = parseCall(context.args, {
      options: { json: { type: "boolean" }, reason: { type: "string" }, by: { type: "string" } },
      words: ["REGION", "SUBSCRIPTION"],
    });
    const region = parseRegion(positionals[0]);
    const id = parseRowId(positionals[1] ?? "");
    if (id === null) throw new UsageError('SUBSCRIPTION is a number, as "subscription list" shows it');
    const reason = values.reason ?? "";
    if (deed === "pause" && reason.trim() === "") throw new UsageError("--reason should say why it is paused");
    return withDeps(context, async ({ database: { db }, channels, now }) => {
      const ctx = { ...actAtCommandLine({ db, now }, values.by), channels };
      const isHere = (await findReader(db, { id, regionCode: region.code, now: now() })) !== null;
      const kind = isHere ? await act(ctx, deed, { regionCode: region.code, id, reason }) : "unknown";
      if (kind !== "done" && kind !== "already") {
        const why =
          kind === "refused" ? "the reason is too long, or holds a personnummer" : "there is none that it fits";
        context.problem(`${region.name}: subscription ${id} stays as it is: ${why}`);
        return 1;
      }
      if (values.json === true) context.out(JSON.stringify({ subscription: id, changed: kind === "done" }));
      else context.out(`${region.name}: subscription ${id} ${SAID[deed]}${kind === "done" ? "" : ", as it did"}.`);
      return 0;
    });
  };
}

async function act(
  ctx: Parameters<typeof stopDeliveries>[0],
  deed: Deed,
  { regionCode, id, reason }: { regionCode: string; id: number; reason: string },
): Promise<string> {
  const scope = { kind: "subscription", id } as const;
  switch (deed) {
    case "pause":
      return (await stopDeliveries(ctx, { scope, reason })).kind;
    case "resume": {
      const released = await resumeDeliveries(ctx, { scope });
      const mended = await resumeSubscription(ctx, { id });
      return released.kind === "done" ? released.kind : mended.kind;
    }
    case "end":
      return (await endReader(ctx, { regionCode, id })).kind;
    case "restore":
      return (await restoreReader(ctx, { regionCode, id })).kind;
  }
}
