import { readOpenSources, readOverviewCases, type OverviewCase } from "../db/cases.ts";
import type { Db } from "../db/schema.ts";
import { readSourceFacts } from "../db/source-state.ts";
import { EVERYBODY } from "../domain/audience.ts";
import { entryFact } from "../domain/case.ts";
import type { OverviewFacts, SourceFact } from "../domain/message.ts";
import { writeMessage } from "./messages.ts";

/**
 * The one summary a region gets when its list first meets a source; none where no case is open. Resolves with the number
 * of messages.
 */
export async function publishOverviews(
  trx: Db,
  input: { regionCodes: readonly string[]; now: Date; digestChannels: ReadonlySet<string> },
): Promise<number> {
  const { regionCodes, now, digestChannels } = input;
  if (regionCodes.length === 0) return 0;
  const cases = Map.groupBy(await readOverviewCases(trx, regionCodes), ({ regionCode }) => regionCode);
  let published = 0;
  for (const [regionCode, names] of await readOpenSources(trx, regionCodes)) {
    const sources = await readSourceFacts(trx, names);
    if (sources === null) continue;
    const facts = buildOverview({ cases: cases.get(regionCode) ?? [], sources });
    await writeMessage(trx, {
      regionCode,
      now,
      digestChannels,
      caseId: null,
      kind: "overview",
      urgency: "normal",
      facts,
      advice: null,
      audience: EVERYBODY,
      reviewed: false,
      publishedBy: "rule",
    });
    published += 1;
  }
  return published;
}

function buildOverview(of: {
  cases: readonly OverviewCase[];
  sources: readonly [SourceFact, ...SourceFact[]];
}): OverviewFacts {
  const { cases, sources } = of;
  return {
    kind: "overview",
    overview: cases.map((open) => ({
      caseId: open.id,
      entry: entryFact(open.entry),
      status: open.noticeStatus,
      kind: open.kind,
      ...(open.extent === null ? {} : { extent: open.extent }),
      notices: open.notices,
    })),
    source: sources[0],
    ...(sources.length > 1 ? { sources } : {}),
  };
}
