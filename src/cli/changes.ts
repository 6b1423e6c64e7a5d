import { readChanges } from "../db/notices.ts";
import { readLatestSnapshot } from "../db/snapshots.ts";
import { countKinds } from "../domain/change.ts";
import { parseCall, parseId, withDeps, type Command } from "./command.ts";
import { renderTable } from "./table.ts";

export const changes: Command = {
  usage: ["changes [--since SNAPSHOT] [--json]"],
  summary: "What changed in the newest snapshot, or in all after SNAPSHOT.",
  async run(context) {
    const { values } = parseCall(context.args, {
      options: { since: { type: "string" }, json: { type: "boolean" } },
      words: [],
    });
    const since = values.since === undefined ? null : parseId(values.since, "--since");
    return withDeps(context, async ({ database: { db } }) => {
      const latest = await readLatestSnapshot(db);
      if (latest === null) {
        context.problem('There is no snapshot yet; take one in with "ingest lakemedelsverket".');
        return 1;
      }
      const told = await readChanges(db, since === null ? { snapshotId: latest.id } : { after: since });
      const counts = countKinds(told.map(({ kind }) => kind));
      if (values.json === true) context.out(JSON.stringify({ counts, changes: told }));
      else if (told.length === 0) context.out("No changes.");
      else {
        const rows = told.map((change) => [
          change.kind,
          change.type,
          change.from ?? "",
          change.to ?? "",
          change.atc ?? "",
          change.productName,
          change.reportId,
        ]);
        context.out(renderTable([["change", "type", "from", "to", "ATC", "product", "report"], ...rows]));
      }
      return 0;
    });
  },
};
