import { setImmediate as nextTurn } from "node:timers/promises";
import {
  findImportToWorkOn,
  moveListImport,
  readImportContent,
  readListLayout,
  readListMapping,
  type ListImport,
} from "../db/list-imports.ts";
import { deleteStagedVersion, findActiveVersion, readEntries, replaceEntries, stageListVersion } from "../db/lists.ts";
import { readTrialData } from "../db/list-trial.ts";
import { readCatalogue } from "../db/products.ts";
import type { Db } from "../db/schema.ts";
import { addDays, stockholmDate } from "../domain/calendar.ts";
import { countDifference, diffLists } from "../domain/list-difference.ts";
import { isUnderWay, type FileFault, type ListImportReport, type ReadReport } from "../domain/list-import.ts";
import { LIST_TRIAL_DAYS, tryList } from "../domain/list-trial.ts";
import { checkOwn, type RowRemark } from "../domain/list-remarks.ts";
import type { ListEntry } from "../domain/list.ts";
import { listOwnIds } from "../domain/own-product.ts";
import type { RejectedRow } from "../domain/row-fault.ts";
import type { RefusedList } from "../sources/region-list-header.ts";
import { openRegionList, type OpenedList } from "../sources/region-list.ts";
import type { ServiceContext } from "./context.ts";

/** `nothing-to-do`: it waits for a person or is done · `overtaken`: given up, or begun anew, meanwhile. */
export interface ListReadResult {
  readonly kind: "read" | "asked" | "refused" | "overtaken" | "nothing-to-do";
}

/** Rows that are stored and told of at once. */
const BATCH_ROWS = 250;

/**
 * Reads an import's file from its beginning, whatever an earlier run left behind: stages its entries, a transaction for
 * each portion so that it is seen how far it has come, and tries them out beside the list in use.
 */
export async function readStagedList(
  ctx: ServiceContext,
  { importId: id }: { importId: number },
): Promise<ListReadResult> {
  const { db } = ctx;
  const found = await findImportToWorkOn(db, id);
  if (found === null || found.state === "taking" || !isUnderWay(found.state, found.report))
    return { kind: "nothing-to-do" };
  const opened = await openImport(db, found);
  if (opened.kind === "refused") return refuseFile(db, found, opened);
  const versionId = await beginStaging(ctx, found, opened);
  if (versionId === null) return { kind: "overtaken" };
  const staged = await stageRows(db, { importId: id, versionId, opened });
  if (staged !== null) {
    const { ignored, layout } = opened;
    const tried = await tryOut(ctx, { regionCode: found.regionCode, versionId });
    const { accepted, joined, rejected } = staged;
    const remarks = [...staged.remarks, ...tried.remarks].toSorted((a, b) => a.row - b.row);
    const report: ReadReport = { kind: "read", accepted, joined, rejected, ignored, layout, ...tried, remarks };
    if (await moveListImport(db, { id, from: ["reading"], staging: versionId, to: { state: "read", report } }))
      return { kind: "read" };
  }
  await deleteStagedVersion(db, versionId);
  return { kind: "overtaken" };
}

/** Where somebody said that the list is in this file, else where the last one had it if that fits, else where it is found. */
async function openImport(db: Db, found: ListImport): Promise<OpenedList | RefusedList> {
  const mapping = found.mapping ?? (await readListMapping(db, found.regionCode)) ?? undefined;
  const content = await readImportContent(db, found.id);
  if (found.layout !== null) return openRegionList(content, mapping, found.layout);
  const last = await readListLayout(db, found.regionCode);
  const opened = last === null ? null : await openRegionList(content, mapping, last);
  return opened?.kind === "opened" ? opened : openRegionList(content, mapping);
}

/** Faults that a person's word on where the list stands, or how its letters are read, would mend. */
const ASKED: ReadonlySet<FileFault["kind"]> = new Set(["sheets", "encoding", "no-header"]);

