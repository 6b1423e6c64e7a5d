import { readOpenMatches, readUnmatched, type MatchedNotice } from "../db/matches.ts";
import { describeWhy } from "../domain/why.ts";
import { readListExtents, type ListExtent } from "../services/extents.ts";
import { parseCall, parseRegion, withDeps, type Command } from "./command.ts";
import { renderTable } from "./table.ts";

export const matches: Command = {
  usage: ["matches REGION [--json]", "matches REGION --unmatched [--json]"],
  summary:
    "The open notices that hit a region's list, under every entry they hit, why, and how much of the entry is hit (its grade); or those that hit nothing.",
  async run(context) {
    const { values, positionals } = parseCall(context.args, {
      options: { json: { type: "boolean" }, unmatched: { type: "boolean" } },
      words: ["REGION"],
    });
    const region = parseRegion(positionals[0]);
    return withDeps(context, async ({ database: { db } }) => {
      if (values.unmatched === true) {
        const notices = await readUnmatched(db, region.code);
        const rows = notices.map(({ source, atc, status, productName }) => [source, atc ?? "", status, productName]);
        context.out(
          values.json === true
            ? JSON.stringify({ notices })
            : renderTable([["source", "ATC", "status", "product"], ...rows]),
        );
        return 0;
      }
      const found = groupByEntry(await readListExtents(db, region.code), await readOpenMatches(db, region.code));
      if (values.json === true) context.out(JSON.stringify({ entries: found }));
      else {
        const rows = found.flatMap(({ atc, substance, grade, notices, possible }) =>
          [...notices, ...possible].map((notice) => [
            atc,
            substance,
            grade,
            notice.status,
            notice.productName,
            notice.why,
          ]),
        );
        context.out(renderTable([["ATC", "substance", "extent", "status", "product", "why"], ...rows]));
      }
      return 0;
    });
  },
};

function groupByEntry(lines: readonly ListExtent[], found: readonly MatchedNotice[]) {
  return lines
    .map(({ entry, extent }) => {
      const hits = found.filter((match) => match.entryKey === entry.key);
      const { atc, substance, formGroup, strength, priority } = entry;
      return {
        atc,
        substance,
        formGroup,
        strength,
        priority,
        /** `none` where nothing hits it for certain. */
        grade: extent?.grade ?? "none",
        notices: hits.filter(({ verdict }) => verdict === "certain").map(describeHit),
        /** Waiting for a pharmacist's word: the notice says too little to be sure. */
        possible: hits.filter(({ verdict }) => verdict === "possible").map(describeHit),
      };
    })
    .filter(({ notices, possible }) => notices.length + possible.length > 0);
}

function describeHit({ reportId, nplId, productName, status, why }: MatchedNotice) {
  return { reportId, nplId, productName, status, why: describeWhy(why) };
}
