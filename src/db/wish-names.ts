import type { EntryFact } from "../domain/message.ts";
import type { SubscriptionFilter } from "../domain/subscription.ts";
import type { Db } from "./schema.ts";

/** What the cases and codes of filters are called. */
export interface NamedInWishes {
  readonly cases: ReadonlyMap<number, Pick<EntryFact, "substance" | "strength" | "formGroup">>;
  /** Substances of the region's list, by whole ATC codes. */
  readonly substances: ReadonlyMap<string, string>;
}

export async function readWishNames(
  db: Db,
  { regionCode, filters }: { regionCode: string; filters: readonly SubscriptionFilter[] },
): Promise<NamedInWishes> {
  const ids = [...new Set(filters.flatMap(({ cases }) => cases ?? []))];
  const codes = [...new Set(filters.flatMap(({ atc }) => atc ?? []))];
  const cases =
    ids.length === 0
      ? []
      : await db
          .selectFrom("region_case")
          .select(["id", "entry"])
          .where("region_code", "=", regionCode)
          .where("id", "in", ids)
          .execute();
  const entries =
    codes.length === 0
      ? []
      : await db
          .selectFrom("list_entry")
          .innerJoin("list_version", "list_version.id", "list_entry.version_id")
          .select(["list_entry.atc", "list_entry.substance"])
          .where("list_version.region_code", "=", regionCode)
          .where("list_version.active", "=", true)
          .where("list_entry.atc", "in", codes)
          .orderBy("list_entry.id", "desc")
          .execute();
  return {
    cases: new Map(cases.map(({ id, entry }) => [id, entry])),
    substances: new Map(entries.map(({ atc, substance }) => [atc, substance])),
  };
}
