import { domainToASCII } from "node:url";
import { publicKeyOf } from "../channels/email/dkim.ts";
import { readDkim, senderDomain } from "../config-mail.ts";
import type { Config } from "../config.ts";
import type { MailDns } from "../net/mail-dns.ts";
import type { MailInbox } from "../net/mail-inbox.ts";
import type { Finding } from "./setup.ts";

interface MailCheck {
  readonly config: Config;
  readonly dns: MailDns;
  readonly inbox: MailInbox | null;
}

/** Whether receivers can believe that our mails are ours, and whether we hear of those that come back. */
export async function checkMail(check: MailCheck): Promise<Finding[]> {
  if (check.config.SMTP_URL === undefined) return [];
  const found = await Promise.all([checkDkim(check), checkSpf(check), checkDmarc(check), checkPtr(check)]);
  // What nobody is sent proves nothing to anybody.
  const isLive = check.config.DELIVERY_MODE === "live";
  const proofs = found
    .flat()
    .map((one) => (isLive || one.state === "ready" ? one : { ...one, state: "optional" as const }));
  return [...proofs, await checkReturns(check)];
}

const unasked = (part: string, name: string): Finding => ({
  part,
  state: "optional",
  detail: `${name} could not be looked up: no name server gave an answer`,
});

async function checkDkim({ config, dns }: MailCheck): Promise<Finding[]> {
  const part = "DKIM";
  const dkim = readDkim(config);
  if (dkim === null)
    return [
      {
        part,
        state: "optional",
        detail:
          "mails are not signed here; unless the mail server signs them, programs show no one-click unsubscription",
        mend: "set DKIM_SELECTOR and DKIM_PRIVATE_KEY_FILE, unless the mail server signs",
      },
    ];
  const name = `${dkim.keySelector}._domainkey.${dkim.domainName}`;
  const key = publicKeyOf(dkim.privateKey) ?? "";
  const mend = `publish a TXT record at ${name}: v=DKIM1; k=rsa; p=${key}`;
  const from = senderDomain(config.MAIL_FROM);
  const unaligned: Finding[] = isAligned(dkim.domainName, from)
    ? []
    : [
        {
          part: "DKIM alignment",
          state: "failing",
          detail: `mails are signed for ${dkim.domainName} and sent from ${from}: for DMARC they are unsigned`,
          mend: `set DKIM_DOMAIN=${from}`,
        },
      ];
  const records = await dns.txt(name);
  if (records === null) return [unasked(part, name), ...unaligned];
  const fault = findKeyFault(records, { name, key });
  if (fault !== null) return [{ part, state: "failing", detail: fault, mend }, ...unaligned];
  return [{ part, state: "ready", detail: `mails are signed, and ${name} holds our key` }, ...unaligned];
}

/** Why receivers do not believe what the key signs: https://www.rfc-editor.org/rfc/rfc6376#section-3.6.1 */
function findKeyFault(records: readonly string[], { name, key }: { name: string; key: string }): string | null {
  if (records.length === 0) return `${name} is not in DNS`;
  const read = records.map(readTags);
  const own = read.find((tags) => tags.get("p") === key);
  if (own === undefined)
    return read.every((tags) => tags.get("p") === "")
      ? `${name} holds no key any more: it was taken back`
      : `${name} holds another key than ours`;
  const lists = (tag: string, value: string) => {
    const told = own.get(tag)?.split(":");
    return told === undefined || told.includes(value) || (tag === "s" && told.includes("*"));
  };
  if (!lists("k", "rsa") || !lists("h", "sha256") || !lists("s", "email"))
    return `${name} holds our key, and says that it is not for what we sign with it`;
  if (own.has("t") && lists("t", "y"))
    return `${name} says that our key is on trial (t=y), so receivers need not believe it`;
  return null;
}

/** `v=DKIM1; p=…` by its tags, without spaces. */
function readTags(record: string): ReadonlyMap<string, string> {
  const parts = record.split(";").map((part) => part.replaceAll(/\s/g, "").split(/=(.*)/s, 2));
  return new Map(parts.map(([tag = "", value = ""]) => [tag.toLowerCase(), value]));
}

async function checkSpf({ config, dns }: MailCheck): Promise<Finding[]> {
  const part = "SPF";
  const from = senderDomain(config.MAIL_FROM);
  const domain = config.BOUNCE_ADDRESS === undefined ? from : senderDomain(config.BOUNCE_ADDRESS);
  const mend = `publish one TXT record at ${domain}, such as v=spf1 mx -all, that names the servers our mails leave by`;
  const unaligned: Finding[] = isAligned(domain, from)
    ? []
    : [
        {
          part: "SPF alignment",
          state: "optional",
          detail: `mails come back to ${domain} and are sent from ${from}: for DMARC only DKIM counts`,
          mend: `use a BOUNCE_ADDRESS at ${from}`,
        },
      ];
  const records = await dns.txt(domain);
  if (records === null) return [unasked(part, domain), ...unaligned];
  const spf = records.filter((record) => /^v=spf1(\s|$)/i.test(record));
  return [...judgeSpf(spf, { domain, mend }), ...unaligned];
}

