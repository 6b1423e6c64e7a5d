import { insertAudit } from "../db/audit.ts";
import { holdNoteRegion, insertRegionNote, writeClosedNote, type WrittenNote } from "../db/region-notes.ts";
import { FORBIDDEN, mayDo, workAsPerson, type Forbidden, type ServiceContext } from "./context.ts";

/** Tells the other regions what one has or needs. */
export async function writeRegionNote(
  ctx: ServiceContext,
  note: WrittenNote,
): Promise<{ readonly kind: "written" } | Forbidden> {
  const { regionCode, ...after } = note;
  return workAsPerson(ctx, { permission: "curate", regionCode }, async (trx, { actor, now }) => {
    const objectId = await insertRegionNote(trx, { note, accountId: actor.id, now });
    await insertAudit(trx, { at: now, actor, regionCode, deed: "note-written", objectId, after });
    return { kind: "written" };
  });
}

/** Takes a note down, which only its own region may; `gone` when it was down already. */
export async function closeRegionNote(
  ctx: ServiceContext,
  { id }: { id: number },
): Promise<{ readonly kind: "closed" | "gone" } | Forbidden> {
  const { actor, now } = ctx;
  return ctx.db.transaction().execute(async (trx) => {
    const regionCode = await holdNoteRegion(trx, id);
    if (regionCode === null) return { kind: "gone" };
    if (!mayDo(ctx, "curate", regionCode)) return FORBIDDEN;
    await writeClosedNote(trx, { id, now });
    const [before, after] = [{ closed: false }, { closed: true }];
    await insertAudit(trx, { at: now, actor, regionCode, deed: "note-closed", objectId: id, before, after });
    return { kind: "closed" };
  });
}
