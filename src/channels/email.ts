import juice from "juice";
import { createTransport } from "nodemailer";
import parseAddresses from "nodemailer/lib/addressparser";
import MailComposer from "nodemailer/lib/mail-composer";
import { z } from "zod";
import { emailCss } from "../../templates/email-css.ts";
import { renderEmail, type EmailInput } from "../../templates/email.tsx";
import { findLargestFit } from "../../templates/text.ts";
import { parseInstant, stockholmMinute } from "../domain/calendar.ts";
import { parseEmailAddress } from "../domain/email-address.ts";
import { sourcesOf, type MessageFacts } from "../domain/message.ts";
import { ageHours, isStale, NATIONAL_SOURCE } from "../domain/source-health.ts";
import type { Failure, Outcome } from "../domain/delivery.ts";
import { fitsLimits } from "./channel.ts";
import type { Channel, ChannelHealth, Cut, Letter, Measure, Rendered, RenderInput, SendInput } from "./channel.ts";
import { readEmailParts } from "./email-parts.ts";

export interface EmailOptions {
  /** `smtp://` or `smtps://`, with user and password when the server wants them; null when e-mail is not set up. */
  readonly smtpUrl: string | null;
  /** `Restsignal <utskick@example.se>` */
  readonly from: string;
  /** Signs what is sent, when the mail server does not. */
  readonly dkim?: { readonly domainName: string; readonly keySelector: string; readonly privateKey: string };
}

const targetSchema = z.object({
  address: z.string().transform((text, context) => {
    const address = parseEmailAddress(text);
    if (address !== null) return address;
    context.addIssue({ code: "custom", message: "should be an e-mail address, such as namn@example.se" });
    return z.NEVER;
  }),
});

const payloadSchema = z.object({
  envelope: z.object({ from: z.string(), to: z.string() }),
  /** The whole message, RFC 5322. */
  raw: z.string(),
});

/** Gmail hides what comes after about 102 KB of HTML; 50 a second is within what a mail relay takes. */
const limits = { sendingsPerSecond: 50, htmlBytes: 100_000 };

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

/** Sends a digest to one subscriber by SMTP. Nothing in it tells us whether it was opened. */
export function createEmailChannel({ smtpUrl, from, dkim }: EmailOptions): Channel {
  const sender = parseSender(from);
  const inlineCss = createCssInliner();
  const pool = smtpUrl === null ? null : createPool(smtpUrl, dkim);
  return {
    name: "email",
    batches: true,
    targetSchema,
    limits,
    sampleTarget: { address: "namn@example.se" },
    describeTarget: (target) => {
      const parsed = targetSchema.safeParse(target);
      return parsed.success ? maskAddress(parsed.data.address) : "e-mail (invalid target)";
    },
    render: (input) => render(input, { sender, inlineCss }),
    measure: (payload) => measure(readEmailParts(payloadSchema.parse(payload).raw)),
    draw: (payload) => ({ kind: "mail", ...readEmailParts(payloadSchema.parse(payload).raw) }),
    composeLetter: (letter) => composeLetter(letter, sender),
    send: async (input) =>
      pool === null
        ? { kind: "misconfigured", reason: "no mail server is set" }
        : send(pool, { ...input, messageId: messageIdOf(input.sendingKey, sender) }),
    check: () => check(pool),
    close: async () => pool?.close(),
  };
}

interface Sender {
  readonly name: string;
  readonly address: string;
  readonly domain: string;
}

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
  return { name: first.name, address, domain: address.slice(address.lastIndexOf("@") + 1) };
}

