import type { Logger } from "pino";
import { applyDueProposals } from "../services/policy-proposals.ts";
import { readSavedSources } from "../db/saved-sources.ts";
import { countKinds } from "../domain/change.ts";
import { LANES } from "../domain/delivery.ts";
import { readSourceHealth } from "../db/source-health.ts";
import { subject, type Subject } from "../domain/subject.ts";
import type { RecordWork } from "../domain/work-done.ts";
import { isDue } from "../domain/source-health.ts";
import type { MailInbox } from "../net/mail-inbox.ts";
import { createSources } from "../sources/index.ts";
import type { AnySource } from "../sources/source.ts";
import { sendAccountMails } from "./account-mail.handler.ts";
import { ACCOUNT_MAIL_QUEUE, accountMailSchedule } from "./account-mail.ts";
import { advanceClock } from "../services/intake/advance-clock.ts";
import { CLOCK_QUEUE, clockSchedule } from "./clock.ts";
import { workLane, type DeliverDeps } from "./deliver.handler.ts";
import type { AttemptResult } from "../services/attempts.ts";
import { deliverQueue } from "./deliver.ts";
import { DIGEST_QUEUE, digestSchedule } from "./digest.ts";
import { pollSource, type FetchDeps } from "./fetch.handler.ts";
import type { IngestDeps } from "../services/intake/intake.ts";
import { FAN_OUT_QUEUE, fanOutJob, fanOutSchedule } from "./fan-out.ts";
import { runDigests } from "../services/digest-runs.ts";
import { fanOut } from "../services/fan-outs.ts";
import { INGEST_QUEUE, ingestSchedule } from "./ingest.ts";
import { OWN_NOTICES_QUEUE, ownNoticesSchedule } from "./own-notices.ts";
import { ingestOwnNotices } from "../services/intake/ingest-own-notices.ts";
import { startListJobs } from "./list-jobs.handler.ts";
import { startKeeping } from "./keeping.handler.ts";
import type { JobQueue } from "./queue.ts";
import { logAttempt } from "./attempt-log.handler.ts";
import { logNews } from "./news-log.handler.ts";
import { publishDueDrafts, publishWeeksNews, type PublishedDraft } from "./publish.handler.ts";
import { PUBLISH_QUEUE, publishSchedule } from "./publish.ts";
import { sendReaderLetters } from "./reader-letter.handler.ts";
import { READER_LETTER_QUEUE, readerLetterSchedule } from "./reader-letter.ts";
import { relay, wakeLanes } from "./relay.handler.ts";
import { RELAY_QUEUE, relaySchedule } from "./relay.ts";
import type { PublishingDeps } from "../services/publication.ts";
import { actAsSystem } from "../services/context.ts";
import { tellPausedReceivers } from "../services/paused-receivers.ts";
import { remindRegions } from "./remind.handler.ts";
import { REMIND_QUEUE, remindSchedule } from "./remind.ts";
import { keepRounds } from "./rounds.handler.ts";

export interface RunDeps {
  readonly queue: JobQueue;
  readonly log: Logger;
  /** Tells a collector of work that is done; null or left out when there is none. */
  readonly record?: RecordWork | null | undefined;
  readonly publishing: PublishingDeps;
  readonly intake: IngestDeps;
  readonly polling: FetchDeps;
  readonly delivering: DeliverDeps;
  /** Where returned mails come to; null or left out where that is not set. */
  readonly inbox?: MailInbox | null | undefined;
}

/** Starts all work that goes on by itself. */
export async function startJobs(deps: RunDeps): Promise<void> {
  await startDelivering(deps);
  await startKeeping(deps);
  await startDeskJobs(deps);
  await startIntake(deps);
}

/** Turns due rows into jobs, and sends. */
export async function startDelivering({
  queue,
  log,
  record,
  delivering,
}: Pick<RunDeps, "queue" | "log" | "record" | "delivering">): Promise<void> {
  const report = (result: AttemptResult) => logAttempt({ log, record, now: delivering.now }, result);
  for (const channel of delivering.channels.values())
    for (const lane of LANES)
      await queue.work({
        queue: deliverQueue(channel.name, lane),
        concurrency: 1,
        handle: (_payload, stop) => workLane(delivering, { channel, lane, all: false, report, stop }),
      });
  await queue.work({
    queue: FAN_OUT_QUEUE,
    concurrency: 1,
    handle: async () => {
      await handOut({ queue, delivering });
      await logNews({ ...delivering, log, record });
    },
  });
  await queue.work({
    queue: DIGEST_QUEUE,
    concurrency: 1,
    handle: async () => {
      for (const run of await runDigests(delivering, { waitForNews: true })) log.info(run, "digest run ended");
    },
  });
  await queue.work({
    queue: RELAY_QUEUE,
    concurrency: 1,
    handle: async () => {
      await relay({ ...delivering, queue });
    },
  });
  await startLetters({ queue, log, delivering });
  await queue.schedule(fanOutSchedule);
  await queue.schedule(digestSchedule);
  await queue.schedule(relaySchedule);
}

