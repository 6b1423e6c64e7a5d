import type { Failure, Outcome } from "../../domain/delivery.ts";
import { tellError } from "../../domain/error-text.ts";
import type { ChannelHealth } from "../channel.ts";
import { explain } from "../ruling.ts";
import type { Sign } from "./dkim.ts";
import { messageIdOf, type Mail } from "./mail.ts";
import { createMimeWriter } from "./mime-writer.ts";
import { ruleSmtpFailure } from "./outcomes.ts";
import { readSmtpError } from "./smtp-error.ts";
import type { SmtpPatience, SmtpResult, SmtpStage } from "./smtp-line.ts";
import { createSmtpPool } from "./smtp-pool.ts";

export interface MailServer {
  /** `returnPath` is where it comes back to when it cannot be delivered. */
  send(mail: Mail, returnPath: string): Promise<Outcome>;
  /** Whether it takes our login; sends nothing. */
  check(): Promise<ChannelHealth>;
  close(): void;
}

export interface MailServerOptions {
  /** `smtp://` or `smtps://`, with user and password when the server wants them. */
  readonly smtpUrl: string;
  /** Null when mails are not signed by us. */
  readonly sign: Sign | null;
  /** So many connections at once, and no more. */
  readonly maxLines: number;
  readonly patience?: Partial<SmtpPatience> | undefined;
}

export function createMailServer({ smtpUrl, sign, maxLines, patience }: MailServerOptions): MailServer {
  const pool = createSmtpPool({ ...protectPassword(smtpUrl), maxLines, patience });
  const mime = createMimeWriter();
  const secrets = listSecrets(smtpUrl);
  const write = async (mail: Mail): Promise<Buffer | Failure> => {
    const raw = await mime.write(mail).catch((error: unknown) => explain({ kind: "rejected" }, tellError(error)));
    return sign === null || !Buffer.isBuffer(raw) ? raw : signOrRefuse(sign, raw);
  };
  return {
    async send(mail, returnPath) {
      const message = await write(mail);
      if (!Buffer.isBuffer(message)) return message;
      const result = await pool.send({ from: returnPath, to: mail.to }, message);
      if (result.kind === "failed") return explainFailure(result, [...secrets, ...namesOf(mail.to)]);
      // Of a reply only its number counts: https://www.rfc-editor.org/rfc/rfc5321#section-4.2
      if (/^2\d\d/.test(result.response)) return { kind: "delivered", externalId: messageIdOf(mail) };
      return explain({ kind: "unknown" }, "e-mail: an answer that could not be read");
    },
    async check() {
      const result = await pool.verify();
      if (result.kind === "answered") return { state: "ready", detail: "the mail server takes our login" };
      return { state: "failing", detail: explainFailure(result, secrets).reason };
    },
    close: () => pool.close(),
  };
}

/** What cannot be signed is not sent; that none can be is for somebody to mend, and no mail's own fault. */
async function signOrRefuse(sign: Sign, raw: Buffer): Promise<Buffer | Failure> {
  try {
    const signed = await sign(raw);
    if (signed.kind === "signed") return signed.message;
    return explain({ kind: "rejected" }, `e-mail: not signed, since it has no ${signed.missing.join(", ")}`);
  } catch (error) {
    return explain({ kind: "misconfigured", scope: "app" }, `e-mail: unable to sign with DKIM: ${tellError(error)}`);
  }
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

const NO_TLS =
  "the mail server offers no encryption (STARTTLS), and the password is not sent without: use smtps://, or a server that does";

const WHEN: Readonly<Record<SmtpStage, string>> = {
  connection: "before it greeted us",
  login: "at the login",
  envelope: "before the message",
  message: "before the end of the message",
  taken: "after the end of the message",
};

function explainFailure(
  { stage, error }: Extract<SmtpResult, { kind: "failed" }>,
  secrets: readonly string[],
): Failure {
  const fault = readSmtpError(error);
  const isWithoutTls = fault.code === "ETLS" && fault.response !== undefined;
  const words = fault.response ?? `the mail server did not answer ${WHEN[stage]} (${fault.code ?? "no code"})`;
  return explain(ruleSmtpFailure(stage, fault), `e-mail: ${isWithoutTls ? NO_TLS : mask(words, secrets)}`);
}

/** What a server may repeat of our login, in plain or as it was sent. */
function listSecrets(smtpUrl: string): string[] {
  const { username, password } = new URL(smtpUrl);
  const [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  const encode = (text: string) => Buffer.from(text).toString("base64");
  return secret === "" ? [] : [secret, encode(secret), encode(`\0${user}\0${secret}`)];
}

/** An address, and what stands before its @, by which a server may call a person. */
function namesOf(address: string): string[] {
  return [address, address.slice(0, address.lastIndexOf("@"))].filter((name) => name.length > 2);
}

function mask(words: string, secrets: readonly string[]): string {
  const literally = (text: string) => new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), "gi");
  return secrets.reduce((text, secret) => text.replaceAll(literally(secret), "…"), words);
}
