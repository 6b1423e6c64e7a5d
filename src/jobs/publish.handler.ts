import { publishDueDraft, type DueDraft } from "../services/due-drafts.ts";
import { publishGathered, readDueGathered, type GatheredOutcome } from "../services/gathered-news.ts";
import { actAsSystem } from "../services/context.ts";
import type { PublishingDeps } from "../services/publication.ts";

/**
 * Tells what rules gathered for the week's digest, case by case. Throws at the end when some could not be told; the next
 * round tries them again.
 */
export async function publishWeeksNews(deps: PublishingDeps): Promise<GatheredOutcome[]> {
  const ctx = actAsSystem(deps);
  const outcomes: GatheredOutcome[] = [];
  const causes: unknown[] = [];
  for (const gathered of await readDueGathered(ctx)) {
    try {
      outcomes.push(await publishGathered(ctx, gathered));
    } catch (cause) {
      causes.push(cause);
    }
  }
  if (causes.length > 0) throw new AggregateError(causes, "jobs/publish: unable to tell gathered news");
  return outcomes;
}

export type PublishedDraft = Exclude<DueDraft, { kind: "failed" }>;

/**
 * Publishes every draft that is due, each in a transaction of its own. Throws at the end when some could not be handled;
 * the next round tries them again.
 */
export async function publishDueDrafts(deps: PublishingDeps): Promise<PublishedDraft[]> {
  const results: PublishedDraft[] = [];
  const failed: number[] = [];
  const causes: unknown[] = [];
  for (;;) {
    const result = await publishDueDraft(actAsSystem(deps), { except: failed });
    if (result === null) break;
    if (result.kind === "failed") {
      failed.push(result.draftId);
      causes.push(result.cause);
    } else results.push(result);
  }
  if (causes.length > 0)
    throw new AggregateError(causes, `jobs/publish: unable to publish drafts ${failed.join(", ")}`);
  return results;
}
