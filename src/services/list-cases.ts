import { insertCaseUpdates, readRegionUpdates, type CaseUpdate } from "../db/case-updates.ts";
import { alignCases } from "../db/cases.ts";
import type { UpdateKind } from "../domain/case.ts";
import type { RegionList } from "../domain/match.ts";
import { reviewAdvice, tellFallenAdvice } from "./advice-review.ts";
import { joinMoves, refreshExtents } from "./extents.ts";
import type { PublishingDeps } from "./publication.ts";
import { applyRules, giveIds } from "./rule-round.ts";

/**
 * Opens and closes the cases of these lists, measures their extents, looks again at what readers were advised, and writes
 * down what waits for a person because of it: cases that are new, those whose extent moved, and `more` of the caller's.
 * With `moves` of `change` no person made them, and the regions' rules decide about them as about any news. Gives the
 * cases it opened. Call it in a transaction.
 */
export async function alignListCases(
  deps: PublishingDeps,
  input: {
    lists: readonly RegionList[];
    kind: "baseline" | "list";
    moves?: "change";
    more?: (opened: readonly number[]) => Promise<readonly CaseUpdate[]>;
  },
): Promise<number[]> {
  const { db } = deps;
  const { lists, kind, moves = kind } = input;
  const now = deps.now();
  const opened = (await alignCases(db, { lists, now })).map(({ caseId }) => caseId);
  const regionCodes = lists.map(({ regionCode }) => regionCode);
  const moved = await refreshExtents(db, { regionCodes, snapshotId: null });
  await reviewAdvice(db, { regionCodes, now });
  const write = async (of: UpdateKind, updates: readonly CaseUpdate[]) => {
    const decision = of === "baseline" ? "baseline" : "pending";
    const ids = await insertCaseUpdates(db, { kind: of, decision, snapshotId: null, onDate: null, updates, now });
    if (of === "baseline") return;
    const written = giveIds(await readRegionUpdates(db, updates), ids);
    if (written.length > 0) await applyRules(deps, { regionCodes, kind: of, updates: written, now });
  };
  const told = [...opened.map((caseId) => ({ caseId, changes: [] })), ...((await input.more?.(opened)) ?? [])];
  const updates = joinMoves(told, kind === "baseline" ? [] : moved, ({ caseId }) => ({ caseId, changes: [] }));
  const own = new Set(told.map(({ caseId }) => caseId));
  await write(
    kind,
    updates.filter(({ caseId }) => moves === kind || own.has(caseId)),
  );
  if (moves !== kind)
    await write(
      moves,
      updates.filter(({ caseId }) => !own.has(caseId)),
    );
  await tellFallenAdvice(deps, { regionCodes });
  return opened;
}
