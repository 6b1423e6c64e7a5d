import { tabulate, type Ruling } from "../ruling.ts";
import type { SmtpError } from "./smtp-error.ts";
import type { SmtpStage } from "./smtp-line.ts";

const QUARTER_OF_AN_HOUR_MS = 15 * 60_000;
const HOUR_MS = 60 * 60_000;

const gone: Ruling = { kind: "gone" };
const rejected: Ruling = { kind: "rejected" };
const ourFault: Ruling = { kind: "misconfigured", scope: "app" };
const domainFault: Ruling = { kind: "misconfigured", scope: "installation" };
const mailboxFault: Ruling = { kind: "misconfigured", scope: "target" };
const serverIsIll: Ruling = { kind: "retry", scope: "app" };
const domainWaits: Ruling = { kind: "retry", scope: "installation" };
const mailboxWaits: Ruling = { kind: "retry", scope: "target" };
const domainBlocks: Ruling = { kind: "retry", scope: "installation", afterMs: QUARTER_OF_AN_HOUR_MS };
const mailboxIsFull: Ruling = { kind: "retry", scope: "target", afterMs: HOUR_MS };

/** Replies that ask for better credentials, whatever they answer: https://www.rfc-editor.org/rfc/rfc4954#section-6 */
const credentialReplies: ReadonlySet<number> = new Set([530, 534, 535, 538]);

/**
 * Enhanced status codes, and their subjects where the detail is none of these:
 * https://www.iana.org/assignments/smtp-enhanced-status-codes. We speak to one server of our own for all domains, so
 * what it says of a receiver is that domain's word or that mailbox's.
 */
export const enhancedCodes = tabulate(
  [gone, ["5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.10", "5.2.1"]],
  [mailboxIsFull, ["5.2.2", "4.2.2"]],
  [mailboxWaits, ["4.1", "4.2", "4.6"]],
  [domainWaits, ["4.3", "4.4", "4.5", "4.7"]],
  // A server whose own disk is full or that shuts down has no time for anybody.
  [serverIsIll, ["4.3.1", "4.3.2", "5.5.1"]],
  [rejected, ["5.1", "5.2", "5.3", "5.3.3", "5.3.4", "5.5", "5.6"]],
  // The sender's address, our login, our encryption.
  [ourFault, ["5.1.7", "5.1.8", "5.7.3", "5.7.8", "5.7.9", "5.7.10", "5.7.11", "5.7.13"]],
  // SPF, DKIM, DMARC and the name of our server, as this domain sees them.
  [domainFault, ["5.7.20", "5.7.21", "5.7.22", "5.7.23", "5.7.24", "5.7.25", "5.7.26", "5.7.27", "5.7.509", "5.7.515"]],
  // A mailbox that takes no mail from outside, or an address of letters that its server cannot carry.
  [mailboxFault, ["5.7.124", "5.7.133", "5.7.134", "5.7.135", "5.7.193", "5.6.7", "5.6.9"]],
  // Policy, reputation, routing: it holds for all at that domain, and passes or is mended there.
  [domainBlocks, ["5.3.2", "5.3.5", "5.4", "5.7"]],
);

/** That our domain does not prove that a mail is its own (SPF, DKIM, DMARC, PTR), in the words of those who refuse it. */
const UNPROVEN =
  /^5.*(unauthenticated e?-?mail|not (meet|pass) .{0,60}authenticat|\b(spf|dkim|dmarc)\b.{0,80}\b(fail|reject|polic|violat|not (pass|align|permit|authori[sz]ed|valid))|\b(fail|violat|reject|denied)\w*\b.{0,80}\b(spf|dkim|dmarc)\b|reverse dns|\bptr\b)/is;

/** Words that say more than the codes that come with them. */
const clearWords: readonly (readonly [RegExp, Ruling])[] = [
  [/^4.*gr[ea]y-?list/is, mailboxWaits],
  [/^5.*(relay(ing)? (access )?(denied|not|prohibited)|(unable|not (permitted|allowed)) to relay)/is, domainFault],
  [UNPROVEN, domainFault],
];

