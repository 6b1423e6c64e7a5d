import type { ProposalContent } from "../domain/second-look.ts";
import { json } from "./client.ts";
import type { Db } from "./schema.ts";

/** A change of a region's rules or settings that waits for a second person. */
export interface PolicyProposal {
  readonly id: number;
  readonly regionCode: string;
  readonly content: ProposalContent;
  /** Of what it changes, as it stood when it was proposed. */
  readonly mark: string;
  readonly by: { readonly id: number; readonly name: string };
  readonly at: Date;
  /** When it takes effect though nobody has approved it; null for never. */
  readonly effectiveAt: Date | null;
}

/** Keeps a proposal in the place of one of its kind that waits, and gives its number. */
export async function insertProposal(
  db: Db,
  input: Pick<PolicyProposal, "regionCode" | "content" | "mark" | "effectiveAt"> & { accountId: number; now: Date },
): Promise<number> {
  const { regionCode, content, mark, effectiveAt, accountId, now } = input;
  await db
    .updateTable("policy_proposal")
    .set({ state: "replaced", decided_by: accountId, decided_at: now })
    .where("region_code", "=", regionCode)
    .where("kind", "=", content.kind)
    .where("state", "=", "waiting")
    .execute();
  const { id } = await db
    .insertInto("policy_proposal")
    .values({
      region_code: regionCode,
      kind: content.kind,
      content: json(content),
      mark,
      proposed_by: accountId,
      proposed_at: now,
      effective_at: effectiveAt,
      state: "waiting",
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Those of the region that wait. */
export async function readProposals(db: Db, regionCode: string): Promise<PolicyProposal[]> {
  const rows = await selectWaiting(db).where("p.region_code", "=", regionCode).execute();
  return rows.map(toProposal);
}

/** Null when it waits no more. */
export async function findProposal(
  db: Db,
  { regionCode, id }: { regionCode: string; id: number },
): Promise<PolicyProposal | null> {
  const query = selectWaiting(db).where("p.region_code", "=", regionCode).where("p.id", "=", id);
  const row = await query.executeTakeFirst();
  return row === undefined ? null : toProposal(row);
}

/** Those of all regions that take effect by now. */
export async function readDueProposals(db: Db, now: Date): Promise<PolicyProposal[]> {
  return (await selectWaiting(db).where("p.effective_at", "<=", now).execute()).map(toProposal);
}

function selectWaiting(db: Db) {
  return db
    .selectFrom("policy_proposal as p")
    .innerJoin("account as a", "a.id", "p.proposed_by")
    .select(["p.id", "p.region_code as regionCode", "p.content", "p.mark", "a.id as byId", "a.name as byName"])
    .select(["p.proposed_at as at", "p.effective_at as effectiveAt"])
    .where("p.state", "=", "waiting")
    .orderBy("p.id");
}

type ProposalRow = Awaited<ReturnType<ReturnType<typeof selectWaiting>["executeTakeFirstOrThrow"]>>;

function toProposal({ byId, byName, ...row }: ProposalRow): PolicyProposal {
  return { ...row, by: { id: byId, name: byName } };
}

export async function endProposal(
  db: Db,
  input: { id: number; state: "taken" | "refused" | "outdated"; decidedBy: number | null; now: Date },
): Promise<void> {
  await db
    .updateTable("policy_proposal")
    .set({ state: input.state, decided_by: input.decidedBy, decided_at: input.now })
    .where("id", "=", input.id)
    .execute();
}
