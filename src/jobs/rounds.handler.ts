import type { Logger } from "pino";
import { actAsSystem } from "../services/context.ts";
import type { PublishingDeps } from "../services/publication.ts";
import { closeEndedRounds, tellRounds } from "../services/questionnaire-rounds.ts";

/** Closes the rounds of questions that have ended, and mails those whose regions have not signed. */
export async function keepRounds(deps: PublishingDeps, log: Pick<Logger, "info">): Promise<void> {
  for (const roundId of await closeEndedRounds(actAsSystem(deps))) log.info({ roundId }, "round closed");
  for (const told of await tellRounds(actAsSystem(deps))) log.info(told, "round told of");
}
