import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { domainToASCII } from "node:url";
import { z } from "zod";
import { parseEmailAddress } from "./domain/email-address.ts";

/** Receivers believe no shorter key: https://www.rfc-editor.org/rfc/rfc8301#section-3.2 */
const MIN_DKIM_BITS = 1024;

function isDkimKey(pem: string): boolean {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === "rsa" && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_DKIM_BITS;
  } catch {
    return false;
  }
}

/** A file's text; nothing for one that cannot be read. */
function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

const dkimKey = `an RSA private key in PEM form, of ${MIN_DKIM_BITS} bits or more, without a password`;

const domain = z
  .string()
  .transform((text) => domainToASCII(text.trim().replace(/\.$/, "")).toLowerCase())
  .refine((text) => /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(text) && text.length <= 253);

/** The settings of e-mail, as `configSchema` has them. */
export const mailSettings = {
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe("smtp://USER:PASSWORD@HOST:PORT"),
  MAIL_FROM: z
    .string()
    .refine((text) => parseEmailAddress(/^[^<>@]*<([^<>]+)>$/.exec(text)?.[1] ?? text) !== null)
    .default("Restsignal <utskick@restsignal.example>")
    .describe("the sender of digests, such as Restsignal <restsignal@region.example>"),
  DKIM_DOMAIN: domain
    .optional()
    .describe("the domain that mails are signed for, such as region.example, or nothing for the sender's own"),
  DKIM_SELECTOR: z
    .string()
    .regex(/^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/)
    .max(63)
    .optional()
    .describe("the name of the key in DNS, such as restsignal for restsignal._domainkey.region.example"),
  DKIM_PRIVATE_KEY: z
    .string()
    .transform((text) => text.replaceAll("\\n", "\n"))
    .refine(isDkimKey)
    .optional()
    .describe(dkimKey),
  DKIM_PRIVATE_KEY_FILE: z
    .string()
    .transform(readText)
    .refine(isDkimKey)
    .optional()
    .describe(`the name of a file that can be read and holds ${dkimKey}`),
  BOUNCE_ADDRESS: z
    .string()
    .transform((text) => parseEmailAddress(text) ?? "")
    .refine((text) => /^[a-z0-9][a-z0-9._-]{0,29}@/.test(text))
    .optional()
    .describe("where mails that cannot be delivered come back to, such as bounce@region.example, without a +"),
  BOUNCE_INBOX_URL: z
    .url({ protocol: /^imaps?$/ })
    .refine((text) => new URL(text).username !== "" && new URL(text).password !== "")
    .optional()
    .describe("imaps://USER:PASSWORD@HOST/MAILBOX, the mailbox that BOUNCE_ADDRESS leads to"),
  BOUNCE_WEBHOOK_SECRET: z
    .string()
    .min(32)
    .optional()
    .describe("a secret of 32 characters or more, by which a mail server that hands in what came back is known"),
};

type MailConfig = z.infer<z.ZodObject<typeof mailSettings>>;

/** What is wrong with them together: with a part of what mails are signed with missing none would be, and nobody would know. */
export function findMailFaults(config: MailConfig): string[] {
  const { DKIM_DOMAIN, DKIM_SELECTOR, DKIM_PRIVATE_KEY, DKIM_PRIVATE_KEY_FILE } = config;
  if (DKIM_PRIVATE_KEY !== undefined && DKIM_PRIVATE_KEY_FILE !== undefined)
    return ["DKIM_PRIVATE_KEY_FILE should be left out, since DKIM_PRIVATE_KEY is set"];
  const hasKey = DKIM_PRIVATE_KEY !== undefined || DKIM_PRIVATE_KEY_FILE !== undefined;
  if (hasKey && DKIM_SELECTOR === undefined) return [sayNeeded("DKIM_SELECTOR", "DKIM_PRIVATE_KEY")];
  if (hasKey) return [];
  if (DKIM_SELECTOR !== undefined) return [sayNeeded("DKIM_PRIVATE_KEY", "DKIM_SELECTOR")];
  return DKIM_DOMAIN === undefined ? [] : [sayNeeded("DKIM_PRIVATE_KEY", "DKIM_DOMAIN")];
}

function sayNeeded(name: keyof MailConfig, neededBy: keyof MailConfig): string {
  return `${name} should be ${mailSettings[name].description}; ${neededBy} needs it`;
}

/** What mails are signed with; null when they are not. */
export function readDkim(config: MailConfig) {
  const { DKIM_DOMAIN, DKIM_SELECTOR, MAIL_FROM } = config;
  const privateKey = config.DKIM_PRIVATE_KEY ?? config.DKIM_PRIVATE_KEY_FILE;
  if (privateKey === undefined || DKIM_SELECTOR === undefined) return null;
  return { domainName: DKIM_DOMAIN ?? senderDomain(MAIL_FROM), keySelector: DKIM_SELECTOR, privateKey };
}

/** What stands after the @ of the sender's address, as DNS has it. */
export function senderDomain(from: string): string {
  return domainToASCII(from.slice(from.lastIndexOf("@") + 1).replace(/>.*$/, "")).toLowerCase();
}
