import type { Schedule } from "./queue.ts";

/** Sends what accounts' owners and administrators are to be told. */
export const ACCOUNT_MAIL_QUEUE = "account-mail";

export const accountMailSchedule: Schedule = { queue: ACCOUNT_MAIL_QUEUE, id: "account-mail", every: { ms: 10_000 } };
