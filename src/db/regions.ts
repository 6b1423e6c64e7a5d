import { policySchema, type Policy } from "../domain/policy.ts";
import { json } from "./client.ts";
import type { Db } from "./schema.ts";

export async function readPolicy(db: Db, regionCode: string): Promise<Policy> {
  const row = await db.selectFrom("region").select("policy").where("code", "=", regionCode).executeTakeFirstOrThrow();
  return policySchema.parse(row.policy);
}

export async function writePolicy(db: Db, input: { regionCode: string; policy: Policy }): Promise<void> {
  await db
    .updateTable("region")
    .set({ policy: json(input.policy) })
    .where("code", "=", input.regionCode)
    .execute();
}
