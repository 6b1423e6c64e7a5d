import { simpleParser, type ParsedMail } from "mailparser";
import { hideAddresses } from "../../domain/delivery-reason.ts";
import { parseEmailAddress } from "../../domain/email-address.ts";
import { findTags, type ReturnedMail, type ReturnedRecipient, type ReturnVerdict } from "../../domain/mail-return.ts";
import type { Ruling } from "../ruling.ts";
import { ruleReturn } from "./outcomes.ts";

/** How we know our own: the address that mails return to, and the domain that is in their Message-IDs. */
interface Ours {
  readonly returnAddress: string | null;
  readonly domain: string;
}

/** Of a mail that is longer the beginning is read: a report stands before what it reports on. */
const MAX_BYTES = 1_000_000;
const MAX_RECIPIENTS = 100;
const MAX_PARTS = 200;
const MAX_PART_CHARS = 200_000;
const MAX_REASON_CHARS = 200;

const OTHER: ReturnedMail = { kind: "other" };
const AUTO_REPLY: ReturnedMail = { kind: "auto-reply" };

/**
 * What a mail is that came back or in: a report of a server (RFC 3464, or in words), of a reader's complaint (RFC 5965), or
 * something else. Nothing that it says is believed yet. Never throws for what a mail holds.
 */
export async function readReturnedMail(raw: Uint8Array, ours: Ours): Promise<ReturnedMail> {
  const mail = await parse(raw);
  if (mail === null) return { kind: "unreadable" };
  const parts = readParts(mail);
  const original = parts.find(({ type }) => ORIGINALS.has(type))?.fields ?? [];
  const claims = { tags: readTags(mail, { original, parts, ours }), keys: readKeys({ original, mail, ours }) };
  const complaint = parts.find(({ type }) => type === "message/feedback-report");
  if (complaint !== undefined) return { kind: "report", ...claims, recipients: readComplaint(complaint.fields) };
  const status = parts.filter(({ type }) => STATUSES.has(type));
  if (status.length > 0) return { kind: "report", ...claims, recipients: status.flatMap(readStatus) };
  if (isAutoReply(mail)) return AUTO_REPLY;
  const recipients = isFromServer(mail) ? readWords(mail) : [];
  return recipients.length === 0 ? OTHER : { kind: "report", ...claims, recipients };
}

async function parse(raw: Uint8Array): Promise<ParsedMail | null> {
  try {
    return await simpleParser(Buffer.from(raw.subarray(0, MAX_BYTES)), {
      skipHtmlToText: true,
      skipTextToHtml: true,
      skipTextLinks: true,
      skipImageLinks: true,
      // A report, and the mail that it is about, are taken apart here and not joined to one text.
      keepDeliveryStatus: true,
      ignoreEmbedded: true,
      maxHeadSize: MAX_PART_CHARS,
      maxChildNodes: MAX_PARTS,
    });
  } catch {
    return null;
  }
}

const STATUSES = new Set(["message/delivery-status", "message/global-delivery-status"]);
const ORIGINALS = new Set([
  "message/rfc822",
  "message/global",
  "text/rfc822-headers",
  "message/rfc822-headers",
  "message/global-headers",
]);

interface Field {
  readonly name: string;
  readonly value: string;
}

interface Part {
  readonly type: string;
  readonly text: string;
  /** Of the whole, or of its head where it is a mail. */
  readonly fields: readonly Field[];
}

function readParts({ attachments }: ParsedMail): Part[] {
  return attachments.slice(0, MAX_PARTS).map(({ contentType, content }) => {
    const type = contentType.toLowerCase();
    const text = content.toString("utf8", 0, MAX_PART_CHARS).replaceAll(/\r\n?/g, "\n").replace(/^\n+/, "");
    const head = ORIGINALS.has(type) ? (text.split("\n\n", 1)[0] ?? "") : text;
    return { type, text, fields: readFields(head) };
  });
}

/** Names in small letters; a line that begins with a space goes on. */
function readFields(text: string): Field[] {
  return text
    .replaceAll(/\n[ \t]+/g, " ")
    .split("\n")
    .flatMap((line) => {
      const at = line.indexOf(":");
      return at < 1 ? [] : [{ name: line.slice(0, at).trim().toLowerCase(), value: line.slice(at + 1).trim() }];
    });
}

