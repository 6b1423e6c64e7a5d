import { insertAudit } from "../db/audit.ts";
import { insertHeadcount } from "../db/outreach-reach.ts";
import { cleanLine } from "../domain/clean-text.ts";
import type { Headcount } from "../domain/outreach/reach-figures.ts";
import { findPersonnummer } from "../domain/personnummer.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "./context.ts";

const MAX_COUNT = 1_000_000;
const MAX_CHARS = 300;

/** `personal`: it holds what looks like a personnummer. */
export type HeadcountRefusal = "count" | "role" | "source" | "personal";

/** Writes down how many there are to reach in a region, as it says itself; a number that was given before is kept. */
export async function giveHeadcount(
  ctx: ServiceContext,
  input: Headcount & { readonly source: string },
): Promise<{ readonly kind: "given" } | { readonly kind: "refused"; readonly why: HeadcountRefusal } | Forbidden> {
  const { regionCode, count, validFrom } = input;
  if (!mayDo(ctx, "administer", regionCode)) return FORBIDDEN;
  const source = cleanLine(input.source);
  const role = input.role === null ? null : cleanLine(input.role).toLowerCase();
  const why = refuse({ count, role, source });
  if (why !== null) return { kind: "refused", why };
  const { now, actor } = ctx;
  await ctx.db.transaction().execute(async (trx) => {
    await insertHeadcount(trx, { regionCode, role, validFrom, count, source, now });
    await insertAudit(trx, {
      at: now,
      actor,
      regionCode,
      deed: "headcount-given",
      objectId: regionCode,
      after: { prescribers: count, role, from: validFrom, source },
    });
  });
  return { kind: "given" };
}

function refuse({
  count,
  role,
  source,
}: Pick<Headcount, "count" | "role"> & { readonly source: string }): HeadcountRefusal | null {
  if (count !== null && (!Number.isInteger(count) || count < 1 || count > MAX_COUNT)) return "count";
  if (role !== null && (role === "" || role.length > MAX_CHARS)) return "role";
  if (source === "" || source.length > MAX_CHARS) return "source";
  return findPersonnummer(`${role ?? ""} ${source}`) === null ? null : "personal";
}
