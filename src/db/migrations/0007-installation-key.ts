import { sql } from "kysely";
import type { Migration } from "kysely/migration";

const statements = [
  `create table installation_key (only_one boolean primary key default true check (only_one), secret text not null)`,
  // 244 bits from the server's own strong source of chance.
  `insert into installation_key (secret) values (replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''))`,
];

export const installationKey: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
