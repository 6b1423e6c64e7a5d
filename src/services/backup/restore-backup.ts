import { insertAudit } from "../../db/audit.ts";
import { deleteStop, insertStop } from "../../db/delivery-stops.ts";
import { migrate, migrateUpTo, migrations } from "../../db/migrations.ts";
import { renewPublicVersion } from "../../db/public-version.ts";
import {
  bareTables,
  dropEverything,
  endSignIns,
  finishTables,
  holdEmptyTables,
  insertRowLine,
  readWaitingWork,
  type Bared,
  type WaitingWork,
} from "../../db/restore-rows.ts";
import type { Db } from "../../db/schema.ts";
import type { TableShape } from "../../db/table-shapes.ts";
import {
  BackupFault,
  isKnownShape,
  type BackupHeader,
  type BackupPiece,
  type BackupSequences,
} from "../../domain/backup-file.ts";
import { stockholmMinute } from "../../domain/calendar.ts";
import { nameActor } from "../../domain/audit.ts";
import { OPERATIONS } from "../../domain/region.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "../context.ts";
import { readBackup } from "./backup-lines.ts";
import type { TellProgress } from "./make-backup.ts";

export interface BackupRestored {
  readonly kind: "restored";
  readonly header: BackupHeader;
  readonly rows: number;
  /** What would go out at once if it were not stopped. */
  readonly waiting: WaitingWork;
}

export type RestoreRefused =
  | { readonly kind: "refused"; readonly why: BackupFault["kind"] }
  /** Made by a program whose database this one does not know. */
  | { readonly kind: "refused"; readonly why: "unknown-shape"; readonly version: string }
  | { readonly kind: "refused"; readonly why: "not-empty"; readonly tables: readonly string[] };

/**
 * Fills an empty database, made or not, from a backup: all of it or nothing. The file is read to its end before anything
 * is done, and once more while it is. Nothing is sent until somebody resumes: what was sent after the backup is due once
 * more, and nobody here knows what that was.
 */
export async function restoreBackup(
  ctx: ServiceContext,
  { file, tell }: { readonly file: string; readonly tell: TellProgress },
): Promise<BackupRestored | RestoreRefused | Forbidden> {
  if (!mayDo(ctx, "operate", OPERATIONS.code)) return FORBIDDEN;
  try {
    const header = await checkWhole(file);
    const known = Object.keys(migrations).toSorted();
    if (!isKnownShape(header.migrations, known))
      return { kind: "refused", why: "unknown-shape", version: header.version };
    return await ctx.db.transaction().execute(async (trx) => {
      const tables = await holdEmptyTables(trx);
      if (tables.length > 0) return { kind: "refused", why: "not-empty", tables };
      await dropEverything(trx);
      await migrateUpTo(trx, header.migrations.at(-1) ?? "");
      const rows = await fillTables(trx, { pieces: readBackup(file), tell });
      await migrate(trx);
      await endSignIns(trx);
      // Processes that run meanwhile keep pages of what was there before.
      await renewPublicVersion(trx);
      await stopAll(trx, { ctx, madeAt: header.madeAt });
      const waiting = await readWaitingWork(trx, ctx.now);
      await insertAudit(trx, {
        at: ctx.now,
        actor: ctx.actor,
        regionCode: null,
        deed: "backup-restored",
        objectId: header.madeAt,
        after: { rows },
      });
      return { kind: "restored", header, rows, waiting };
    });
  } catch (cause) {
    if (cause instanceof BackupFault) return { kind: "refused", why: cause.kind };
    throw cause;
  }
}

async function stopAll(trx: Db, { ctx, madeAt }: { ctx: ServiceContext; madeAt: string }): Promise<void> {
  const when = stockholmMinute(new Date(madeAt));
  const reason = `Återläst ur säkerhetskopian från ${when}: det som skickades efter den kan gå ut en gång till.`;
  const scope = { kind: "all" } as const;
  // An older stop has a reason of its own, which says less.
  await deleteStop(trx, scope);
  await insertStop(trx, { scope, reason, by: nameActor(ctx.actor), now: ctx.now });
}

/** Reads the file to its end, and throws BackupFault unless it is whole. */
async function checkWhole(file: string): Promise<BackupHeader> {
  let found: BackupHeader | null = null;
  for await (const piece of readBackup(file)) if (piece.kind === "header") found = piece.header;
  if (found === null) throw new BackupFault("no-backup");
  return found;
}

async function fillTables(
  trx: Db,
  { pieces, tell }: { pieces: AsyncIterable<BackupPiece>; tell: TellProgress },
): Promise<number> {
  const bared = await bareTables(trx);
  let table: TableShape | null = null;
  let sequences: BackupSequences["sequences"] | null = null;
  let rows = 0;
  for await (const piece of pieces)
    switch (piece.kind) {
      case "header":
        break;
      case "table":
        table = findShape(bared, piece);
        break;
      case "rows":
        if (table === null) throw new BackupFault("altered");
        rows += await insertRowLine(trx, table, piece.text);
        tell(table.name, rows);
        break;
      case "sequences":
        sequences = piece.sequences;
        break;
      case "end":
        if (piece.rows !== rows || sequences === null) throw new BackupFault("altered");
        await finishTables(trx, { ...bared, sequences });
    }
  return rows;
}

/** The table that the database has; it was made by the same migrations as the one in the file. */
function findShape({ tables }: Bared, told: { table: string; columns: readonly string[] }): TableShape {
  const shape = tables.get(told.table);
  const names = new Set(shape?.columns.map(({ name }) => name));
  if (shape === undefined || names.size !== told.columns.length || told.columns.some((name) => !names.has(name)))
    throw new BackupFault("altered");
  return shape;
}
