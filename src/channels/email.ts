import { domainToUnicode } from "node:url";
import parseAddresses from "nodemailer/lib/addressparser";
import { z } from "zod";
import type { Outcome } from "../domain/delivery.ts";
import { parseEmailAddress } from "../domain/email-address.ts";
import { addTag } from "../domain/mail-return.ts";
import { LANGUAGES } from "../domain/message.ts";
import { createDescribe, createRemoteOf, createSend, fitsLimits } from "./channel.ts";
import type { Channel, ContentInput, Envelope, Letter, Measure, Written } from "./channel.ts";
import { addUnsubscribeUrl, createCssInliner, fitEmail } from "./email/fit.ts";
import { createSigner, type Dkim } from "./email/dkim.ts";
import { domainOf, mailSchema, messageIdOf, writeMime, type Mail } from "./email/mail.ts";
import { readReturnedMail } from "./email/returned-mail.ts";
import { createMailServer, type MailServerOptions } from "./email/smtp.ts";

export interface EmailOptions {
  /** `smtp://` or `smtps://`, with user and password when the server wants them; null when e-mail is not set up. */
  readonly smtpUrl: string | null;
  /** `Restsignal <utskick@example.se>` */
  readonly from: string;
  /** Null or left out when mails are not signed by us. */
  readonly dkim?: Dkim | null | undefined;
  /** Where mails that cannot be delivered come back to, each with a tag of its own; null or left out: to the sender. */
  readonly returnAddress?: string | null | undefined;
  /** How long each stage may take; as the standard asks for when left out. */
  readonly patience?: MailServerOptions["patience"];
}

const contentSchema = mailSchema.pick({ from: true, subject: true, text: true }).extend({
  language: z.enum(LANGUAGES),
  html: z.string(),
  /** See `FittedEmail`; left out of what was written before. */
  thread: z.int().nullable().default(null),
});
type MailContent = z.infer<typeof contentSchema>;

const targetSchema = z.object({
  address: z.string().transform((text, context) => {
    const address = parseEmailAddress(text);
    if (address !== null) return address;
    context.addIssue({ code: "custom", message: "should be an e-mail address, such as namn@example.se" });
    return z.NEVER;
  }),
});

/** Gmail hides what comes after about 102 KB of HTML; 50 a second, and so many lines, are within what a mail relay takes. */
const limits = { sendingsPerSecond: 50, sendingsAtOnce: 12, htmlBytes: 100_000 };

/** Sends a digest to one subscriber by SMTP. Nothing in it tells us whether it was opened. */
export function createEmailChannel(options: EmailOptions): Channel {
  const { smtpUrl, from, dkim = null, returnAddress = null, patience } = options;
  const sender = parseSender(from);
  const inlineCss = createCssInliner();
  const sign = dkim === null ? null : createSigner(dkim);
  // Each of the three lanes may have so many under way, and letters come beside: none waits for another's here.
  const maxLines = 4 * limits.sendingsAtOnce;
  const returnPath = (tag: string | undefined) =>
    returnAddress === null || tag === undefined ? returnAddress : addTag(returnAddress, tag);
  const server = smtpUrl === null ? null : createMailServer({ smtpUrl, sign, patience, maxLines });
  return {
    name: "email",
    batches: true,
    targetSchema,
    limits,
    sampleTarget: { address: "namn@example.se" },
    describeTarget: createDescribe({
      kind: "e-mail",
      schema: targetSchema,
      describe: ({ address }) => maskAddress(address),
    }),
    remoteOf: createRemoteOf(targetSchema, ({ address }) => domainOf(address)),
    // Its Message-ID tells a repeat.
    whenUnsure: { kind: "repeat" },
    write: async (input) => write(input, { sender, inlineCss }),
    address: addressMail,
    measure: (payload) => measure(mailSchema.parse(payload).html ?? ""),
    draw: (payload) => {
      const { from: writer, subject, html = "", text } = mailSchema.parse(payload);
      return { kind: "mail", from: showSender(writer), subject, html, text };
    },
    exportFile: async (payload) => ({ name: "digest.eml", content: await writeMime(mailSchema.parse(payload)) }),
    composeLetter: async (letter) => composeLetter(letter, { sender, inlineCss }),
    readReturned: (raw) => readReturnedMail(raw, { returnAddress, domain: domainOf(sender.address) }),
    send: createSend({
      targetSchema,
      payloadSchema: mailSchema,
      send: async ({ payload, returnTag }) =>
        server === null ? NOT_SET_UP : server.send(payload, returnPath(returnTag) ?? payload.from.address),
    }),
    check: async () => server?.check() ?? { state: "missing", detail: "SMTP_URL is not set" },
    close: async () => server?.close(),
  };
}

