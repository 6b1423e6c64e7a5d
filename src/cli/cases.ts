import { describeDates } from "../../templates/dates-content.ts";
import { stringsOf } from "../../templates/language.ts";
import { readOpenCases } from "../db/cases.ts";
import { readSituations } from "../db/situation.ts";
import { stockholmDate } from "../domain/calendar.ts";
import { summarizeCase } from "../web/case-parts/case-line.ts";
import { parseCall, parseRegion, withDeps, type Command } from "./command.ts";
import { renderTable } from "./table.ts";

export const cases: Command = {
  usage: ["cases REGION [--json]"],
  summary: "A region's open cases, the most important first, with what waits for a decision.",
  async run(context) {
    const { values, positionals } = parseCall(context.args, {
      options: { json: { type: "boolean" } },
      words: ["REGION"],
    });
    const region = parseRegion(positionals[0]);
    return withDeps(context, async ({ database: { db }, now }) => {
      const today = stockholmDate(now());
      const situations = (await readSituations(db, region.code)).map((found) => summarizeCase(found, today));
      const said = new Map(
        situations.map(({ caseId, dates }) => [caseId, describeDates(dates, today, stringsOf("en"))]),
      );
      const open = (await readOpenCases(db, region.code)).map((found) => ({
        ...found,
        situation: said.get(found.id) ?? null,
      }));
      if (values.json === true) context.out(JSON.stringify({ cases: open }));
      else {
        const rows = open.map(({ id, entry, noticeStatus, notices, pendingUpdates, situation }) => [
          id,
          entry.priority ?? "",
          entry.atc,
          entry.substance,
          entry.formGroup ?? "",
          noticeStatus,
          notices,
          pendingUpdates,
          situation ?? "",
        ]);
        context.out(
          renderTable([
            ["case", "priority", "ATC", "substance", "form", "status", "notices", "waiting", "situation"],
            ...rows,
          ]),
        );
      }
      return 0;
    });
  },
};