/** Sends letters to persons: about their account, or about what they subscribe to. */
async function startLetters({ queue, log, delivering }: Pick<RunDeps, "queue" | "log" | "delivering">): Promise<void> {
  await queue.work({
    queue: ACCOUNT_MAIL_QUEUE,
    concurrency: 1,
    handle: async () => {
      for (const result of await sendAccountMails(delivering)) {
        if (result.kind === "sent") log.info(result, "account mail sent");
        else if (result.kind === "captured") log.info(result, "account mail captured");
        else log.warn(result, "account mail failed");
      }
    },
  });
  await queue.work({
    queue: READER_LETTER_QUEUE,
    concurrency: 1,
    handle: async () => {
      for (const result of await sendReaderLetters(delivering)) {
        if (result.kind === "sent") log.info(result, "reader letter sent");
        else if (result.kind === "captured") log.info(result, "reader letter captured");
        else log.warn(result, "reader letter failed");
      }
    },
  });
  await queue.schedule(accountMailSchedule);
  await queue.schedule(readerLetterSchedule);
}

/** While more is handed out, those lanes are woken so often in which it is due. */
const WAKE_EVERY_MS = 200;

/** Hands out, and wakes who sends: also for what was handed out with its publication. */
async function handOut({ queue, delivering }: Pick<RunDeps, "queue" | "delivering">): Promise<void> {
  const wake = () => wakeLanes({ ...delivering, queue });
  await wake();
  let wokenAt = performance.now();
  const deliveries = await fanOut(delivering, async () => {
    if (performance.now() - wokenAt < WAKE_EVERY_MS) return;
    wokenAt = performance.now();
    await wake();
  });
  if (deliveries > 0) await wake();
}

/** Does what the desk asks for: publishes what is due, takes in own notices and lists, reminds. */
export async function startDeskJobs({
  queue,
  log,
  publishing,
  intake,
}: Omit<RunDeps, "polling" | "delivering">): Promise<void> {
  await queue.work({
    queue: PUBLISH_QUEUE,
    concurrency: 1,
    handle: async () => {
      const drafts = await publishDueDrafts(publishing);
      for (const result of drafts)
        log.info(
          { about: listDraft(result), ...result },
          result.kind === "published" ? "draft published" : "draft returned",
        );
      const gathered = await publishWeeksNews(publishing);
      for (const result of gathered)
        log.info({ about: [subject("case", result.caseId)], ...result }, "gathered news handled");
      if (drafts.length + gathered.length > 0) await queue.add([fanOutJob]);
    },
  });
  await queue.work({
    queue: OWN_NOTICES_QUEUE,
    concurrency: 1,
    handle: async () => {
      const count = await ingestOwnNotices(intake);
      if (count.taken + count.refused > 0) log.info(count, "own notices ingested");
    },
  });
  await queue.work({
    queue: REMIND_QUEUE,
    concurrency: 1,
    handle: async () => {
      for (const result of await remindRegions(publishing)) log.info(result, "reminders sent");
      for (const regionCode of await applyDueProposals({ db: publishing.db, now: publishing.now() }))
        log.info({ regionCode }, "second person rule removed");
      for (const told of await tellPausedReceivers(actAsSystem(publishing))) log.info(told, "paused receivers told of");
      await keepRounds(publishing, log);
    },
  });
  await startListJobs({ queue, importing: intake });
  await queue.schedule(publishSchedule);
  await queue.schedule(ownNoticesSchedule);
  await queue.schedule(remindSchedule);
}

/** Polls the sources, and lets the days pass. */
async function startIntake(deps: Omit<RunDeps, "intake" | "delivering">): Promise<void> {
  const { queue, log, publishing } = deps;
  await queue.work({
    queue: INGEST_QUEUE,
    concurrency: 1,
    handle: () => poll(deps).then(() => queue.add([fanOutJob])),
  });
  await queue.work({
    queue: CLOCK_QUEUE,
    concurrency: 1,
    handle: async () => {
      // A day that many dates pass is still one line.
      for (const { changes, ...result } of await advanceClock(publishing))
        log.info({ ...result, changes: countKinds(changes) }, "clock advanced");
      await queue.add([fanOutJob]);
    },
  });
  await queue.schedule(clockSchedule);
  await queue.schedule(ingestSchedule);
  // A start is a chance to catch up with what was written while nobody was running.
  await queue.add([
    { queue: CLOCK_QUEUE, id: "at-start", payload: {} },
    { queue: INGEST_QUEUE, id: "at-start", payload: {} },
  ]);
}

/** Asks every source that has an address; one that fails does not hold up the next. */
async function poll({ polling, log }: Pick<RunDeps, "polling" | "log">): Promise<void> {
  for (const source of createSources(await readSavedSources(polling.db))) {
    if (source.defaultUrl === null && !polling.addresses.has(source.name)) continue;
    if (await isAskedAlready(polling, source)) continue;
    const result = await pollSource(polling, source);
    const about = { source: source.name };
    switch (result.kind) {
      case "ingested":
        log.info({ about: [subject("snapshot", result.snapshot)], ...about, result }, "source ingested");
        break;
      case "not-modified":
        log.info(about, "source not modified");
        break;
      case "held":
      case "rejected":
        log.error({ ...about, kind: result.kind, reason: result.reason }, "ingest refused");
        break;
      case "failed":
        log.error({ ...about, reason: result.reason }, "fetch failed");
    }
  }
}

/** One that is asked once a day is asked on every hour until it has answered. */
async function isAskedAlready({ db, now }: FetchDeps, { name, askedFromHour }: AnySource): Promise<boolean> {
  if (askedFromHour === undefined) return false;
  return !isDue(await readSourceHealth(db, name), { fromHour: askedFromHour, now: now() });
}

function listDraft(draft: PublishedDraft): Subject[] {
  const message = draft.kind === "published" ? [subject("message", draft.messageId)] : [];
  return [...message, subject("draft", draft.draftId), subject("case", draft.caseId)];
}
