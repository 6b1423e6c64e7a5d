import { sql } from "kysely";
import type { EditChange } from "../domain/list-import.ts";
import type { ListEntry } from "../domain/list.ts";
import type { RegionList } from "../domain/match.ts";
import { json, jsonRows } from "./client.ts";
import type { Db } from "./schema.ts";

/** A version of a region's list that is or was in use. */
export interface ListVersion {
  readonly id: number;
  /** Counts from 1 in its region, in the order in which versions were taken into use. */
  readonly number: number;
  readonly fileName: string;
  readonly takenAt: Date;
  /** Who took it into use; null where nobody wrote it down. */
  readonly importedBy: string | null;
  /** What was changed at the desk; null for a file. */
  readonly note: EditChange | null;
  readonly active: boolean;
  readonly entries: number;
}

/** Stores a new version of a region's list and takes it into use; the versions before stay. */
export async function insertListVersion(
  db: Db,
  input: { regionCode: string; fileName: string; entries: readonly ListEntry[]; importedAt: Date },
): Promise<{ versionId: number; first: boolean }> {
  const { entries, ...version } = input;
  const versionId = await stageListVersion(db, version);
  await insertEntries(db, { versionId, entries });
  const { first } = await activateVersion(db, { ...version, versionId, takenAt: input.importedAt, takenBy: null });
  return { versionId, first };
}

