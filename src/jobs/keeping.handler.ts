import type { Logger } from "pino";
import type { MailInbox } from "../net/mail-inbox.ts";
import { actAsSystem } from "../services/context.ts";
import { eraseStaleLetters } from "../services/reader-letters.ts";
import { eraseStaleSignUps } from "../services/sign-ups.ts";
import { keepRetention } from "../services/retention.ts";
import { RETENTION_QUEUE, retentionSchedule } from "./retention.ts";
import { askSharedMailboxes } from "../services/reconfirmations.ts";
import { tellSilence } from "../services/silence.ts";
import { SILENCE_QUEUE, silenceSchedule } from "./silence.ts";
import { tallySendings } from "../services/tallies.ts";
import type { DeliverDeps } from "./deliver.handler.ts";
import { takeInbox } from "./mail-inbox.handler.ts";
import { MAIL_INBOX_QUEUE, mailInboxSchedule } from "./mail-inbox.ts";
import type { JobQueue } from "./queue.ts";
import { RECONFIRM_QUEUE, reconfirmSchedule } from "./reconfirm.ts";
import { TALLY_QUEUE, tallySchedule } from "./tally.ts";

/** Keeps the operator's figures, nothing longer than regions have decided, and what comes back; tells of months without anything. */
export async function startKeeping({
  queue,
  log,
  delivering,
  inbox = null,
}: {
  queue: JobQueue;
  log: Pick<Logger, "info">;
  delivering: DeliverDeps;
  inbox?: MailInbox | null | undefined;
}): Promise<void> {
  await queue.work({
    queue: TALLY_QUEUE,
    concurrency: 1,
    handle: async () => void (await tallySendings(delivering)),
  });
  await queue.work({
    queue: RETENTION_QUEUE,
    concurrency: 1,
    handle: async () => {
      for (const forgotten of await keepRetention(actAsSystem(delivering))) log.info(forgotten, "retention kept");
      const letters = await eraseStaleLetters(actAsSystem(delivering));
      const signUps = await eraseStaleSignUps(actAsSystem(delivering));
      if (letters + signUps > 0) log.info({ letters, signUps }, "reader letters erased");
    },
  });
  await queue.work({
    queue: SILENCE_QUEUE,
    concurrency: 1,
    handle: async () => {
      const letters = await tellSilence(actAsSystem(delivering));
      if (letters > 0) log.info({ letters }, "silence told");
    },
  });
  await queue.work({
    queue: RECONFIRM_QUEUE,
    concurrency: 1,
    handle: async () => {
      const letters = await askSharedMailboxes(actAsSystem(delivering));
      if (letters > 0) log.info({ letters }, "shared mailboxes asked");
    },
  });
  await queue.schedule(tallySchedule);
  await queue.schedule(reconfirmSchedule);
  await queue.schedule(silenceSchedule);
  await queue.schedule(retentionSchedule);
  if (inbox === null) return;
  await queue.work({
    queue: MAIL_INBOX_QUEUE,
    concurrency: 1,
    handle: () => takeInbox({ ...delivering, log, inbox }),
  });
  await queue.schedule(mailInboxSchedule);
}