/** That there is no such mailbox, in the words of those whose codes do not say so. */
const NO_MAILBOX =
  /\b(no such|unknown|invalid|non-?existent) (local )?(user|recipient|mailbox|account|address)\b|\bno (mailbox|account)\b|\b(user|recipient|mailbox|account|address)\b.{0,60}\b(unknown|unavailable|disabled|inactive|not (exist|found|known|have)|(doesn't|does not) (exist|have))\b/i;

/** The words that bare replies, without an enhanced code, are told apart by. */
const words: readonly (readonly [RegExp, Ruling])[] = [
  [NO_MAILBOX, gone],
  [/\b(mailbox|inbox|quota)\b.*\b(full|exceeded)|over ?quota|exceeded storage/i, mailboxIsFull],
  [/\b(size|too (large|big))\b/i, rejected],
  // The mail was refused for what is in it, and not its receiver.
  [/\b(virus|malware|infected)\b|\b(message|mail|content)s?\b.{0,40}\b(reject|refus|not (accept|allow))/i, rejected],
  [/block|black|spam|polic|reputation|denied|spf\b|dkim|dmarc|rbl\b|dnsbl/i, domainBlocks],
];

/** Replies by their number alone: https://www.rfc-editor.org/rfc/rfc5321#section-4.2.3 */
export const replyCodes = tabulate(
  [mailboxWaits, ["450"]],
  [domainWaits, ["421", "451", "452", "454", "455"]],
  [gone, ["550", "551", "553", "556"]],
  [mailboxIsFull, ["552"]],
  [serverIsIll, ["503"]],
  [domainBlocks, ["571"]],
);

/** What the mail server's answer, or its silence, means at the stage it came at. */
export function ruleSmtpFailure(stage: SmtpStage, error: SmtpError): Ruling {
  const { responseCode, command, response = "" } = error;
  if (responseCode === undefined || responseCode < 400 || responseCode > 599) return ruleSilence(stage, error);
  if (credentialReplies.has(responseCode)) return ourFault;
  if (stage === "connection" || stage === "login" || command === "MAIL FROM") return ruleOfAll(responseCode, response);
  // Whose command it answered is not known.
  if (stage === "envelope" && command === "CONN" && responseCode !== 421) return serverIsIll;
  if (responseCode === 421 && stage !== "envelope") return serverIsIll;
  return ruleReply(responseCode, response);
}

/** A server that refuses us, or our sender, refuses it for every receiver; a message that is too large it may know by then. */
function ruleOfAll(replyCode: number, response: string): Ruling {
  if (/^55\d[ -](5\.3\.4\b|.*\bsize\b)/i.test(response)) return rejected;
  return replyCode >= 500 && replyCode !== 503 ? ourFault : serverIsIll;
}

/**
 * What a report says of a receiver whom a mail did not reach: by the answer of their server, which it quotes, and the
 * enhanced status code where that has none.
 */
export function ruleReturn({ status, diagnostic }: { status: string | null; diagnostic: string }): Ruling {
  const [, told] = /^([45]\d\d)[ -]/.exec(diagnostic) ?? [];
  const replyCode = told ?? `${status?.startsWith("4") === true ? 4 : 5}50`;
  const answer = told === undefined ? diagnostic : diagnostic.slice(4);
  const isCoded = ENHANCED.test(`${replyCode} ${answer}`);
  // What gives up after days of "later" has the receiver's last word in its answer, and its own in the status.
  const code = isCoded || status === null || status.endsWith(".0.0") ? "" : `${status} `;
  return ruleReply(Number(replyCode), `${replyCode} ${code}${answer}`);
}

/** Where servers write it: `550 5.1.1 …`, Cisco's `550 #5.1.1 …`, qmail's `550 … (#5.1.1)`. */
const ENHANCED = /^\d{3}[ -]#?(\d\.\d{1,3}\.\d{1,3})\b|\(#(\d\.\d{1,3}\.\d{1,3})\b/m;

function ruleReply(replyCode: number, response: string): Ruling {
  const isForNow = replyCode < 500;
  const clear = clearWords.find(([pattern]) => pattern.test(response))?.[1];
  const told = clear ?? ruleByCode(response, { isForNow });
  if (told !== undefined) return told;
  const byWords = words.find(([pattern]) => pattern.test(response))?.[1];
  if (byWords !== undefined && (!isForNow || byWords.kind === "retry")) return byWords;
  return replyCodes.get(String(replyCode)) ?? (isForNow ? domainWaits : rejected);
}

/**
 * What its enhanced status code says. One that contradicts the reply's own number says nothing, but that giving up on
 * "later" is no word on the receiver.
 */
function ruleByCode(response: string, { isForNow }: { isForNow: boolean }): Ruling | undefined {
  const [, leading, bracketed] = ENHANCED.exec(response) ?? [];
  const enhanced = leading ?? bracketed;
  if (enhanced === undefined || (isForNow && !enhanced.startsWith("4"))) return undefined;
  const told = enhancedCodes.get(enhanced) ?? enhancedCodes.get(enhanced.slice(0, enhanced.lastIndexOf(".")));
  return told === rejected && NO_MAILBOX.test(response) ? undefined : told;
}

/** Node's and OpenSSL's names for a certificate that is not trusted, and for a server that speaks no TLS there. */
const CERTIFICATE_CODE = /CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME_INVALID|ERR_SSL_WRONG_VERSION/;

/** No answer, half a line, or what is no answer to what was said. */
function ruleSilence(stage: SmtpStage, { code = "", originalCode = "", command, response }: SmtpError): Ruling {
  if (stage === "taken") return { kind: "unknown" };
  // Somebody has to mend it: a login that is not set, a certificate that ran out, a server without encryption.
  if (response === undefined && ["EAUTH", "ENOAUTH", "EOAUTH2", "ECONFIG"].includes(code)) return ourFault;
  if (CERTIFICATE_CODE.test(`${code} ${originalCode}`) || (code === "ETLS" && response !== undefined)) return ourFault;
  // The transport itself would not begin: an address that is none, a message larger than the server says it takes.
  if ((command === "API" && code === "EENVELOPE") || (command === "MAIL FROM" && code === "EMESSAGE")) return rejected;
  // Once the server took sender and receiver, it is this message that it broke at, and not all of them.
  return stage === "message" ? domainWaits : serverIsIll;
}
