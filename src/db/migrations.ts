import { sql } from "kysely";
import { Migrator, type Migration } from "kysely/migration";
import { foundation } from "./migrations/0001-foundation.ts";
import { sources } from "./migrations/0002-sources.ts";
import { desk } from "./migrations/0003-desk.ts";
import { fastIntake } from "./migrations/0004-fast-intake.ts";
import { takenBack } from "./migrations/0005-taken-back.ts";
import { listLayout } from "./migrations/0006-list-layout.ts";
import { installationKey } from "./migrations/0007-installation-key.ts";
import { sourceCause } from "./migrations/0008-source-cause.ts";
import { accounts } from "./migrations/0009-accounts.ts";
import { secondPerson } from "./migrations/0010-second-person.ts";
import { secondFactor } from "./migrations/0011-second-factor.ts";
import { messageFacts } from "./migrations/0012-message-facts.ts";
import { auditFacts } from "./migrations/0013-audit-facts.ts";
import { extent } from "./migrations/0014-extent.ts";
import { ownProducts } from "./migrations/0016-own-products.ts";
import { adviceFalls } from "./migrations/0017-advice-falls.ts";
import { news } from "./migrations/0018-news.ts";
import { catalogueSource } from "./migrations/0019-catalogue-source.ts";
import { fanOut } from "./migrations/0020-fan-out.ts";
import { subscriptionImport } from "./migrations/0021-subscription-import.ts";
import { mendedAgain } from "./migrations/0022-mended-again.ts";
import { sendings } from "./migrations/0023-sendings.ts";
import { operations } from "./migrations/0028-operations.ts";
import { publicVersion } from "./migrations/0029-public-version.ts";
import { tallies } from "./migrations/0030-tallies.ts";
import { remotes } from "./migrations/0031-remotes.ts";
import { digestRuns } from "./migrations/0032-digest-runs.ts";
import { contentAsWritten } from "./migrations/0034-content-as-written.ts";
import { retention } from "./migrations/0035-retention.ts";
import { sendingArchive } from "./migrations/0036-sending-archive.ts";
import { wholeTallies } from "./migrations/0037-whole-tallies.ts";
import { wishes } from "./migrations/0040-wishes.ts";
import { fewerIndexes } from "./migrations/0041-fewer-indexes.ts";
import { signUps } from "./migrations/0041-sign-ups.ts";
import { endedReason } from "./migrations/0042-ended-reason.ts";
import { feedEntries } from "./migrations/0045-feed-entries.ts";
import { mailReturns } from "./migrations/0046-mail-returns.ts";
import { silence } from "./migrations/0047-silence.ts";
import { questionnaires } from "./migrations/0051-questionnaires.ts";
import { letterReturns } from "./migrations/0052-letter-returns.ts";
import { caseSpells } from "./migrations/0053-case-spells.ts";
import { outreachEditions } from "./migrations/0056-outreach-editions.ts";
import { changedWishes } from "./migrations/0057-changed-wishes.ts";
import { regionHeadcounts } from "./migrations/0060-region-headcounts.ts";
import { decisionMinutes } from "./migrations/0061-decision-minutes.ts";
import { stillWanted } from "./migrations/0062-still-wanted.ts";
import { readinessTargets } from "./migrations/0063-readiness-targets.ts";
import { publicEditions } from "./migrations/0064-public-editions.ts";
import type { Db } from "./schema.ts";
import { compareSchema, SchemaVersionError, type SchemaState } from "./schema-version.ts";

