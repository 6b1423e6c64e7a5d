import type { Logger } from "pino";
import type { UntoldMessage } from "../db/untold-news.ts";
import type { Db } from "../db/schema.ts";
import { subject, type Subject } from "../domain/subject.ts";
import type { RecordWork } from "../domain/work-done.ts";
import { takeNews } from "../services/news.ts";

export interface NewsLogDeps {
  readonly db: Db;
  readonly now: () => Date;
  readonly log: Pick<Logger, "info">;
  readonly record?: RecordWork | null | undefined;
}

/**
 * Tells the log of all news of cases and of all messages that are handed out, each once, whoever did it: a page, a rule, a
 * job or a command.
 */
export async function logNews(deps: NewsLogDeps): Promise<void> {
  for (;;) {
    const { updates, messages } = await takeNews(deps);
    if (updates.length === 0 && messages.length === 0) return;
    for (const { id, caseId, snapshotId, ...facts } of updates) {
      const from = snapshotId === null ? [] : [subject("snapshot", snapshotId)];
      deps.log.info({ about: [subject("case", caseId), subject("update", id), ...from], ...facts }, "case has news");
    }
    for (const message of messages) tellMessage(deps, message);
  }
}

function tellMessage({ log, record }: NewsLogDeps, message: UntoldMessage): void {
  const { id, regionCode, version, kind, urgency, deliveries, publishedAt, handedOutAt } = message;
  const origins = listOrigins(message);
  const about = [subject("message", id), ...origins];
  log.info({ about, regionCode, version, kind, urgency, deliveries, publishedAt }, "message handed out");
  record?.({
    name: "publish message",
    kind: "internal",
    as: subject("message", id),
    from: publishedAt,
    to: handedOutAt,
    links: origins,
    attributes: { "restsignal.region": regionCode, "restsignal.urgency": urgency, "restsignal.deliveries": deliveries },
  });
}

function listOrigins({ caseId, draftId, updateIds, snapshotIds }: UntoldMessage): Subject[] {
  return [
    ...(caseId === null ? [] : [subject("case", caseId)]),
    ...(draftId === null ? [] : [subject("draft", draftId)]),
    ...updateIds.map((update) => subject("update", update)),
    ...snapshotIds.map((snapshot) => subject("snapshot", snapshot)),
  ];
}
