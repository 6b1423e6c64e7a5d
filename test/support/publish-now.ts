import type { Db } from "../../src/db/schema.ts";
import type { MessageKind } from "../../src/domain/message.ts";
import type { PublicationRefusal } from "../../src/domain/publication.ts";
import { holdCase, preparePublication, refuseUnknownCase } from "../../src/services/held-case.ts";
import { publishHeldCase, type Publication, type Published } from "../../src/services/publication.ts";

/** A publication of a case; a null kind lets the case decide. */
export interface CasePublication extends Publication {
  readonly caseId: number;
  readonly kind: MessageKind | null;
}

/** Publishes what the test says, whatever a draft would be refused for. */
export async function publishNow(db: Db, input: CasePublication): Promise<Published | PublicationRefusal> {
  const { caseId, kind, ...publication } = input;
  return db.transaction().execute(async (trx) => {
    const held = await holdCase(trx, caseId);
    if (held === null) return refuseUnknownCase(caseId);
    const prepared = preparePublication(held, { kind, hasAdvice: publication.advice !== null });
    return prepared.kind === "refused" ? prepared : publishHeldCase(trx, held, { ...publication, prepared });
  });
}
