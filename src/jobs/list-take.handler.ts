import { activateStagedList } from "../services/list-versions.ts";
import { actAsSystem } from "../services/context.ts";
import type { PublishingDeps } from "../services/publication.ts";

/** Takes a staged version of a region's list into use. */
export async function activateListImport(deps: PublishingDeps, payload: { importId: number }): Promise<void> {
  await activateStagedList(actAsSystem(deps), payload);
}
