import type { Schedule } from "./queue.ts";

/** Takes in what came to the inbox of returned mails. */
export const MAIL_INBOX_QUEUE = "mail-inbox";

export const mailInboxSchedule: Schedule = { queue: MAIL_INBOX_QUEUE, id: "mail-inbox", every: { ms: 300_000 } };
