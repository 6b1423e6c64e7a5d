import { insertAudit } from "../db/audit.ts";
import {
  findListImport,
  insertListImport,
  moveListImport,
  readListMapping,
  saveListChoice,
  type ListImport,
} from "../db/list-imports.ts";
import { deleteStagedVersion, findActiveVersion } from "../db/lists.ts";
import { holdRegionSettings, readRegionSettings } from "../db/regions.ts";
import type { Db } from "../db/schema.ts";
import type { Deed } from "../domain/audit.ts";
import { cleanLine, clipText } from "../domain/clean-text.ts";
import { asksContact, findMissingContact, parseContact, type ReadContact } from "../domain/contact.ts";
import type { DeliveryMode } from "../domain/delivery.ts";
import { checkMapping, type MappingProblem } from "../domain/list-mapping.ts";
import { MAX_UPLOAD_BYTES, type ListMapping } from "../domain/list-import.ts";
import { askedLayout, chooseLayout, type LayoutProblem, type LayoutWish } from "../domain/list-layout.ts";
import { findPersonnummer } from "../domain/personnummer.ts";
import { listReadJob } from "../jobs/list-read.ts";
import { listTakeJob } from "../jobs/list-take.ts";
import { FORBIDDEN, findWorker, type Forbidden, type ServiceContext, type Worker } from "./context.ts";
import { replaceContact, writeSettingsChange } from "./settings-change.ts";

/** The import has gone elsewhere since it was shown: nothing is done. */
export interface ImportMoved {
  readonly kind: "moved";
}
const MOVED: ImportMoved = { kind: "moved" };

/** A region's import, as somebody names it who does something with it. */
export interface NamedImport {
  readonly regionCode: string;
  readonly importId: number;
}

const MAX_NAME_CHARS = 200;

export type HandInResult =
  | { readonly kind: "handed-in"; readonly importId: number }
  | { readonly kind: "refused"; readonly why: "missing" | "too-large" | "personnummer" }
  | Forbidden;

/** Stores a file that is to become the region's list, for a job to read. */
export async function handInList(
  ctx: ServiceContext,
  input: { regionCode: string; fileName: string; content: Uint8Array },
): Promise<HandInResult> {
  const { regionCode, content } = input;
  const worker = findWorker(ctx, "curate", regionCode);
  if (worker === null) return FORBIDDEN;
  if (content.length === 0) return { kind: "refused", why: "missing" };
  if (content.length > MAX_UPLOAD_BYTES) return { kind: "refused", why: "too-large" };
  const fileName = clipText(cleanLine(input.fileName), MAX_NAME_CHARS) || "list";
  if (findPersonnummer(fileName) !== null) return { kind: "refused", why: "personnummer" };
  const importId = await ctx.db.transaction().execute(async (trx) => {
    const file = { regionCode, fileName, content, createdBy: worker.actor.id, now: ctx.now };
    const id = await insertListImport(trx, { ...file, state: "uploaded", report: null, versionId: null });
    const after = { file: fileName, bytes: content.length };
    await noteImport(worker, trx, { regionCode, importId: id, deed: "list-uploaded", after });
    return id;
  });
  await ctx.enqueue?.([listReadJob(importId)]);
  return { kind: "handed-in", importId };
}

const READING = { kind: "reading" } as const;

/** What was said of a file: it is read again, or there is something wrong with what was said. */
type ToldResult<Problem> =
  | typeof READING
  | { readonly kind: "refused"; readonly problems: readonly Problem[] }
  | ImportMoved
  | Forbidden;
export type MapResult = ToldResult<MappingProblem>;
export type LayoutResult = ToldResult<LayoutProblem>;

