import type { ColumnType } from "kysely";

/** A jsonb column: read as its value, written as JSON text (pg would turn a bare array into a PostgreSQL array). */
export type Json<T> = ColumnType<T, string, string>;
/** timestamptz: read as Date. */
export type Time = ColumnType<Date, Date, Date>;
export type OptionalTime = ColumnType<Date | null, Date | null | undefined, Date | null>;
