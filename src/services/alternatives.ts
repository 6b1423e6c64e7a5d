import { readFalls, type AdviceFall } from "../db/advice-falls.ts";
import { readNoticesOf, readReportDay } from "../db/alternatives.ts";
import { hashContent } from "../db/client.ts";
import type { RegionCase } from "../db/cases.ts";
import { readExtentNotices } from "../db/extents.ts";
import { readCatalogueDay, readProductsById } from "../db/products.ts";
import { readSubjects } from "../db/matches.ts";
import type { Db } from "../db/schema.ts";
import {
  alternativeKey,
  isOfSubstance,
  levelOf,
  judgeProduct,
  judgeSubstance,
  type Alternative,
  type AlternativeFact,
  type AlternativeState,
} from "../domain/alternative.ts";
import { freezeExtent, type ProductReport } from "../domain/extent.ts";
import type { CaseFacts, Message, MessageAdvice } from "../domain/message.ts";
import { measureLines, toReport } from "./extents.ts";

/** An alternative as the prescribers of a region see it: the region's own notices are for them alone. */
export interface AskedAlternative {
  readonly regionCode: string;
  readonly alternative: Alternative;
}

/** What is known now of each alternative, in their order. */
export async function readAlternativeFacts(
  db: Db,
  asked: readonly AskedAlternative[],
): Promise<readonly AlternativeFact[]> {
  if (asked.length === 0) return [];
  const days = { reports: await readReportDay(db), catalogue: await readCatalogueDay(db) };
  const states = new Map([...(await readProducts(db, asked)), ...(await readSubstances(db, asked))]);
  return asked.map((one) => {
    const state = states.get(keyOf(one)) ?? ({ kind: "unknown" } as const);
    const isOfCatalogue = state.kind === "unlisted" || state.kind === "deregistered";
    return { alternative: one.alternative, state, on: isOfCatalogue ? days.catalogue : days.reports };
  });
}

/** The facts of a message with what is known of the alternatives that its advice names; nothing else of them changes. */
export async function tellAlternatives(
  db: Db,
  input: { regionCode: string; facts: CaseFacts; advice: Pick<MessageAdvice, "alternatives"> | null },
): Promise<CaseFacts> {
  const { regionCode, facts, advice } = input;
  const named = advice?.alternatives ?? [];
  if (named.length === 0) return facts;
  const alternatives = await readAlternativeFacts(
    db,
    named.map((alternative) => ({ regionCode, alternative })),
  );
  return { ...facts, alternatives };
}

/**
 * What a draft is handed over on: the facts, and what is known of the alternatives that it names. With others it does not go
 * out. The day of a file that says the same changes nothing.
 */
export async function sealFacts(
  db: Db,
  input: { regionCode: string; advice: Pick<MessageAdvice, "alternatives"> | null; factsHash: string },
): Promise<string> {
  const { regionCode, advice, factsHash } = input;
  const asked = (advice?.alternatives ?? []).map((alternative) => ({ regionCode, alternative }));
  if (asked.length === 0) return factsHash;
  const states = (await readAlternativeFacts(db, asked)).map(({ state }) => levelOf(state));
  return hashContent({ factsHash, states });
}

/**
 * A case's messages with what is known now of the alternatives that the newest names: on a page, what was known when it was
 * written may be long past.
 */
export async function renewAlternatives(db: Db, thread: readonly Message[]): Promise<readonly Message[]> {
  const [newest, ...earlier] = thread;
  if (newest === undefined || newest.facts.kind !== "case" || newest.facts.alternatives === undefined) return thread;
  const { regionCode, facts, advice } = newest;
  return [{ ...newest, facts: await tellAlternatives(db, { regionCode, facts, advice }) }, ...earlier];
}

/** What has fallen of the advice of a case and nothing has mended, with what is known of it now, and what was kept. */
export async function readAdviceStanding(
  db: Db,
  { id, regionCode }: Pick<RegionCase, "id" | "regionCode">,
): Promise<{
  readonly falls: readonly AdviceFall[];
  readonly now: readonly AlternativeFact[];
  readonly keptVersions: readonly number[];
}> {
  const all = await readFalls(db, [id]);
  const falls = all.filter(({ mended }) => mended === null);
  const keptVersions = all.filter(({ mended }) => mended?.kind === "kept").map(({ version }) => version);
  const asked = falls.map(({ alternative }) => ({ regionCode, alternative }));
  return { falls, now: await readAlternativeFacts(db, asked), keptVersions };
}

function keyOf({ regionCode, alternative }: AskedAlternative): string {
  return `${regionCode} ${alternativeKey(alternative)}`;
}

async function readProducts(db: Db, asked: readonly AskedAlternative[]): Promise<[string, AlternativeState][]> {
  const products = asked.flatMap(({ regionCode, alternative }) =>
    alternative.kind === "product" ? [{ regionCode, alternative }] : [],
  );
  if (products.length === 0) return [];
  const nplIds = [...new Set(products.map(({ alternative }) => alternative.nplId))];
  const touched = await readNoticesOf(db, { codes: [], nplIds });
  const notices = await readExtentNotices(db, { noticeIds: touched.map(({ id }) => id), codes: [] });
  const known = await readProductsById(db, nplIds);
  const hasCatalogue = (await readCatalogueDay(db)) !== null;
  return products.map((one) => {
    const { nplId } = one.alternative;
    const reports: ProductReport[] = notices
      .filter((notice) => notice.nplId === nplId && (notice.regionCode ?? one.regionCode) === one.regionCode)
      .map(toReport);
    return [keyOf(one), judgeProduct({ hasCatalogue, known: known.get(nplId) ?? null, reports })];
  });
}

/** Measured as a line of a list that asks for the same would be. */
async function readSubstances(db: Db, asked: readonly AskedAlternative[]): Promise<[string, AlternativeState][]> {
  const lines = asked.flatMap(({ regionCode, alternative }) =>
    alternative.kind === "substance"
      ? [{ regionCode, alternative, entry: { ...alternative, emdn: null, own: [] } }]
      : [],
  );
  if (lines.length === 0) return [];
  const codes = [...new Set(lines.map(({ alternative }) => alternative.atc))];
  const subjects = await readSubjects(db, await readNoticesOf(db, { codes, nplIds: [] }));
  const hits = lines.map((line) => ({
    ...line,
    outsideIds: [],
    noticeIds: subjects
      .filter(({ regionCode }) => (regionCode ?? line.regionCode) === line.regionCode)
      .filter(({ subject }) => isOfSubstance(line.alternative, subject))
      .map(({ id }) => id),
  }));
  const { catalogueOn, measured } = await measureLines(db, hits);
  return hits.map((line) => {
    const { extent = null, registered = null } = measured.get(line) ?? {};
    return [keyOf(line), judgeSubstance(registered, extent === null ? null : freezeExtent(extent, catalogueOn))];
  });
}