function judgeSpf(spf: readonly string[], { domain, mend }: { domain: string; mend: string }): Finding[] {
  const part = "SPF";
  const [record] = spf;
  if (record === undefined)
    return [{ part, state: "missing", detail: `${domain} does not say who may send its mail`, mend }];
  if (spf.length > 1)
    return [{ part, state: "failing", detail: `${domain} has ${spf.length} SPF records, so none counts`, mend }];
  if (/\s\+?all\b/i.test(record))
    return [{ part, state: "failing", detail: `${domain} lets anybody send its mail (${record})`, mend }];
  if (/^v=spf1\s+-all\s*$/i.test(record))
    return [{ part, state: "failing", detail: `${domain} says that nobody sends its mail (${record})`, mend }];
  if (!/^v=spf1\s.*(?<![-~?\w:=./])\+?(a|mx|ptr|ip4|ip6|include|exists|redirect)\b/i.test(record))
    return [{ part, state: "failing", detail: `${domain} names no server that sends its mail (${record})`, mend }];
  return [{ part, state: "ready", detail: record }];
}

async function checkDmarc({ config, dns }: MailCheck): Promise<Finding[]> {
  const part = "DMARC";
  const from = senderDomain(config.MAIL_FROM);
  // A domain without one goes by that of the domains above it.
  for (let domain = from; domain.includes("."); domain = domain.slice(domain.indexOf(".") + 1)) {
    const records = await dns.txt(`_dmarc.${domain}`);
    if (records === null) return [unasked(part, `_dmarc.${domain}`)];
    const dmarc = records.filter((record) => /^v=DMARC1\b/i.test(record));
    if (dmarc.length > 1)
      return [
        {
          part,
          state: "failing",
          detail: `_dmarc.${domain} has ${dmarc.length} records, so none counts`,
          mend: "leave one",
        },
      ];
    const [record] = dmarc;
    if (record === undefined) continue;
    return /;\s*p\s*=\s*(none|quarantine|reject)\b/i.test(record)
      ? [{ part, state: "ready", detail: `_dmarc.${domain}: ${record}` }]
      : [{ part, state: "failing", detail: `_dmarc.${domain} names no policy`, mend: "add p=none, or stricter" }];
  }
  const mend = `publish a TXT record at _dmarc.${from}: v=DMARC1; p=none; then p=reject, when nothing else sends for it`;
  return [{ part, state: "missing", detail: `${from} has no DMARC record, and large receivers refuse its mail`, mend }];
}

/** Only a hint: mails may leave by other servers than the one that takes them from us. */
async function checkPtr({ config, dns }: MailCheck): Promise<Finding[]> {
  const host = domainToASCII(new URL(config.SMTP_URL ?? "smtp://localhost").hostname);
  if (/^[\d.:[\]]*$/.test(host) || host === "localhost") return [];
  const names = await dns.reverse(host);
  if (names === null || names.length > 0) return [];
  const detail = `${host} has no name backwards (PTR); if mails leave by it, some receivers refuse them`;
  return [{ part: "PTR", state: "optional", detail }];
}

async function checkReturns({ config, inbox }: MailCheck): Promise<Finding> {
  const part = "returned mails";
  const { BOUNCE_ADDRESS, BOUNCE_WEBHOOK_SECRET, PUBLIC_URL } = config;
  if (inbox === null && BOUNCE_WEBHOOK_SECRET === undefined)
    return {
      part,
      state: BOUNCE_ADDRESS === undefined ? "optional" : "missing",
      detail: "nobody hears of mails that come back after they were taken",
      mend: "set BOUNCE_ADDRESS, and BOUNCE_INBOX_URL or BOUNCE_WEBHOOK_SECRET",
    };
  if (BOUNCE_ADDRESS === undefined)
    return {
      part,
      state: "missing",
      detail: "mails come back to the sender and not there",
      mend: "set BOUNCE_ADDRESS",
    };
  if (inbox === null) return { part, state: "ready", detail: `to be handed in at ${PUBLIC_URL}/mail/inbound` };
  const reason = await inbox.check();
  return reason === null
    ? { part, state: "ready", detail: "the inbox can be opened" }
    : { part, state: "failing", detail: `the inbox cannot be opened: ${reason}`, mend: "check BOUNCE_INBOX_URL" };
}

/** As DMARC sees it, but for public suffixes: the same domain, or one below the other. */
function isAligned(one: string, other: string): boolean {
  return one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);
}
