import { insertAudit } from "../db/audit.ts";
import { hashContent } from "../db/client.ts";
import {
  findSuppression,
  findSuppressionById,
  insertSuppression,
  liftSuppression,
  type Place,
  type Suppression,
} from "../db/suppressions.ts";
import { cleanLine } from "../domain/clean-text.ts";
import { findTextFault, type TextFault } from "../domain/free-text.ts";
import { OPERATIONS } from "../domain/region.ts";
import { MAX_SUPPRESSION_NOTE_CHARS, type SuppressionSource } from "../domain/suppression.ts";
import { FORBIDDEN, mayDo, type Forbidden, type ServiceContext } from "./context.ts";

/** Of a region whose reader it is; null for what those who run Restsignal do for all. */
interface Of {
  readonly place: Place;
  readonly regionCode: string | null;
}

type Refused = { readonly kind: "refused"; readonly because: TextFault };

/** From now on nothing is sent there, whoever subscribes; `already`: nothing was. */
export async function suppress(
  ctx: ServiceContext,
  { place, regionCode, source, note }: Of & { readonly source: SuppressionSource; readonly note: string | null },
): Promise<{ readonly kind: "done" | "already" } | Refused | Forbidden> {
  if (!mayHere(ctx, regionCode)) return FORBIDDEN;
  const words = note === null ? null : cleanLine(note);
  const because = words === null ? null : findTextFault(words, MAX_SUPPRESSION_NOTE_CHARS);
  if (because !== null) return { kind: "refused", because };
  const { now, actor } = ctx;
  const about = { channel: place.channel, targetHash: hashContent(place.target), source, note: words, regionCode };
  return ctx.db.transaction().execute(async (trx) => {
    const id = await insertSuppression(trx, { ...about, reason: "by-hand", since: now });
    if (id === null) return { kind: "already" };
    const line = { at: now, actor, regionCode, objectId: id, reason: words };
    await insertAudit(trx, { ...line, deed: "address-suppressed" });
    return { kind: "done" };
  });
}

/** What a region sees of a suppression that is not its own: that there is one, and that it can do nothing about it. */
type Elsewhere = { readonly kind: "elsewhere" };

/**
 * Lets what comes from now on be sent there again; what ended meanwhile stays ended. A region lifts only what came of its
 * own.
 */
export async function lift(
  ctx: ServiceContext,
  input: { readonly which: Place | { readonly id: number }; readonly reason: string | null } & Pick<Of, "regionCode">,
): Promise<{ readonly kind: "done" | "unknown" } | Elsewhere | Refused | Forbidden> {
  const { which, regionCode, reason } = input;
  if (!mayHere(ctx, regionCode)) return FORBIDDEN;
  const words = reason === null ? null : cleanLine(reason);
  const because = words === null ? null : findTextFault(words, MAX_SUPPRESSION_NOTE_CHARS);
  if (because !== null) return { kind: "refused", because };
  const { now, actor } = ctx;
  return ctx.db.transaction().execute(async (trx) => {
    const found = await ("id" in which ? findSuppressionById(trx, which.id) : findSuppression(trx, which));
    if (found === null) return { kind: "unknown" };
    if (!isOwn(found, regionCode)) return { kind: "elsewhere" };
    await liftSuppression(trx, { id: found.id, now });
    const line = { at: now, actor, regionCode, objectId: found.id, reason: words };
    await insertAudit(trx, { ...line, deed: "suppression-lifted" });
    return { kind: "done" };
  });
}

/** Why nothing is sent there; null when nothing keeps us from it. */
export async function lookUp(
  ctx: ServiceContext,
  { place, regionCode }: Of,
): Promise<{ readonly kind: "suppressed"; readonly suppression: Suppression } | Elsewhere | Forbidden | null> {
  if (!mayHere(ctx, regionCode)) return FORBIDDEN;
  const suppression = await findSuppression(ctx.db, place);
  if (suppression === null) return null;
  return isOwn(suppression, regionCode) ? { kind: "suppressed", suppression } : { kind: "elsewhere" };
}

function isOwn(suppression: Suppression, regionCode: string | null): boolean {
  return regionCode === null || suppression.regionCode === regionCode;
}

function mayHere(ctx: ServiceContext, regionCode: string | null): boolean {
  return regionCode === null ? mayDo(ctx, "operate", OPERATIONS.code) : mayDo(ctx, "administer", regionCode);
}