/** Every migration by name, in order. A migration that has run anywhere is never edited: add a new one. */
export const migrations: Record<string, Migration> = {
  "0001-foundation": foundation,
  "0002-sources": sources,
  "0003-desk": desk,
  "0004-fast-intake": fastIntake,
  "0005-taken-back": takenBack,
  "0006-list-layout": listLayout,
  "0007-installation-key": installationKey,
  "0008-source-cause": sourceCause,
  "0009-accounts": accounts,
  "0010-second-person": secondPerson,
  "0011-second-factor": secondFactor,
  "0012-message-facts": messageFacts,
  "0013-audit-facts": auditFacts,
  "0014-extent": extent,
  "0016-own-products": ownProducts,
  "0017-advice-falls": adviceFalls,
  "0018-news": news,
  "0019-catalogue-source": catalogueSource,
  "0020-fan-out": fanOut,
  "0021-subscription-import": subscriptionImport,
  "0022-mended-again": mendedAgain,
  "0023-sendings": sendings,
  "0028-operations": operations,
  "0029-public-version": publicVersion,
  "0030-tallies": tallies,
  "0031-remotes": remotes,
  "0032-digest-runs": digestRuns,
  "0034-content-as-written": contentAsWritten,
  "0035-retention": retention,
  "0036-sending-archive": sendingArchive,
  "0037-whole-tallies": wholeTallies,
  "0040-wishes": wishes,
  "0041-fewer-indexes": fewerIndexes,
  "0041-sign-ups": signUps,
  "0042-ended-reason": endedReason,
  "0045-feed-entries": feedEntries,
  "0046-mail-returns": mailReturns,
  "0047-silence": silence,
  "0051-questionnaires": questionnaires,
  "0052-letter-returns": letterReturns,
  "0053-case-spells": caseSpells,
  "0056-outreach-editions": outreachEditions,
  "0057-changed-wishes": changedWishes,
  "0060-region-headcounts": regionHeadcounts,
  "0061-decision-minutes": decisionMinutes,
  "0062-still-wanted": stillWanted,
  "0063-readiness-targets": readinessTargets,
  "0064-public-editions": publicEditions,
};

/** So long does a migration wait for a table that running code uses, before all is undone and tried again. */
const LOCK_TIMEOUT = "4s";
const TRIES = 30;
const LOCK_NOT_AVAILABLE = "55P03";

/** Kysely's migrator for this database. It holds a lock, so of several at once one works and the others find it done. */
function createMigrator(db: Db): Migrator {
  return new Migrator({ db, provider: { getMigrations: () => Promise.resolve(PATIENT_MIGRATIONS) } });
}

/**
 * A change of a table waits for whoever uses it, and all who come later wait behind it: beside running code it waits a
 * short while only.
 */
const PATIENT_MIGRATIONS: Record<string, Migration> = Object.fromEntries(
  Object.entries(migrations).map(([name, migration]) => [
    name,
    {
      up: async (db) => {
        await sql`select set_config('lock_timeout', ${LOCK_TIMEOUT}, true)`.execute(db);
        await migration.up(db);
      },
    } satisfies Migration,
  ]),
);

/**
 * Brings the database to the newest shape, whole or not at all, and gives the names of what ran. Several may do so at
 * once, also beside running code of the version before. Throws SchemaVersionError when a newer version has been there.
 */
export async function migrate(db: Db): Promise<readonly string[]> {
  for (let left = TRIES - 1; ; left -= 1) {
    const { error, results = [] } = await createMigrator(db).migrateToLatest();
    if (error === undefined) return results.map(({ migrationName }) => migrationName);
    const state = await readSchemaState(db).catch(() => null);
    if (state?.kind === "newer") throw new SchemaVersionError(state);
    if (left > 0 && isHeldUp(error)) continue;
    const failed = results.find(({ status }) => status === "Error")?.migrationName;
    const about = failed === undefined ? "" : `: ${failed} failed, and nothing has been changed`;
    throw new Error(`db/migrations: unable to migrate the database${about}`, { cause: error });
  }
}

function isHeldUp(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === LOCK_NOT_AVAILABLE;
}

export async function readSchemaState(db: Db): Promise<SchemaState> {
  const ran = await readMigrationsRun(db).catch((cause: unknown) => {
    throw new Error("db/migrations: unable to read which migrations the database has had", { cause });
  });
  return compareSchema({ known: Object.keys(migrations), ran });
}

/** For whoever does not migrate. Throws SchemaVersionError unless the database is of the shape that this version knows. */
export async function requireCurrentSchema(db: Db): Promise<void> {
  const state = await readSchemaState(db);
  if (state.kind !== "current") throw new SchemaVersionError(state);
}

/** Brings a new database to the shape that it had with that migration. */
export async function migrateUpTo(db: Db, name: string): Promise<void> {
  const { error } = await createMigrator(db).migrateTo(name);
  if (error !== undefined)
    throw new Error(`db/migrations: unable to migrate the database to ${name}`, { cause: error });
}

/** Those that have run, in order; none in a database that is new, or not ours. */
export async function readMigrationsRun(db: Db): Promise<string[]> {
  const known = await sql`select from pg_class where oid = to_regclass('kysely_migration')`.execute(db);
  if (known.rows.length === 0) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name collate "C"`.execute(db);
  return rows.map(({ name }) => name);
}
