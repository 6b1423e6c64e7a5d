import { sql } from "kysely";
import type { ListEntry } from "../domain/list.ts";
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
    .values({
      region_code: regionCode,
      file_name: fileName,
      imported_at: importedAt,
      taken_at: importedAt,
      active: true,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await sql`
    insert into list_entry (version_id, key, row, atc, emdn, substance, form_group, strength, priority, category, stock_days,
                            standing_advice, areas, care_setting)
    select ${id}, e.key, e.row, e.atc, e.emdn, e.substance, e."formGroup", e.strength, e.priority, e.category, e."stockDays",
           nullif(e."standingAdvice", 'null'), e.areas, e."careSetting"
    from jsonb_to_recordset(${jsonRows(entries)}) as e(
      key text, row integer, atc text, emdn text, substance text, "formGroup" text, strength text,
      priority integer, category text, "stockDays" integer, "standingAdvice" jsonb, areas jsonb, "careSetting" text)`.execute(
    db,
  );
  return { versionId: id, first: before.numUpdatedRows === 0n };
}

/** The list in use, by row; empty when the region has none. */
export async function readActiveEntries(db: Db, regionCode: string): Promise<ListEntry[]> {
  const rows = await db
    .selectFrom("list_entry")
    .innerJoin("list_version", "list_version.id", "list_entry.version_id")
    .selectAll("list_entry")
    .where("list_version.region_code", "=", regionCode)
    .where("list_version.active", "=", true)
    .orderBy("list_entry.row")
    .execute();
  return rows.map((row) => ({
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
    standingAdvice: row.standing_advice,
    areas: row.areas,
    careSetting: row.care_setting,
  }));
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