function createPool(smtpUrl: string, dkim: EmailOptions["dkim"]) {
  return createTransport({
    ...protectPassword(smtpUrl),
    pool: true,
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

type Pool = ReturnType<typeof createPool>;

async function check(pool: Pool | null): Promise<ChannelHealth> {
  if (pool === null) return { state: "missing", detail: "SMTP_URL is not set" };
  try {
    await pool.verify();
    return { state: "ready", detail: "the mail server takes our login" };
  } catch (error) {
    return { state: "failing", detail: explainError(error).reason };
  }
}

/** `a…@skane.se` */
function maskAddress(address: string): string {
  return `${address.slice(0, 1)}…${address.slice(address.lastIndexOf("@"))}`;
}

/** The same on every attempt, so that a receiver can tell a repeat. */
function messageIdOf(sendingKey: string, { domain }: Sender): string {
  return `<${sendingKey}@${domain}>`;
}

async function render(input: RenderInput, { sender, inlineCss }: Writer): Promise<Rendered> {
  const { address } = targetSchema.parse(input.target);
  const email = fitEmail(input, inlineCss);
  if (email === null) return { kind: "rejected", reason: `longer than mail readers show: ${limits.htmlBytes} bytes` };
  const message = new MailComposer({
    from: { name: sender.name, address: sender.address },
    to: address,
    subject: email.subject,
    text: email.text,
    html: email.html,
    date: input.now,
    messageId: messageIdOf(input.sendingKey, sender),
    encoding: "quoted-printable",
    baseBoundary: input.sendingKey,
    newline: "win",
    headers: {
      "Auto-Submitted": "auto-generated",
      "Content-Language": input.language,
      "List-ID": `<restsignal.${sender.domain}>`,
      ...unsubscribeHeaders(input.unsubscribeUrl),
    },
  });
  const raw = await message.compile().build();
  const payload = { envelope: { from: sender.address, to: address }, raw: raw.toString("utf8") };
  return { kind: "rendered", payload, cuts: email.cuts };
}

/** A mail about somebody's account: nothing to subscribe to, and nothing to unsubscribe from. */
async function composeLetter(letter: Letter, sender: Sender): Promise<z.input<typeof payloadSchema>> {
  const message = new MailComposer({
    from: { name: sender.name, address: sender.address },
    to: letter.address,
    subject: letter.subject,
    text: letter.text,
    date: letter.now,
    messageId: messageIdOf(letter.sendingKey, sender),
    encoding: "quoted-printable",
    newline: "win",
    headers: { "Auto-Submitted": "auto-generated" },
  });
  const raw = await message.compile().build();
  return { envelope: { from: sender.address, to: letter.address }, raw: raw.toString("utf8") };
}

function measure({ html }: { readonly html: string }): Measure[] {
  const used = Buffer.byteLength(html);
  return [{ name: "htmlBytes", used, limit: limits.htmlBytes, unit: "bytes", over: "left-out" }];
}

/** One click works over https only: https://www.rfc-editor.org/rfc/rfc8058#section-3.1 */
function unsubscribeHeaders(url: string): Record<string, string> {
  const { href, protocol } = new URL(url);
  const header = { "List-Unsubscribe": `<${href}>` };
  return protocol === "https:" ? { ...header, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" } : header;
}

/**
 * The time of the oldest national data in the digest, when it is too old. Other sources may be silent for days, and
 * alerts tell of no data.
 */
function findStale(views: RenderInput["views"], now: Date): EmailInput["stale"] {
  const times = views
    .filter(({ message }) => message.facts.kind !== "alert")
    .flatMap(({ message }) => sourcesOf(message.facts))
    .filter(({ name }) => name === NATIONAL_SOURCE)
    .map(({ fileTime }) => parseInstant(fileTime))
    .filter((time) => time !== null && isStale(time, now));
  const [oldest] = times.toSorted((a, b) => Number(a) - Number(b));
  return oldest == null ? null : { since: stockholmMinute(oldest), hours: ageHours(oldest, now) };
}

/** As many messages written out as there is room for, the most important first; null when not even one line each fits. */
function fitEmail({ views, language, unsubscribeUrl, now }: RenderInput, inlineCss: (html: string) => string) {
  const stale = findStale(views, now);
  const write = (size: Pick<EmailInput, "whole" | "items">) => {
    const email = renderEmail({ views, language, unsubscribeUrl: UNSUBSCRIBE_PLACEHOLDER, stale, ...size });
    const html = inlineCss(email.html).replaceAll(UNSUBSCRIBE_PLACEHOLDER, unsubscribeUrl.replaceAll("&", "&amp;"));
    return { ...email, html, text: email.text.replaceAll(UNSUBSCRIBE_PLACEHOLDER, unsubscribeUrl) };
  };
  const fits = (email: { readonly html: string }) => fitsLimits(measure(email));
  const counts = views.map(({ message }) => Math.max(1, countItems(message.facts)));
  const maxItems = Math.max(1, ...counts);
  const everything = write({ whole: views.length, items: maxItems });
  if (fits(everything)) return { ...everything, cuts: [] };
  const items = findLargestFit(maxItems, (count) => fits(write({ whole: 1, items: count }))) ?? 0;
  const whole = findLargestFit(views.length, (count) => fits(write({ whole: count, items })));
  if (whole === null) return null;
  const leftOut = counts.reduce((left, count) => left + Math.max(0, count - items), 0);
  const cuts: readonly Cut[] = [
    // Of what only stands as a link nothing is counted.
    { kind: "left-out", count: whole === 0 ? 0 : leftOut },
    { kind: "linked", count: views.length - whole },
  ];
  return { ...write({ whole, items }), cuts: cuts.filter((cut) => "count" in cut && cut.count > 0) };
}

/** How many items a message lists at the most. */
function countItems(facts: MessageFacts): number {
  switch (facts.kind) {
    case "case":
      return facts.notices.length;
    case "overview":
      return facts.overview.length;
    case "reminder":
      return facts.reminder.lines.length;
    case "alert":
      return 1;
  }
}

/** Stands for the one thing in which the digests of two subscribers to the same messages differ. */
const UNSUBSCRIBE_PLACEHOLDER = "https://unsubscribe.invalid/";
const MAX_REMEMBERED_DIGESTS = 50;

/** Puts the style sheet into the elements, and remembers the latest results: thousands get the same digest. */
function createCssInliner(): (html: string) => string {
  const remembered = new Map<string, string>();
  return (html) => {
    const inlined = remembered.get(html) ?? juice(html, { extraCss: emailCss });
    remembered.delete(html);
    remembered.set(html, inlined);
    const [oldest] = remembered.keys();
    if (remembered.size > MAX_REMEMBERED_DIGESTS && oldest !== undefined) remembered.delete(oldest);
    return inlined;
  };
}

async function send(pool: Pool, input: SendInput & { readonly messageId: string }): Promise<Outcome> {
  const { envelope, raw } = payloadSchema.parse(input.payload);
  try {
    await pool.sendMail({ envelope, raw });
    return { kind: "delivered", externalId: input.messageId };
  } catch (error) {
    return explainError(error);
  }
}

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
  if (code === "ETLS" && responseCode !== undefined) return { kind: "misconfigured", reason: NO_TLS };
  if (AUTHENTICATION_CODES.has(code)) return { kind: "misconfigured", reason };
  if (responseCode === undefined) return { kind: "retry", reason };
  if (AUTHENTICATION_REPLIES.has(responseCode)) return { kind: "misconfigured", reason };
  // A sender that is refused is refused for every receiver.
  if (command === "MAIL FROM") return { kind: "misconfigured", reason };
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
