import { readCaseNotices, type RegionCase } from "../../db/cases.ts";
import { readProducts, readShortNplIds } from "../../db/products.ts";
import type { Db } from "../../db/schema.ts";
import { readSignals, type Signal } from "../../db/signals.ts";
import { readSourceFacts, readSourceState } from "../../db/source-state.ts";
import { stockholmDate, type IsoDate } from "../../domain/calendar.ts";
import { givenDates } from "../../domain/case-dates.ts";
import { buildFacts, type CaseNotice } from "../../domain/case.ts";
import type { CaseFacts, SourceFact } from "../../domain/message.ts";
import { isOpen } from "../../domain/notice.ts";
import { findUnaffected } from "../../domain/product.ts";
import { NATIONAL_SOURCE } from "../../domain/source-health.ts";
import type { EndedNotice } from "./current-notices.tsx";
import type { Unaffected } from "./unaffected-products.tsx";

/** What the source says of a case now, for the public page and the desk alike. */
export interface CurrentFacts {
  readonly notices: readonly CaseNotice[];
  /** The sources of all its notices; none when the case has no notices any more. */
  readonly sources: readonly SourceFact[];
  /** What is open in full; null when the case has no notices any more. */
  readonly facts: CaseFacts | null;
  /** The rest by name. */
  readonly ended: readonly EndedNotice[];
  /** The day it is read on. */
  readonly today: IsoDate;
}

export async function readCaseFacts(db: Db, found: RegionCase, now: Date): Promise<CurrentFacts> {
  const today = stockholmDate(now);
  const notices = await readCaseNotices(db, found.id);
  const sources = await readSourceFacts(
    db,
    notices.map(({ notice }) => notice.source),
  );
  if (sources === null) return { notices, sources: [], facts: null, ended: [], today };
  const facts = buildFacts({ entry: found.entry, notices, changes: [], sources, extent: found.extent, moved: null });
  const ended = notices
    .filter(({ status }) => !isOpen(status))
    .map(({ notice: { type, productName, nplId, packages }, vanished }) => ({
      productName,
      dates: { type, vanished, product: nplId || productName, packages: packages.map(givenDates) },
    }));
  return { notices, sources, facts, ended, today };
}

export async function readCaseSignals(db: Db, notices: readonly CaseNotice[]): Promise<Signal[]> {
  const numbers = notices.flatMap(({ notice }) => notice.packages.map((pack) => pack.nordicArticleNumber.value));
  return readSignals(db, [...new Set(numbers.filter((number) => number !== null))]);
}

/**
 * The products of the case's substance and form that the national file does not report short; null without a catalogue or
 * without that file.
 */
export async function readUnaffected(db: Db, { entry, regionCode }: RegionCase): Promise<Unaffected | null> {
  if (entry.formGroup === null) return null;
  const known = await readProducts(db, entry.atc);
  const national = await readSourceState(db, NATIONAL_SOURCE);
  if (known === null || national === null) return null;
  const shortNplIds = await readShortNplIds(db, { atc: entry.atc, regionCode });
  const { atc, formGroup, strength } = entry;
  const query = { products: known.products, atc, formGroup, shortNplIds, ...(strength === null ? {} : { strength }) };
  // It says no more than the older of the two: what is registered, and what is reported short.
  const fileDate = stockholmDate(new Date(national.fileTime));
  return { asOf: fileDate < known.asOf ? fileDate : known.asOf, products: findUnaffected(query) };
}
