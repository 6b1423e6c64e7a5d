import { readOpenCases } from "../db/cases.ts";
import { parseCall, parseRegion, withDeps, type Command } from "./command.ts";
import { renderTable } from "./table.ts";

export const cases: Command = {
  name: "cases",
  usage: ["cases REGION [--json]"],
  summary: "A region's open cases, the most important first, with what waits for a decision.",
  async run(context) {
    const { values, positionals } = parseCall(context.args, {
      options: { json: { type: "boolean" } },
      words: ["REGION"],
    });
    const region = parseRegion(positionals[0]);
    return withDeps(context, async ({ database: { db } }) => {
      const open = await readOpenCases(db, region.code);
      if (values.json === true) context.out(JSON.stringify({ cases: open }));
      else {
        const rows = open.map(({ id, entry, noticeStatus, notices, pendingUpdates }) => [
          id,
          entry.priority ?? "",
          entry.atc,
          entry.substance,
          entry.formGroup ?? "",
          noticeStatus,
          notices,
          pendingUpdates,
        ]);
        context.out(
          renderTable([["case", "priority", "ATC", "substance", "form", "status", "notices", "waiting"], ...rows]),
        );
      }
      return 0;
    });
  },
};
