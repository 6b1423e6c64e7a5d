import { createTransport } from "nodemailer";
import { z } from "zod";
import type { Failure, Outcome } from "../../domain/delivery.ts";
import type { ChannelHealth } from "../channel.ts";
import { messageIdOf, writeMime, type Mail } from "./mail.ts";

/** Signs what is sent, when the mail server does not. */
export interface Dkim {
  readonly domainName: string;
  readonly keySelector: string;
  readonly privateKey: string;
}

export interface MailServer {
  send(mail: Mail): Promise<Outcome>;
  /** Whether it takes our login; sends nothing. */
  check(): Promise<ChannelHealth>;
  close(): void;
}

export interface MailServerOptions {
  readonly smtpUrl: string;
  readonly dkim?: Dkim | undefined;
  readonly maxConnections: number;
}

/** `smtpUrl` is `smtp://` or `smtps://`, with user and password when the server wants them. */
export function createMailServer(options: MailServerOptions): MailServer {
  const pool = createPool(options);
  return {
    async send(mail) {
      const raw = await writeMime(mail);
      try {
        await pool.sendMail({ envelope: { from: mail.from.address, to: mail.to }, raw });
        return { kind: "delivered", externalId: messageIdOf(mail) };
      } catch (error) {
        return explainError(error);
      }
    },
    async check() {
      try {
        await pool.verify();
        return { state: "ready", detail: "the mail server takes our login" };
      } catch (error) {
        return { state: "failing", detail: explainError(error).reason };
      }
    },
    close: () => pool.close(),
  };
}

/** Every header that, were it changed on the way, would mislead; RFC 8058 asks for the two of unsubscription. */
const SIGNED_HEADERS = [
  "From",
  "To",
  "Subject",
  "Date",
  "Message-ID",
  "MIME-Version",
  "Content-Type",
  "Content-Language",
  "Auto-Submitted",
  "List-ID",
  "List-Unsubscribe",
  "List-Unsubscribe-Post",
].join(":");

function createPool({ smtpUrl, dkim, maxConnections }: MailServerOptions) {
  return createTransport({
    ...protectPassword(smtpUrl),
    pool: true,
    maxConnections,
    maxRequeues: 1,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim === undefined ? {} : { dkim: { ...dkim, headerFieldNames: SIGNED_HEADERS } }),
  });
}

/**
 * A password leaves this machine encrypted or not at all: without STARTTLS the library would send it as it is, and
 * whoever sits on the line can take STARTTLS out of the server's answer. What the address says against that is left out.
 */
function protectPassword(smtpUrl: string): { url: string; requireTLS?: true } {
  const url = new URL(smtpUrl);
  const hasPassword = url.username !== "" || url.password !== "";
  if (!hasPassword || url.protocol === "smtps:" || LOOPBACK.test(url.hostname)) return { url: smtpUrl };
  for (const name of ["requireTLS", "ignoreTLS", "opportunisticTLS"]) url.searchParams.delete(name);
  return { url: url.href, requireTLS: true };
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/i;

/** What nodemailer says of a failure: https://nodemailer.com/errors */
const smtpErrorSchema = z.looseObject({
  code: z.string().optional(),
  command: z.string().optional(),
  response: z.string().optional(),
  responseCode: z.number().optional(),
});
type SmtpError = z.infer<typeof smtpErrorSchema>;

const AUTHENTICATION_CODES: ReadonlySet<string> = new Set(["EAUTH", "ENOAUTH", "EOAUTH2", "ECONFIG"]);
/** Replies 530, 534, 535 and 538 ask for better credentials: https://www.rfc-editor.org/rfc/rfc4954#section-6 */
const AUTHENTICATION_REPLIES: ReadonlySet<number> = new Set([530, 534, 535, 538]);

const NO_TLS =
  "e-mail: the mail server offers no encryption (STARTTLS), and the password is not sent without: use smtps://, or a server that does";

function explainError(error: unknown): Failure {
  const parsed = smtpErrorSchema.safeParse(error);
  if (!parsed.success) throw new Error("email: unable to send a message", { cause: error });
  const { code = "", command, responseCode } = parsed.data;
  const reason = describeReply(parsed.data);
  if (responseCode !== undefined && responseCode < 500) return { kind: "retry", reason };
  if (code === "ETLS" && responseCode !== undefined) return { kind: "misconfigured", scope: "app", reason: NO_TLS };
  if (AUTHENTICATION_CODES.has(code)) return { kind: "misconfigured", scope: "app", reason };
  if (responseCode === undefined) return { kind: "retry", reason };
  if (AUTHENTICATION_REPLIES.has(responseCode)) return { kind: "misconfigured", scope: "app", reason };
  // A sender that is refused is refused for every receiver.
  if (command === "MAIL FROM") return { kind: "misconfigured", scope: "app", reason };
  if (command === "RCPT TO" && isMailboxGone(parsed.data)) return { kind: "gone", reason };
  return { kind: responseCode === 503 ? "retry" : "rejected", reason };
}

/**
 * No such mailbox, or one that is closed: 5.1.x and 5.2.1, and where there is no enhanced code 550, 551 and 553.
 * https://www.rfc-editor.org/rfc/rfc3463
 */
function isMailboxGone({ response = "", responseCode }: SmtpError): boolean {
  const enhanced = /^\d{3}[ -](5\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
  if (enhanced !== undefined) return /^5\.(1\.(1|2|3|6|10)|2\.1)$/.test(enhanced);
  return responseCode === 550 || responseCode === 551 || responseCode === 553;
}

/** The server's words without the address they may repeat. */
function describeReply({ code, response, responseCode }: SmtpError): string {
  if (responseCode === undefined) return `e-mail: ${code ?? "no answer"}`;
  const words = (response ?? String(responseCode)).replace(/[^\s<>:;,"]*@[^\s<>:;,"]*/g, "(address)");
  return `e-mail: ${words.replace(/\s+/g, " ").slice(0, 200)}`;
}
