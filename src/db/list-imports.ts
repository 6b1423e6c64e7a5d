import { sql } from "kysely";
import type { FileFault, ListImportReport, ListImportState, ListLayout, ListMapping } from "../domain/list-import.ts";
import { json } from "./client.ts";
import type { Db } from "./schema.ts";

/** A file on its way to become a version of a region's list, or a change made at the desk on its way into use. */
export interface ListImport {
  readonly id: number;
  readonly regionCode: string;
  readonly fileName: string;
  readonly mapping: ListMapping | null;
  /** What somebody chose for this file. */
  readonly layout: ListLayout | null;
  readonly state: ListImportState;
  readonly report: ListImportReport | null;
  readonly rowsTotal: number;
  readonly rowsDone: number;
  /** The staged version, and later the one in use. */
  readonly versionId: number | null;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** An import as a list of them shows it. */
export interface ListedImport extends Omit<ListImport, "report" | "mapping" | "layout"> {
  /** A change made at the desk, which has no page of its own. */
  readonly byHand: boolean;
  readonly faultKind: FileFault["kind"] | null;
}

export async function insertListImport(
  db: Db,
  input: {
    regionCode: string;
    fileName: string;
    content: Uint8Array;
    state: ListImportState;
    report: ListImportReport | null;
    versionId: number | null;
    createdBy: number;
    now: Date;
  },
): Promise<number> {
  const { id } = await db
    .insertInto("list_import")
    .values({
      region_code: input.regionCode,
      file_name: input.fileName,
      content: input.content,
      state: input.state,
      report: input.report === null ? null : json(input.report),
      version_id: input.versionId,
      created_by: input.createdBy,
      created_at: input.now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

function selectImports(db: Db) {
  return db
    .selectFrom("list_import as i")
    .innerJoin("account as a", "a.id", "i.created_by")
    .select(["i.id", "i.region_code as regionCode", "i.file_name as fileName", "i.state", "i.version_id as versionId"])
    .select([
      "i.rows_total as rowsTotal",
      "i.rows_done as rowsDone",
      "a.name as createdBy",
      "i.created_at as createdAt",
    ]);
}

function selectWholeImports(db: Db) {
  return selectImports(db).select(["i.mapping", "i.layout", "i.report"]);
}

/** An import of the region; null when it has none of that id. */
export async function findListImport(
  db: Db,
  { regionCode, id }: { regionCode: string; id: number },
): Promise<ListImport | null> {
  const query = selectWholeImports(db).where("i.region_code", "=", regionCode).where("i.id", "=", id);
  return (await query.executeTakeFirst()) ?? null;
}

/** The same for a job, which knows the id alone. */
export async function findImportToWorkOn(db: Db, id: number): Promise<ListImport | null> {
  return (await selectWholeImports(db).where("i.id", "=", id).executeTakeFirst()) ?? null;
}

/** The region's latest imports, those under way among them; their reports are left out, since they may be large. */
export async function readListImports(
  db: Db,
  { regionCode, limit }: { regionCode: string; limit: number },
): Promise<ListedImport[]> {
  return selectImports(db)
    .select([
      sql<boolean>`coalesce(i.report ->> 'kind' = 'edit' or i.report #>> '{fault,kind}' = 'changed-list', false)`.as(
        "byHand",
      ),
      sql<FileFault["kind"] | null>`i.report #>> '{fault,kind}'`.as("faultKind"),
    ])
    .where("i.region_code", "=", regionCode)
    .orderBy("i.id", "desc")
    .limit(limit)
    .execute();
}

/** Whether a version of the region is being taken into use now. */
export async function isTakingList(db: Db, regionCode: string): Promise<boolean> {
  const row = await db
    .selectFrom("list_import")
    .select("id")
    .where("region_code", "=", regionCode)
    .where("state", "=", "taking")
    .executeTakeFirst();
  return row !== undefined;
}

/** Two people who change a list at once are served one after the other. */
export async function lockListEdits(trx: Db, regionCode: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`list ${regionCode}`}))`.execute(trx);
}

/** The file as it was handed in. */
export async function readImportContent(db: Db, id: number): Promise<Uint8Array> {
  const row = db.selectFrom("list_import").select("content").where("id", "=", id);
  return (await row.executeTakeFirstOrThrow()).content;
}

/** What an import becomes; what is left out stays as it is. */
export interface ListImportChange {
  readonly state: ListImportState;
  readonly report?: ListImportReport | null;
  readonly mapping?: ListMapping;
  readonly layout?: ListLayout;
  readonly versionId?: number | null;
  readonly rowsTotal?: number;
  readonly rowsDone?: number;
  /** Takes the file away, of what is never to be used. */
  readonly dropContent?: boolean;
}

/**
 * Moves an import on if it is still in one of these states and, where one is named, still has that version; false when
 * somebody was faster.
 */
export async function moveListImport(
  db: Db,
  input: { id: number; from: readonly ListImportState[]; staging?: number; to: ListImportChange },
): Promise<boolean> {
  const { state, report, mapping, layout, versionId, rowsTotal, rowsDone, dropContent } = input.to;
  let query = db
    .updateTable("list_import")
    .set({
      state,
      ...(report === undefined ? {} : { report: report === null ? null : json(report) }),
      ...(mapping === undefined ? {} : { mapping: json(mapping) }),
      ...(layout === undefined ? {} : { layout: json(layout) }),
      ...(versionId === undefined ? {} : { version_id: versionId }),
      ...(rowsTotal === undefined ? {} : { rows_total: rowsTotal }),
      ...(rowsDone === undefined ? {} : { rows_done: rowsDone }),
      ...(dropContent === true ? { content: new Uint8Array() } : {}),
    })
    .where("id", "=", input.id)
    .where("state", "in", [...input.from]);
  if (input.staging !== undefined) query = query.where("version_id", "=", input.staging);
  const result = await query.executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Imports that something has to be done to, which a lost queue may have forgotten. */
export async function readDueImports(db: Db): Promise<{ id: number; work: "read" | "take" }[]> {
  const rows = await db
    .selectFrom("list_import")
    .select(["id", "state"])
    .where((eb) =>
      eb.or([
        eb("state", "in", ["reading", "taking"]),
        eb.and([eb("state", "=", "uploaded"), eb("report", "is", null)]),
      ]),
    )
    .orderBy("id")
    .execute();
  return rows.map(({ id, state }) => ({ id, work: state === "taking" ? "take" : "read" }));
}

/** The region's own titles, as they were told last; null when never. */
export async function readListMapping(db: Db, regionCode: string): Promise<ListMapping | null> {
  const row = db.selectFrom("list_mapping").select("mapping").where("region_code", "=", regionCode);
  return (await row.executeTakeFirst())?.mapping ?? null;
}

/** Where the region's last file had its list, as somebody chose; null when nobody had to. */
export async function readListLayout(db: Db, regionCode: string): Promise<ListLayout | null> {
  const row = db.selectFrom("list_layout").select("layout").where("region_code", "=", regionCode);
  return (await row.executeTakeFirst())?.layout ?? null;
}

/** Keeps the region's titles, or where its list stood, for its next files. */
export async function saveListChoice(
  db: Db,
  { regionCode, ...choice }: { regionCode: string } & ({ mapping: ListMapping } | { layout: ListLayout }),
): Promise<void> {
  const [table, column, value] =
    "mapping" in choice ? ["list_mapping", "mapping", choice.mapping] : ["list_layout", "layout", choice.layout];
  await sql`
    insert into ${sql.table(table)} (region_code, ${sql.ref(column)}) values (${regionCode}, ${json(value)})
    on conflict (region_code) do update set ${sql.ref(column)} = excluded.${sql.ref(column)}`.execute(db);
}
