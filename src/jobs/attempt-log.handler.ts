import type { Logger } from "pino";
import { isTaken, type Outcome } from "../domain/delivery.ts";
import { subject, type Subject } from "../domain/subject.ts";
import type { RecordWork } from "../domain/work-done.ts";
import type { AttemptResult } from "../services/attempts.ts";

interface AttemptLogDeps {
  readonly log: Pick<Logger, "info" | "warn">;
  readonly record?: RecordWork | null | undefined;
  readonly now: () => Date;
}

/** A line holds so many messages; a digest of more is told in several. */
const MESSAGES_A_LINE = 60;

/** Tells the log, and the collector where there is one, what became of an attempt, by the ids of all that it was for. */
export function logAttempt({ log, record, now }: AttemptLogDeps, result: AttemptResult): void {
  const { sending, outcome, late } = result;
  const { id, channel, lane, remote, messageIds, attempts } = sending;
  const messages = messageIds.map((messageId) => subject("message", messageId));
  for (let from = 0; from === 0 || from < messages.length; from += MESSAGES_A_LINE) {
    const about = [subject("sending", id), ...messages.slice(from, from + MESSAGES_A_LINE)];
    const entry = { about, channel, lane, remote, attempts, outcome };
    if (late) log.warn(entry, "delivery ended late");
    else if (outcome === null) log.info(entry, "delivery captured");
    else if (isTaken(outcome)) log.info(entry, "delivery sent");
    else log.warn(entry, "delivery failed");
  }
  if (record !== undefined && record !== null) recordAttempt(record, { result, messages, to: now() });
}

/** A digest is part of what is done for its first message, and leads to the others. */
function recordAttempt(
  record: RecordWork,
  { result, messages, to }: { result: AttemptResult; messages: readonly Subject[]; to: Date },
): void {
  const { sending, startedAt, outcome } = result;
  const { id, channel, lane, remote, attempts } = sending;
  const [first, ...others] = messages;
  record({
    name: "send message",
    kind: "producer",
    from: startedAt ?? to,
    to,
    ...(first === undefined ? {} : { under: first }),
    links: others,
    attributes: {
      "restsignal.sending.id": id,
      "restsignal.channel": channel,
      "restsignal.lane": lane,
      "restsignal.remote": remote,
      "restsignal.attempt": attempts,
      "restsignal.outcome": outcome?.kind ?? "captured",
    },
    ...describeFailure(outcome),
  });
}

/** What the receiver said stays out: it may hold an address. */
function describeFailure(outcome: Outcome | null): { failure?: string } {
  return outcome === null || isTaken(outcome) ? {} : { failure: outcome.kind };
}