/** Says which of the file's titles stands for which of our columns, for this file and the region's next ones. */
export async function mapListColumns(
  ctx: ServiceContext,
  input: NamedImport & { readonly mapping: ListMapping },
): Promise<MapResult> {
  const { mapping, ...named } = input;
  return workOnImport(ctx, input, async (trx, found, worker) => {
    if (found.report?.kind !== "columns") return MOVED;
    const problems = checkMapping(mapping, found.report.titles);
    if (problems.length > 0) return { kind: "refused", problems };
    const before = await readListMapping(trx, found.regionCode);
    const to = { state: "uploaded", report: null, mapping } as const;
    if (!(await moveListImport(trx, { id: found.id, from: ["uploaded"], to }))) return MOVED;
    await saveListChoice(trx, { regionCode: found.regionCode, mapping });
    await noteImport(worker, trx, { ...named, deed: "list-columns-mapped", before, after: mapping });
    return READING;
  });
}

/** Says on which sheet and row, and in which letters, the list stands in the file, which is then read again. */
export async function chooseListLayout(
  ctx: ServiceContext,
  input: NamedImport & { readonly wish: LayoutWish },
): Promise<LayoutResult> {
  const { wish, ...named } = input;
  return workOnImport(ctx, input, async (trx, found, worker) => {
    const asked = askedLayout(found.report);
    if (asked === null) return MOVED;
    const choice = chooseLayout(wish, { asked, chosen: found.layout });
    if (choice.kind === "refused") return choice;
    const { layout } = choice;
    const to =
      found.state === "read"
        ? ({ state: "reading", rowsDone: 0 } as const)
        : ({ state: "uploaded", report: null } as const);
    if (!(await moveListImport(trx, { id: found.id, from: [found.state], to: { ...to, layout } }))) return MOVED;
    // Letters are the file's own, and say nothing of the next one's.
    const { sheet, headerRow } = layout;
    await saveListChoice(trx, { regionCode: found.regionCode, layout: { sheet, headerRow } });
    await noteImport(worker, trx, { ...named, deed: "list-layout-chosen", before: found.layout, after: layout });
    return READING;
  });
}

/** Reads and compares the file once more, since the list in use has become another. */
export async function readListAgain(
  ctx: ServiceContext,
  input: NamedImport,
): Promise<typeof READING | ImportMoved | Forbidden> {
  return workOnImport(ctx, input, async (trx, { id }) => {
    const moved = await moveListImport(trx, { id, from: ["read"], to: { state: "reading", rowsDone: 0 } });
    return moved ? READING : MOVED;
  });
}

export type OrderResult =
  | { readonly kind: "ordered" }
  | { readonly kind: "refused"; readonly why: "changed" | "base-changed" | "confirm" | "no-contact" }
  | { readonly kind: "refused"; readonly why: "contact"; readonly read: Exclude<ReadContact, { kind: "read" }> }
  | ImportMoved
  | Forbidden;

export interface TakeOrder extends NamedImport {
  /** The report and the comparison that were shown: what is decided is decided on them, and on no others. */
  readonly seen: { readonly versionId: number | null; readonly baseVersionId: number | null };
  /** Whether they have said that they saw what is lost. */
  readonly confirmed: boolean;
  /** How the region is reached, where that is asked. */
  readonly contact: string;
  readonly mode: DeliveryMode;
}

/** Asks for a read file to be taken into use, which a job does. A region that goes live says first how it is reached. */
export async function orderListTake(ctx: ServiceContext, order: TakeOrder): Promise<OrderResult> {
  const { regionCode } = order;
  return workOnImport(ctx, order, async (trx, found, { actor, now }) => {
    const base = (await findActiveVersion(trx, regionCode))?.id ?? null;
    const checked = checkOrder(found, order, base);
    if (checked.kind !== "sound") return checked;
    const { report, versionId } = checked;
    const contact = await readFirstContact(trx, { ...order, isFirst: base === null });
    if (contact.kind === "refused") return contact;
    const to = { state: "taking", report: { ...report, take: actor } } as const;
    if (!(await moveListImport(trx, { id: found.id, from: ["read"], staging: versionId, to })))
      return { kind: "refused", why: "changed" };
    if (contact.kind === "read") {
      const before = await holdRegionSettings(trx, regionCode);
      const change = replaceContact(contact.contact);
      await writeSettingsChange(trx, { regionCode, before, change, actor, now });
    }
    return { kind: "ordered" };
  });
}

