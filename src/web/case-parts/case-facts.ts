import { readCaseNotices, type RegionCase } from "../../db/cases.ts";
import type { Db } from "../../db/schema.ts";
import { readSignals, type Signal } from "../../db/signals.ts";
import { readSourceFacts } from "../../db/source-state.ts";
import type { IsoDate } from "../../domain/calendar.ts";
import { givenDates } from "../../domain/case-dates.ts";
import { buildFacts, type CaseNotice } from "../../domain/case.ts";
import type { CaseFacts, SourceFact } from "../../domain/message.ts";
import { isOpen } from "../../domain/notice.ts";
import { readLineExtent } from "../../services/extents.ts";
import type { EndedNotice } from "./current-notices.tsx";
import type { CurrentExtent } from "./extent-section.tsx";

/** What the source says of a case now, for the public page and the desk alike. */
export interface CurrentFacts {
  readonly notices: readonly CaseNotice[];
  /** The sources of all its notices; none when the case has no notices any more. */
  readonly sources: readonly SourceFact[];
  /** What is open in full; null when the case has no notices any more. */
  readonly facts: CaseFacts | null;
  readonly extent: CurrentExtent;
  /** The rest by name. */
  readonly ended: readonly EndedNotice[];
  /** The day it is read on. */
  readonly today: IsoDate;
}

export async function readCaseFacts(db: Db, found: RegionCase, today: IsoDate): Promise<CurrentFacts> {
  const notices = await readCaseNotices(db, found.id);
  const extent = await readLineExtent(db, found);
  const sources = await readSourceFacts(
    db,
    notices.map(({ notice }) => notice.source),
  );
  if (sources === null) return { notices, sources: [], facts: null, extent, ended: [], today };
  const facts = buildFacts({ entry: found.entry, notices, changes: [], sources, extent: found.extent, moved: null });
  const ended = notices
    .filter(({ status }) => !isOpen(status))
    .map(({ notice: { type, productName, nplId, packages }, vanished }) => ({
      productName,
      dates: { type, vanished, product: nplId || productName, packages: packages.map(givenDates) },
    }));
  return { notices, sources, facts, extent, ended, today };
}

export async function readCaseSignals(db: Db, notices: readonly CaseNotice[]): Promise<Signal[]> {
  const numbers = notices.flatMap(({ notice }) => notice.packages.map((pack) => pack.nordicArticleNumber.value));
  return readSignals(db, [...new Set(numbers.filter((number) => number !== null))]);
}
