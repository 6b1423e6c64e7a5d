import { sql } from "kysely";
import type { ListEntry } from "../domain/list.ts";
import type { RegionList } from "../domain/match.ts";
import { jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/** Stores a new version of a region's list and takes it into use; the versions before stay. */
export async function insertListVersion(
  db: Db,
  input: { regionCode: string; fileName: string; entries: readonly ListEntry[]; importedAt: Date },
): Promise<{ versionId: number; first: boolean }> {
  const { regionCode, fileName, entries, importedAt } = input;
  const before = await db
    .updateTable("list_version")
    .set({ active: false })
    .where("region_code", "=", regionCode)
    .where("active", "=", true)
    .executeTakeFirst();
  const { id } = await db
    .insertInto("list_version")
    .values({ region_code: regionCode, file_name: fileName, imported_at: importedAt, active: true })
    .returning("id")
    .executeTakeFirstOrThrow();
  await sql`
    insert into list_entry (version_id, key, row, atc, emdn, substance, form_group, strength, priority, category, stock_days)
    select ${id}, e.key, e.row, e.atc, e.emdn, e.substance, e."formGroup", e.strength, e.priority, e.category, e."stockDays"
    from jsonb_to_recordset(${jsonRows(entries)}) as e(
      key text, row integer, atc text, emdn text, substance text, "formGroup" text, strength text,
      priority integer, category text, "stockDays" integer)`.execute(db);
  return { versionId: id, first: before.numUpdatedRows === 0n };
}

/** The list in use, by row; empty when the region has none. */
export async function readActiveEntries(db: Db, regionCode: string): Promise<ListEntry[]> {
  const rows = await selectActive(db).where("list_version.region_code", "=", regionCode).execute();
  return rows.map(toEntry);
}

/** Every list in use, by region code and row. */
export async function readActiveLists(db: Db): Promise<RegionList[]> {
  const rows = Map.groupBy(await selectActive(db).execute(), (row) => row.region_code);
  return (await readRegionsWithList(db)).map((regionCode) => ({
    regionCode,
    entries: (rows.get(regionCode) ?? []).map(toEntry),
  }));
}

function selectActive(db: Db) {
  return db
    .selectFrom("list_entry")
    .innerJoin("list_version", "list_version.id", "list_entry.version_id")
    .selectAll("list_entry")
    .select("list_version.region_code")
    .where("list_version.active", "=", true)
    .orderBy("list_version.region_code")
    .orderBy("list_entry.row");
}

type EntryRow = Awaited<ReturnType<ReturnType<typeof selectActive>["executeTakeFirstOrThrow"]>>;

function toEntry(row: EntryRow): ListEntry {
  return {
    key: row.key,
    row: row.row,
    atc: row.atc,
    emdn: row.emdn,
    substance: row.substance,
    formGroup: row.form_group,
    strength: row.strength,
    priority: row.priority,
    category: row.category,
    stockDays: row.stock_days,
  };
}

/** Codes of the regions that have a list in use. */
export async function readRegionsWithList(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom("list_version")
    .select("region_code")
    .where("active", "=", true)
    .orderBy("region_code")
    .execute();
  return rows.map((row) => row.region_code);
}