/** Whether the file may be taken into use as it was shown, `base` being the version in use now. */
function checkOrder({ report, state, versionId }: ListImport, { seen, confirmed }: TakeOrder, base: number | null) {
  if (seen.versionId !== versionId || versionId === null) return { kind: "refused", why: "changed" } as const;
  if (state !== "read" || report?.kind !== "read" || report.accepted === 0) return MOVED;
  if (seen.baseVersionId !== report.baseVersionId || base !== report.baseVersionId)
    return { kind: "refused", why: "base-changed" } as const;
  const loses = report.difference.removed + report.rejected.length > 0;
  return loses && !confirmed
    ? ({ kind: "refused", why: "confirm" } as const)
    : ({ kind: "sound", report, versionId } as const);
}

/** The overview that a region's first list gives carries how the region is reached. */
async function readFirstContact(trx: Db, order: TakeOrder & { isFirst: boolean }) {
  const contactMissing = findMissingContact(await readRegionSettings(trx, order.regionCode));
  if (!asksContact({ mode: order.mode, contactMissing }, order.isFirst)) return { kind: "not-asked" } as const;
  const read = parseContact(order.contact);
  if (read.kind !== "read") return { kind: "refused", why: "contact", read } as const;
  return read.contact === null ? ({ kind: "refused", why: "no-contact" } as const) : read;
}

/** Throws an import away, with the file; `seenVersionId` is the report that was shown, where there was one. */
export async function discardListImport(
  ctx: ServiceContext,
  input: NamedImport & { readonly seenVersionId: number | null },
): Promise<{ readonly kind: "discarded" } | ImportMoved | Forbidden> {
  return workOnImport(ctx, input, async (trx, found, worker) => {
    const { id, versionId, state, fileName } = found;
    // Before there is a report the decision is about the file alone.
    if (state === "read" && input.seenVersionId !== versionId) return MOVED;
    const to = { state: "discarded", versionId: null, dropContent: true } as const;
    const from = ["uploaded", "reading", "read"] as const;
    const staging = versionId === null ? {} : { staging: versionId };
    if (!(await moveListImport(trx, { id, from, ...staging, to }))) return MOVED;
    if (versionId !== null) await deleteStagedVersion(trx, versionId);
    await noteImport(worker, trx, {
      regionCode: found.regionCode,
      importId: found.id,
      deed: "list-import-discarded",
      before: { state, file: fileName },
    });
    return { kind: "discarded" };
  });
}

/** Does it to the import as it stands, in one transaction, and then asks for the work that it gives. */
async function workOnImport<Result extends { readonly kind: string }>(
  ctx: ServiceContext,
  { regionCode, importId }: NamedImport,
  work: (trx: Db, found: ListImport, worker: Worker) => Promise<Result | ImportMoved>,
): Promise<Result | ImportMoved | Forbidden> {
  const worker = findWorker(ctx, "curate", regionCode);
  if (worker === null) return FORBIDDEN;
  const result = await ctx.db.transaction().execute(async (trx) => {
    const found = await findListImport(trx, { regionCode, id: importId });
    return found === null ? MOVED : work(trx, found, worker);
  });
  if (result.kind === "reading") await ctx.enqueue?.([listReadJob(importId)]);
  if (result.kind === "ordered") await ctx.enqueue?.([listTakeJob(importId)]);
  return result;
}

async function noteImport(
  { actor, now }: Worker,
  trx: Db,
  { importId, ...entry }: NamedImport & { deed: Deed; before?: unknown; after?: unknown },
): Promise<void> {
  await insertAudit(trx, { ...entry, at: now, actor, objectId: importId });
}