/** An empty version that is not in use yet. */
export async function stageListVersion(
  db: Db,
  input: { regionCode: string; fileName: string; importedAt: Date; note?: EditChange },
): Promise<number> {
  const { id } = await db
    .insertInto("list_version")
    .values({
      region_code: input.regionCode,
      file_name: input.fileName,
      imported_at: input.importedAt,
      note: input.note === undefined ? null : json(input.note),
      active: false,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

export async function insertEntries(
  db: Db,
  { versionId, entries }: { versionId: number; entries: readonly ListEntry[] },
): Promise<void> {
  await sql`
    insert into list_entry (version_id, key, row, atc, emdn, substance, form_group, strength, priority, category, stock_days,
                            standing_advice, areas, care_setting, own)
    select ${versionId}, e.key, e.row, e.atc, e.emdn, e.substance, e."formGroup", e.strength, e.priority, e.category,
           e."stockDays", nullif(e."standingAdvice", 'null'), e.areas, e."careSetting", e.own
    from jsonb_to_recordset(${jsonRows(entries)}) as e(
      key text, row integer, atc text, emdn text, substance text, "formGroup" text, strength text,
      priority integer, category text, "stockDays" integer, "standingAdvice" jsonb, areas jsonb, "careSetting" text,
      own jsonb)`.execute(db);
}

/** The same, in place of those of their keys that the version has already. */
export async function replaceEntries(
  db: Db,
  input: { versionId: number; entries: readonly ListEntry[] },
): Promise<void> {
  await sql`
    delete from list_entry where version_id = ${input.versionId}
      and key in (select jsonb_array_elements_text(${jsonRows(input.entries.map(({ key }) => key))}))`.execute(db);
  await insertEntries(db, input);
}

/** The lines of another version but those of these keys. */
export async function copyEntries(
  db: Db,
  input: { fromVersionId: number; versionId: number; without: string | null },
): Promise<void> {
  await sql`
    insert into list_entry (version_id, key, row, atc, emdn, substance, form_group, strength, priority, category, stock_days,
                            standing_advice, areas, care_setting, own)
    select ${input.versionId}, key, row, atc, emdn, substance, form_group, strength, priority, category, stock_days,
           standing_advice, areas, care_setting, own
    from list_entry where version_id = ${input.fromVersionId} and key is distinct from ${input.without}`.execute(db);
}

/** Takes a staged version into use instead of the one before; `first` when there was none. */
export async function activateVersion(
  db: Db,
  input: { regionCode: string; versionId: number; takenAt: Date; takenBy: string | null },
): Promise<{ first: boolean }> {
  const before = await db
    .updateTable("list_version")
    .set({ active: false })
    .where("region_code", "=", input.regionCode)
    .where("active", "=", true)
    .executeTakeFirst();
  await db
    .updateTable("list_version")
    .set({ active: true, taken_at: input.takenAt, imported_by: input.takenBy })
    .where("region_code", "=", input.regionCode)
    .where("id", "=", input.versionId)
    .execute();
  return { first: before.numUpdatedRows === 0n };
}

/** Drops a version that was never in use. */
export async function deleteStagedVersion(db: Db, versionId: number): Promise<void> {
  const staged = db.selectFrom("list_version").select("id").where("id", "=", versionId).where("taken_at", "is", null);
  await db.deleteFrom("list_entry").where("version_id", "in", staged).execute();
  await db.deleteFrom("list_version").where("id", "=", versionId).where("taken_at", "is", null).execute();
}

/** The list in use, by row; empty when the region has none. */
export async function readActiveEntries(db: Db, regionCode: string): Promise<ListEntry[]> {
  const active = await findActiveVersion(db, regionCode);
  return active === null ? [] : readEntries(db, active.id);
}

/** Every list in use, by region code and row. */
export async function readActiveLists(db: Db): Promise<RegionList[]> {
  const rows = await db
    .selectFrom("list_entry")
    .innerJoin("list_version", "list_version.id", "list_entry.version_id")
    .selectAll("list_entry")
    .select("list_version.region_code")
    .where("list_version.active", "=", true)
    .orderBy("list_version.region_code")
    .orderBy("list_entry.row")
    .orderBy("list_entry.id")
    .execute();
  const byRegion = Map.groupBy(rows, (row) => row.region_code);
  return (await readRegionsWithList(db)).map((regionCode) => ({
    regionCode,
    entries: (byRegion.get(regionCode) ?? []).map(toEntry),
  }));
}

/** The lines of a version, by row. */
export async function readEntries(db: Db, versionId: number): Promise<ListEntry[]> {
  const rows = await db
    .selectFrom("list_entry")
    .selectAll()
    .where("version_id", "=", versionId)
    .orderBy("row")
    .orderBy("id")
    .execute();
  return rows.map(toEntry);
}

/** One line of a version; null when it has none of that key. */
export async function findEntry(db: Db, input: { versionId: number; key: string }): Promise<ListEntry | null> {
  const row = await db
    .selectFrom("list_entry")
    .selectAll()
    .where("version_id", "=", input.versionId)
    .where("key", "=", input.key)
    .executeTakeFirst();
  return row === undefined ? null : toEntry(row);
}

/** What somebody looks for in a list; null means no wish. */
export interface EntryFilter {
  /** In substance, category, areas and the texts of advice. */
  readonly text: string | null;
  /** The beginning of an ATC or EMDN code. */
  readonly code: string | null;
  readonly priority: number | null;
}

/** A page of a version's lines by row, and how many fit the filter in all. */
export async function readEntryPage(
  db: Db,
  input: { versionId: number; filter: EntryFilter; limit: number; offset: number },
): Promise<{ entries: ListEntry[]; total: number }> {
  const { text, code, priority } = input.filter;
  let query = db.selectFrom("list_entry").where("version_id", "=", input.versionId);
  if (text !== null) {
    const anywhere = `%${escapeLike(text)}%`;
    query = query.where(
      sql<boolean>`concat_ws(' ', substance, strength, category, areas, care_setting, standing_advice, own) ilike ${anywhere}`,
    );
  }
  if (code !== null) {
    const beginning = `${escapeLike(code)}%`;
    query = query.where((eb) => eb.or([eb("atc", "like", beginning), eb("emdn", "like", beginning)]));
  }
  if (priority !== null) query = query.where("priority", "=", priority);
  const { total } = await query.select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow();
  const page = query.selectAll().orderBy("row").orderBy("id").limit(input.limit).offset(input.offset);
  return { total, entries: (await page.execute()).map(toEntry) };
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}

/** The version in use; null when the region has none. */
export async function findActiveVersion(db: Db, regionCode: string): Promise<ListVersion | null> {
  return (await readListVersions(db, regionCode)).find(({ active }) => active) ?? null;
}

/** Every version that is or was in use, the latest first. */
export async function readListVersions(db: Db, regionCode: string): Promise<ListVersion[]> {
  const { rows } = await sql<ListVersion>`
    select v.id, (row_number() over (order by v.taken_at, v.id))::int as number, v.file_name as "fileName",
           v.taken_at as "takenAt", v.imported_by as "importedBy", v.note, v.active,
           (select count(*)::int from list_entry e where e.version_id = v.id) as entries
    from list_version v
    where v.region_code = ${regionCode} and v.taken_at is not null
    order by number desc`.execute(db);
  return rows;
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

/** A line as it is stored. */
export function toEntry(row: {
  key: string;
  row: number;
  atc: string;
  emdn: string | null;
  substance: string;
  form_group: ListEntry["formGroup"];
  strength: string | null;
  priority: number | null;
  category: string | null;
  stock_days: number | null;
  standing_advice: ListEntry["standingAdvice"];
  areas: readonly string[];
  care_setting: string | null;
  own: ListEntry["own"];
}): ListEntry {
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
    standingAdvice: row.standing_advice,
    areas: row.areas,
    careSetting: row.care_setting,
    own: row.own,
  };
}
