import { readPolicies } from "../db/regions.ts";
import { actAsSystem } from "../services/context.ts";
import type { PublishingDeps } from "../services/publication.ts";
import { remindRegion, type ReminderResult } from "../services/reminders.ts";

/** Reminds, escalates and sends, in every region, what its rules say is due now. */
export async function remindRegions(deps: PublishingDeps): Promise<ReminderResult[]> {
  const results: ReminderResult[] = [];
  for (const [regionCode, policy] of await readPolicies(deps.db))
    results.push(...(await remindRegion(actAsSystem(deps), { regionCode, policy })));
  return results;
}
