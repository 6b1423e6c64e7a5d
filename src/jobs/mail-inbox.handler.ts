import type { Logger } from "pino";
import type { MailInbox } from "../net/mail-inbox.ts";
import { takeReturnedMail, type ReturnDeps } from "../services/mail-returns.ts";

export interface MailInboxDeps extends ReturnDeps {
  readonly inbox: MailInbox;
  readonly log: Pick<Logger, "info">;
}

/** Takes in all that lies in the inbox. Throws when it cannot be read: the next round goes on where this one was. */
export async function takeInbox({ inbox, log, ...deps }: MailInboxDeps): Promise<void> {
  const ignored = new Map<string, number>();
  const { left } = await inbox.readEach(async (raw) => {
    const taken = await takeReturnedMail(deps, { raw, via: "inbox" });
    if (taken.kind === "ignored") return void ignored.set(taken.why, (ignored.get(taken.why) ?? 0) + 1);
    const { kind: _, about, ...told } = taken;
    log.info({ about: [about], ...told }, "mail returned");
  });
  // What concerns no sending is one line, however much of it there is.
  if (ignored.size > 0) log.info({ ...Object.fromEntries(ignored), left }, "inbox mails ignored");
}