/** A file whose columns nobody has named waits for a word on them; any other is no list. */
async function refuseFile(
  db: Db,
  { id, versionId }: ListImport,
  refused: RefusedList,
): Promise<{ readonly kind: "asked" | "refused" }> {
  const { titles, missing = [], fault, layout, sheets = [], encodings = [] } = refused;
  const asked: ListImportReport | null =
    titles !== undefined
      ? { kind: "columns", titles, missing, ...(layout === undefined ? {} : { layout }) }
      : ASKED.has(fault.kind)
        ? { kind: "layout", fault, sheets: layout?.sheets ?? sheets, encodings, layout: layout ?? null }
        : null;
  await db.transaction().execute(async (trx) => {
    await moveListImport(trx, {
      id,
      from: ["uploaded", "reading"],
      to:
        asked === null
          ? { state: "refused", report: { kind: "refused", fault }, versionId: null }
          : { state: "uploaded", report: asked, versionId: null },
    });
    if (versionId !== null) await deleteStagedVersion(trx, versionId);
  });
  return { kind: asked === null ? "refused" : "asked" };
}

/** An empty version for the rows, in place of the one of an earlier run; null when the import has gone elsewhere. */
async function beginStaging(ctx: ServiceContext, found: ListImport, opened: OpenedList): Promise<number | null> {
  const { id, regionCode, fileName } = found;
  return ctx.db.transaction().execute(async (trx) => {
    const versionId = await stageListVersion(trx, { regionCode, fileName, importedAt: ctx.now });
    const to = { state: "reading", report: null, versionId, rowsTotal: opened.total, rowsDone: 0 } as const;
    const moved = await moveListImport(trx, { id, from: ["uploaded", "reading"], to });
    if (!moved) await deleteStagedVersion(trx, versionId);
    else if (found.versionId !== null) await deleteStagedVersion(trx, found.versionId);
    return moved ? versionId : null;
  });
}

/** Null when the import was given up, or begun anew by another job, meanwhile. */
async function stageRows(db: Db, input: { importId: number; versionId: number; opened: OpenedList }) {
  const { importId, versionId, opened } = input;
  const rejected: RejectedRow[] = [];
  const remarks: RowRemark[] = [];
  let portion = new Map<string, ListEntry>();
  let [accepted, joined, rowsDone] = [0, 0, 0];
  const store = async (): Promise<boolean> => {
    const entries = [...portion.values()];
    portion = new Map();
    return db.transaction().execute(async (trx) => {
      const to = { state: "reading", rowsDone } as const;
      const goesOn = await moveListImport(trx, { id: importId, from: ["reading"], staging: versionId, to });
      if (goesOn && entries.length > 0) await replaceEntries(trx, { versionId, entries });
      return goesOn;
    });
  };
  for (const row of opened.rows()) {
    if (row.kind === "rejected") rejected.push(row.rejected);
    else portion.set(row.entry.key, row.entry);
    if (row.kind === "entry") accepted += 1;
    if (row.kind === "joined") {
      joined += 1;
      remarks.push(...row.remarks);
    }
    rowsDone += 1;
    if (rowsDone % BATCH_ROWS !== 0) continue;
    if (!(await store())) return null;
    // The embedded database answers without leaving the thread, so that nobody else would have a turn until the end.
    await nextTurn();
  }
  return (await store()) ? { accepted, joined, rejected, remarks } : null;
}

async function tryOut(
  { db, now }: ServiceContext,
  { regionCode, versionId }: { regionCode: string; versionId: number },
): Promise<Pick<ReadReport, "baseVersionId" | "difference" | "trial"> & { remarks: readonly RowRemark[] }> {
  const until = stockholmDate(now);
  const active = await findActiveVersion(db, regionCode);
  const inUse = active === null ? [] : await readEntries(db, active.id);
  const staged = await readEntries(db, versionId);
  const data = await readTrialData(db, { regionCode, since: addDays(until, 1 - LIST_TRIAL_DAYS) });
  return {
    baseVersionId: active?.id ?? null,
    difference: countDifference(diffLists(inUse, staged)),
    trial: tryList({ ...data, staged, inUse, until }),
    remarks: await checkOwnProducts(db, staged),
  };
}

/** What the catalogue says against the products that a list names. */
export async function checkOwnProducts(db: Db, entries: readonly ListEntry[]): Promise<RowRemark[]> {
  return checkOwn(entries, await readCatalogue(db, listOwnIds(entries)));
}