function valuesOf(fields: readonly Field[], ...names: readonly string[]): string[] {
  return fields.filter(({ name }) => names.includes(name)).map(({ value }) => value);
}

/** Headers that say whom a mail was delivered to. */
const RECEIVERS = new Set(["to", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to"]);

function readTags(
  mail: ParsedMail,
  about: { original: readonly Field[]; parts: readonly Part[]; ours: Ours },
): string[] {
  const { original, parts, ours } = about;
  if (ours.returnAddress === null) return [];
  const own = mail.headerLines.filter(({ key }) => RECEIVERS.has(key)).map(({ line }) => line);
  const quoted = [
    ...valuesOf(original, "return-path"),
    ...parts.flatMap(({ type, fields }) => (ORIGINALS.has(type) ? [] : valuesOf(fields, "original-mail-from"))),
  ];
  // What it was sent to says more than what it quotes.
  const sentTo = findTags(own.join("\n"), ours.returnAddress);
  return sentTo.length > 0 ? sentTo : findTags(quoted.join("\n"), ours.returnAddress);
}

function readKeys({ original, mail, ours }: { original: readonly Field[]; mail: ParsedMail; ours: Ours }): string[] {
  const ids = [...valuesOf(original, "message-id"), mail.inReplyTo ?? "", ...[mail.references ?? []].flat()];
  return [...new Set(ids.flatMap((id) => keyOf(id, ours) ?? []))];
}

function keyOf(messageId: string, { domain }: Ours): string | null {
  const [, key = "", host = ""] = /<([^<>@\s]{1,120})@([^<>@\s]{1,253})>/.exec(messageId) ?? [];
  return host.toLowerCase() === domain.toLowerCase() && /^[a-z0-9-]+$/.test(key) ? key : null;
}

function readComplaint(fields: readonly Field[]): ReturnedRecipient[] {
  const type = valuesOf(fields, "feedback-type")[0]?.toLowerCase() ?? "";
  // "not-spam" takes one back, "auth-failure" is about forgers: neither is a reader who complains.
  if (!["abuse", "fraud", "opt-out", "opt-out-list", "other"].includes(type)) return [];
  const addresses = valuesOf(fields, "original-rcpt-to").flatMap(readAddress);
  return [{ addresses, verdict: "complaint", status: null, reason: `e-mail: marked as spam (${type})` }];
}

/** https://www.rfc-editor.org/rfc/rfc3464: fields of the mail, and then of each receiver, apart by empty lines. */
function readStatus({ text }: Part): ReturnedRecipient[] {
  return text
    .split(/\n[ \t]*\n/)
    .slice(0, MAX_RECIPIENTS)
    .flatMap((block) => {
      const fields = readFields(block);
      const [action] = valuesOf(fields, "action");
      return action === undefined ? [] : describeRecipient(fields, action.toLowerCase());
    });
}

function describeRecipient(fields: readonly Field[], action: string): ReturnedRecipient[] {
  const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(valuesOf(fields, "status")[0] ?? "")?.[0] ?? null;
  const isFailed = action.startsWith("failed");
  if (!isFailed && !action.startsWith("delayed")) return [];
  // One that failed well says nothing.
  if (isFailed && status?.startsWith("2") === true) return [];
  // What it was sent to at first may be a list, of which one could not be reached.
  const reached = valuesOf(fields, "final-recipient").flatMap(readAddress);
  const addresses = reached.length > 0 ? reached : valuesOf(fields, "original-recipient").flatMap(readAddress);
  const diagnostic = (valuesOf(fields, "diagnostic-code")[0] ?? "").replace(/^[\w-]{1,20}\s*;\s*/, "");
  return [describe({ addresses, status, diagnostic, verdict: isFailed ? null : "delayed" })];
}

function describe(input: {
  addresses: readonly string[];
  status: string | null;
  diagnostic: string;
  verdict: ReturnVerdict | null;
}): ReturnedRecipient {
  const { addresses, status, diagnostic } = input;
  const verdict = input.verdict ?? verdictOf(ruleReturn({ status, diagnostic }));
  const words = [...(status !== null && !diagnostic.includes(status) ? [status] : []), diagnostic].join(" ");
  const reason = `e-mail: returned: ${hideAddresses(words, MAX_REASON_CHARS) || "no reason was given"}`;
  const told = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(diagnostic)?.[0];
  return { addresses, verdict, status: told ?? status, reason };
}

/** What is refused because of us and not of its receiver; one mailbox that takes nothing from outside is that mailbox's. */
function verdictOf(ruling: Ruling): ReturnVerdict {
  if (ruling.kind === "gone") return "hard";
  if (ruling.kind === "rejected") return "content";
  return ruling.kind === "misconfigured" && ruling.scope !== "target" ? "misconfigured" : "soft";
}

/** `rfc822;anna@skane.example`, perhaps with `+40` for an @ (xtext) or in `<>`. */
function readAddress(value: string): string[] {
  const bare = value.replace(/^[\w-]{1,20}\s*;\s*/, "").replaceAll(/^<|>$/g, "");
  const plain = bare.includes("@") ? bare : bare.replaceAll(/\+([0-9A-F]{2})/g, (_, hex: string) => readHex(hex));
  const address = parseEmailAddress(plain);
  return address === null ? [] : [address];
}

function readHex(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

/** https://www.rfc-editor.org/rfc/rfc3834, and what programs say that are older than it. */
function isAutoReply(mail: ParsedMail): boolean {
  const fields = mail.headerLines.map(({ key, line }) => ({
    name: key,
    value: line.slice(line.indexOf(":") + 1).trim(),
  }));
  const says = (name: string, pattern: RegExp) => valuesOf(fields, name).some((value) => pattern.test(value));
  return (
    says("auto-submitted", /^auto-(replied|notified)/i) ||
    (says("auto-submitted", /^auto-generated/i) && !isFromServer(mail)) ||
    ["x-autoreply", "x-autorespond", "x-autoresponse"].some((name) => says(name, /./)) ||
    says("precedence", /^auto[-_]?reply/i) ||
    /^\s*(autosvar|automatiskt? svar|automatic reply|auto(matic)?[ -]?reply|automatische antwort|out of (the )?office|frånvaro)/i.test(
      mail.subject ?? "",
    )
  );
}

/** Reports that are none of the standard's come from a server. That no answer is taken says nothing: people's programs do so, too. */
function isFromServer(mail: ParsedMail): boolean {
  const from = mail.from?.value[0]?.address ?? "";
  return /^(mailer-daemon|mail-daemon|postmaster|microsoftexchange[0-9a-f]*)@/i.test(from);
}

/** Exim, qmail and others say it in words: whom it did not reach, and what their server answered. */
function readWords(mail: ParsedMail): ReturnedRecipient[] {
  const text = (mail.text ?? "").slice(0, MAX_PART_CHARS);
  // What follows is the mail itself.
  const [told = ""] = text.split(/^-{3,}.*(copy of|original|below this line|headers)/im, 1);
  const named = mail.headerLines
    .filter(({ key }) => key === "x-failed-recipients")
    .flatMap(({ line }) => line.slice(line.indexOf(":") + 1).split(","));
  const listed = [...told.matchAll(/^\s*<?([^\s<>:]{1,254}@[^\s<>:]{1,253})>?:?\s*$/gm)].map(
    ([, address = ""]) => address,
  );
  // A server's answer has words after its number, as the telephone number of somebody who is away has not.
  const [answer] = /\b[45]\d\d[ -](#?[45]\.\d|<?\p{L})[^\n]{0,300}/u.exec(told) ?? [];
  const [, bracketed] = /\(#([45]\.\d{1,3}\.\d{1,3})\b/.exec(told) ?? [];
  const status = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(answer ?? "")?.[0] ?? bracketed ?? null;
  if (answer === undefined && status === null) return [];
  const addresses = [...named, ...listed].flatMap((one) => readAddress(one.trim()));
  return [describe({ addresses, status, diagnostic: answer ?? "", verdict: null })];
}
