import { countDeliveries, readStoppedChannels, resumeChannel } from "../db/deliveries.ts";
import { sendAccountMails } from "../jobs/account-mail.handler.ts";
import { deliverDue } from "../jobs/relay.handler.ts";
import type { DeliverResult } from "../jobs/deliver.handler.ts";
import { parseCall, withDeps, type Command } from "./command.ts";
import { renderTable } from "./table.ts";

export const deliverCommand: Command = {
  usage: ["deliver [--early] [--resume CHANNEL] [--json]"],
  summary: "Sends what is due now (with --early also what waits for the next digest), once, and says how it went.",
  async run(context) {
    const { values } = parseCall(context.args, {
      options: { early: { type: "boolean" }, resume: { type: "string" }, json: { type: "boolean" } },
      words: [],
    });
    return withDeps(context, async ({ delivering, database: { db } }) => {
      if (values.resume !== undefined && !(await resumeChannel(db, values.resume))) {
        context.problem(`The channel ${values.resume} is not stopped.`);
        return 1;
      }
      const results = await deliverDue(delivering, { all: values.early === true });
      const mails = await sendAccountMails(delivering);
      const unsent = mails.filter(({ kind }) => kind !== "sent" && kind !== "captured");
      for (const { accountId, reason } of unsent)
        context.problem(`The mail to account ${accountId} was not sent: ${reason}.`);
      const outcomes = countOutcomes(results);
      const stopped = await readStoppedChannels(db);
      for (const { channel, reason } of stopped)
        context.problem(`${channel} is stopped: ${reason}. Mend it, then run "deliver --resume ${channel}".`);
      if (values.json === true)
        context.out(JSON.stringify({ mode: delivering.mode, outcomes, deliveries: await countDeliveries(db) }));
      else {
        const rows = (await countDeliveries(db)).map(({ channel, state, deliveries }) => [channel, state, deliveries]);
        context.out(renderTable([["channel", "state", "deliveries"], ...rows]));
        if (delivering.mode === "capture")
          context.out("Nothing was sent: DELIVERY_MODE is capture, so what was due is kept as captured.");
      }
      return stopped.length > 0 || results.some(isFailure) || unsent.length > 0 ? 1 : 0;
    });
  },
};

function countOutcomes(results: readonly DeliverResult[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const result of results) {
    const kind = result.kind === "attempted" ? result.outcome.kind : result.kind;
    counts[kind] = (counts[kind] ?? 0) + (result.kind === "nothing-due" ? 0 : result.deliveries);
  }
  return counts;
}

function isFailure(result: DeliverResult): boolean {
  return result.kind === "attempted" && result.outcome.kind !== "delivered";
}