const NOT_SET_UP: Outcome = { kind: "misconfigured", scope: "app", reason: "no mail server is set" };

type Sender = Mail["from"];

interface Writer {
  readonly sender: Sender;
  readonly inlineCss: (html: string) => string;
}

function parseSender(from: string): Sender {
  const [first, ...others] = parseAddresses(from, { flatten: true });
  const address = parseEmailAddress(first?.address ?? "");
  if (first === undefined || others.length > 0 || address === null)
    throw new Error(
      "email: unable to read the sender: it should be one address, such as Restsignal <utskick@example.se>",
    );
  return { name: first.name, address };
}

function showSender({ name, address }: Sender): string {
  return name === "" ? address : `${name} <${address}>`;
}

/** `a…@skane.se`, its domain as people write it. */
function maskAddress(address: string): string {
  const domain = domainOf(address);
  return `${/^./su.exec(address)?.[0] ?? ""}…@${domainToUnicode(domain) || domain}`;
}

async function write(input: ContentInput, { sender, inlineCss }: Writer): Promise<Written> {
  const emails = await fitEmail(input, { inlineCss, fits: (html) => fitsLimits(measure(html)) });
  if (emails === null) return { kind: "rejected", reason: `longer than mail readers show: ${limits.htmlBytes} bytes` };
  const parts = emails.map(({ messageIds, ...words }) => {
    const content: MailContent = { from: sender, language: input.language, ...words };
    return { content, messageIds };
  });
  const [first, ...others] = parts;
  return others.length === 0 ? { kind: "written", content: first?.content } : { kind: "parted", parts };
}

function addressMail(written: unknown, { target, unsubscribeUrl, sendingKey, now, thread }: Envelope): Mail {
  const { from, language, subject, html, text, thread: caseId } = contentSchema.parse(written);
  return {
    from,
    to: targetSchema.parse(target).address,
    sendingKey,
    date: now.toISOString(),
    subject,
    ...addUnsubscribeUrl({ html, text }, unsubscribeUrl),
    headers: {
      "Auto-Submitted": "auto-generated",
      "Content-Language": language,
      "List-ID": `<restsignal.${domainOf(from.address)}>`,
      ...unsubscribeHeaders(unsubscribeUrl),
      ...threadHeaders(thread ?? (caseId === null ? null : `case-${caseId}`), from),
    },
  };
}

/**
 * Keeps the parts of a digest together in mail programs, under the first of them, and what is told of a case, under the
 * name of a mail that is never sent: programs look for the name, and which mail a reader got first is another for each.
 */
function threadHeaders(root: string | null, from: Sender): Record<string, string> {
  if (root === null) return {};
  const id = messageIdOf({ sendingKey: root, from });
  return { "In-Reply-To": id, References: id };
}

/** A mail about somebody's account, or at their asking: nothing to subscribe to, and nothing to unsubscribe from. */
function composeLetter({ address, now, html, ...words }: Letter, { sender, inlineCss }: Writer): Mail {
  const headers = { "Auto-Submitted": "auto-generated" };
  const page = html === undefined ? {} : { html: inlineCss(html) };
  return { from: sender, to: address, date: now.toISOString(), ...words, ...page, headers };
}

function measure(html: string): Measure[] {
  const used = Buffer.byteLength(html);
  return [{ name: "htmlBytes", used, limit: limits.htmlBytes, unit: "bytes", over: "parted" }];
}

/** One click works over https only: https://www.rfc-editor.org/rfc/rfc8058#section-3.1. Our signature covers both, or that of a relay. */
function unsubscribeHeaders(url: string): Record<string, string> {
  const { href, protocol } = new URL(url);
  const header = { "List-Unsubscribe": `<${href}>` };
  return protocol === "https:" ? { ...header, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" } : header;
}
