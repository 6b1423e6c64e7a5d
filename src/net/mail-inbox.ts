import { ImapFlow } from "imapflow";
import { tellError } from "../domain/error-text.ts";

/** A mailbox that is emptied as its mails are taken in. */
export interface MailInbox {
  /**
   * Gives each mail to `take`, oldest first, and then moves it out of the way. One that `take` throws at stays, and ends the
   * round. Throws when the server cannot be reached or does not do as it should; what was taken by then may come again.
   */
  readEach(take: (raw: Uint8Array) => Promise<void>): Promise<{ readonly read: number; readonly left: number }>;
  /** Null when it can be opened, or why not. Changes nothing. */
  check(): Promise<string | null>;
}

export interface MailInboxOptions {
  /** `imaps://USER:PASSWORD@HOST/MAILBOX` */
  readonly url: string;
  readonly timeoutMs: number;
}

/** Of a longer mail the beginning is read: a report stands before what it reports on. */
const MAX_BYTES = 1_000_000;
const MAX_MAILS = 200;
/** Where mails go that were taken in. */
const TAKEN = "Restsignal";
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/i;

/** A mailbox on an IMAP server. */
export function createMailInbox({ url, timeoutMs }: MailInboxOptions): MailInbox {
  const place = new URL(url);
  const mailbox = decodeURIComponent(place.pathname.slice(1)) || "INBOX";

  const open = () => connect(place, timeoutMs);

  return {
    async readEach(take) {
      const client = await open();
      try {
        await client.mailboxOpen(mailbox);
        const found = await client.search({ deleted: false }, { uid: true });
        const uids = (found === false ? [] : (found ?? [])).toSorted((one, other) => one - other);
        let read = 0;
        for (const uid of uids.slice(0, MAX_MAILS)) {
          const mail = await client.fetchOne(String(uid), { source: { maxLength: MAX_BYTES } }, { uid: true });
          if (mail === false || mail.source === undefined) continue;
          await take(mail.source);
          await setAside(client, uid);
          read += 1;
        }
        return { read, left: uids.length - read };
      } finally {
        await client.logout().catch(() => client.close());
      }
    },
    async check() {
      try {
        const client = await open();
        try {
          await client.mailboxOpen(mailbox, { readOnly: true });
        } finally {
          await client.logout().catch(() => client.close());
        }
        return null;
      } catch (cause) {
        return describeFault(cause);
      }
    },
  };
}

async function connect(place: URL, timeoutMs: number): Promise<ImapFlow> {
  const secure = place.protocol === "imaps:";
  const client = new ImapFlow({
    host: place.hostname.replaceAll(/^\[|\]$/g, ""),
    port: Number(place.port) || (secure ? 993 : 143),
    secure,
    // A password leaves this machine encrypted or not at all.
    ...(secure || LOOPBACK.test(place.hostname) ? {} : { doSTARTTLS: true }),
    auth: { user: decodeURIComponent(place.username), pass: decodeURIComponent(place.password) },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });
  // What befalls the line befalls the command that is under way.
  client.on("error", () => {});
  try {
    await client.connect();
    return client;
  } catch (cause) {
    client.close();
    throw new Error(`net/mail-inbox: unable to open the inbox: ${describeFault(cause)}`, { cause });
  }
}

async function setAside(client: ImapFlow, uid: number): Promise<void> {
  const moved = await client.messageMove(String(uid), TAKEN, { uid: true }).catch(() => false as const);
  if (moved !== false) return;
  // The folder is not there yet.
  await client.mailboxCreate(TAKEN);
  if ((await client.messageMove(String(uid), TAKEN, { uid: true })) === false)
    throw new Error(`net/mail-inbox: unable to move a mail to the folder ${TAKEN}`);
}

/** What the server said, where it said something. */
function describeFault(cause: unknown): string {
  const said = typeof cause === "object" && cause !== null && "responseText" in cause ? cause.responseText : null;
  return typeof said === "string" && said !== "" ? said : tellError(cause);
}
