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
import type { Db } from "./schema.ts";

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
  "0028-operations": operations,
  "0023-sendings": sendings,
};

/** Brings the database to the newest shape. Several processes may start at once: the migrator holds a lock. */
export async function migrate(db: Db): Promise<void> {
  const { error } = await createMigrator(db).migrateToLatest();
  if (error !== undefined) throw new Error("db/migrations: unable to migrate the database", { cause: error });
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

function createMigrator(db: Db): Migrator {
  return new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
}
