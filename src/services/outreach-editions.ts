import { insertAudit } from "../db/audit.ts";
import {
  findEdition,
  findNewestEdition,
  insertEdition,
  lockEditions,
  readEditions,
  writeEditionPublic,
  type EditionSummary,
  type StoredEdition,
} from "../db/outreach-editions.ts";
import { nameActor } from "../domain/audit.ts";
import { stockholmDate } from "../domain/calendar.ts";
import { judgePeriod } from "../domain/outreach/disclosure-period.ts";
import { canonicalJson } from "../domain/outreach/document.ts";
import type { Period } from "../domain/outreach/period.ts";
import { OPERATIONS } from "../domain/region.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "./context.ts";
import { makeReport, type NoReport, type ReportWork } from "./outreach.ts";

export type Frozen =
  | { readonly kind: "frozen"; readonly id: number; readonly number: number; readonly checksum: string }
  /** The newest edition of the period says the same: there is nothing to freeze. */
  | { readonly kind: "unchanged"; readonly id: number; readonly number: number; readonly checksum: string }
  /** The period goes on, so that its figures will change. */
  | { readonly kind: "open" }
  /** Only whole months, quarters and years are frozen: two periods that overlap tell of the days between. */
  | { readonly kind: "free" }
  | NoReport
  | Forbidden;

/** Freezes the report of a period that is over as its next edition. `program` is the commit that makes it. */
export async function freezeEdition(
  ctx: ServiceContext,
  { period, program, ...work }: { period: Period; program: string | null } & ReportWork,
): Promise<Frozen> {
  if (!mayDo(ctx, "analyse", OPERATIONS.code)) return FORBIDDEN;
  const ruling = judgePeriod(period, { today: stockholmDate(ctx.now), mayAskFreely: false });
  if (ruling !== "allowed") return { kind: ruling };
  return ctx.db.transaction().execute(async (trx): Promise<Frozen> => {
    await lockEditions(trx);
    const made = await makeReport({ ...ctx, db: trx }, { period, ...work });
    if (made.kind === "no-data") return made;
    const { checksum } = made.report;
    const last = await findNewestEdition(trx, period.id);
    if (last?.checksum === checksum) return { kind: "unchanged", id: last.id, number: last.number, checksum };
    const number = (last?.number ?? 0) + 1;
    const id = await insertEdition(trx, {
      periodId: period.id,
      number,
      document: canonicalJson(made.report.document),
      checksum,
      disclosure: { ...made.edition, name: `${period.id} edition ${number}` },
      program,
      frozenAt: ctx.now,
      frozenBy: nameActor(ctx.actor),
    });
    await insertAudit(trx, {
      at: ctx.now,
      actor: ctx.actor,
      regionCode: null,
      deed: "edition-frozen",
      objectId: id,
      after: { period: period.id, number, checksum, program },
    });
    return { kind: "frozen", id, number, checksum };
  });
}

/** Lets anybody read an edition, or no longer. */
export async function setEditionPublic(
  ctx: ServiceContext,
  { id, isPublic }: { id: number; isPublic: boolean },
): Promise<{ readonly kind: "done" | "unchanged" | "gone" } | Forbidden> {
  if (!mayDo(ctx, "analyse", OPERATIONS.code)) return FORBIDDEN;
  return ctx.db.transaction().execute(async (trx) => {
    await lockEditions(trx);
    const edition = await findEdition(trx, id);
    if (edition === null) return { kind: "gone" };
    if ((edition.publicAt !== null) === isPublic) return { kind: "unchanged" };
    await writeEditionPublic(trx, { id, publicAt: isPublic ? ctx.now : null });
    await insertAudit(trx, {
      at: ctx.now,
      actor: ctx.actor,
      regionCode: null,
      deed: isPublic ? "edition-made-public" : "edition-made-private",
      objectId: id,
      before: { publicAt: edition.publicAt?.toISOString() ?? null },
      after: { period: edition.periodId, number: edition.number },
    });
    return { kind: "done" };
  });
}

/** The editions that the reader may see, the newest first: anybody those that are public, SKR's analyst all. */
export async function listEditions(ctx: ServiceContext): Promise<EditionSummary[]> {
  const editions = await readEditions(ctx.db);
  return mayDo(ctx, "analyse", OPERATIONS.code) ? editions : editions.filter(({ publicAt }) => publicAt !== null);
}

/** One edition; null where there is none that the reader may see, which is all that whoever may not is told. */
export async function readEdition(ctx: ServiceContext, id: number): Promise<StoredEdition | null> {
  const edition = await findEdition(ctx.db, id);
  if (edition === null) return null;
  return edition.publicAt !== null || mayDo(ctx, "analyse", OPERATIONS.code) ? edition : null;
}
