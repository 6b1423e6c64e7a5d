import { createHash, createPrivateKey, createPublicKey, sign as signBytes, verify, type KeyObject } from "node:crypto";

/** Signs what is sent, when the mail server does not. */
export interface Dkim {
  readonly domainName: string;
  readonly keySelector: string;
  /** An RSA key in PEM form. */
  readonly privateKey: string;
}

/**
 * Signed once more than they stand: what would mislead if it were changed on the way, or put beside ours. RFC 8058 asks
 * for the two of unsubscription.
 */
const SEALED = [
  "from",
  "to",
  "cc",
  "reply-to",
  "subject",
  "date",
  "message-id",
  "mime-version",
  "content-type",
  "list-unsubscribe",
  "list-unsubscribe-post",
];
/** Signed where they stand; a relay may add its own. */
const SIGNED = [
  "content-transfer-encoding",
  "content-language",
  "auto-submitted",
  "in-reply-to",
  "references",
  "list-id",
];
/** No mail goes out without them. */
const REQUIRED = ["from", "to", "subject", "date", "message-id", "mime-version", "content-type"];
/** Receivers believe no shorter key: https://www.rfc-editor.org/rfc/rfc8301#section-3.2 */
const MIN_KEY_BITS = 1024;

/** `incomplete` is not sent: a signature of it would say less than receivers ask for. */
export type Signing =
  | { readonly kind: "signed"; readonly message: Buffer }
  | { readonly kind: "incomplete"; readonly missing: readonly string[] };

export type Sign = (message: Buffer) => Promise<Signing>;

/**
 * Signs messages as RFC 6376 says, "relaxed" in headers and body; the same bytes get the same signature. Throws for a key
 * that cannot sign, which a probe proves.
 */
export function createSigner(dkim: Dkim): Sign {
  const key = readKey(dkim.privateKey);
  if (key === null || !canSign(key))
    throw new Error(
      `email: unable to read the DKIM key: it should be an RSA private key in PEM form, of ${MIN_KEY_BITS} bits or more, without a password`,
    );
  return async (message) => {
    const parts = describe(message, dkim);
    if (parts.missing.length > 0) return { kind: "incomplete", missing: parts.missing };
    const signature = await signIn(key, parts.signed);
    return { kind: "signed", message: Buffer.concat([Buffer.from(`${parts.header}${fold(signature)}\r\n`), message]) };
  };
}

/** The public half as a DNS record holds it (`p=`); null for what is no key. */
export function publicKeyOf(privateKey: string): string | null {
  const key = readKey(privateKey);
  return key === null ? null : createPublicKey(key).export({ type: "spki", format: "der" }).toString("base64");
}

function readKey(pem: string): KeyObject | null {
  try {
    const key = createPrivateKey(pem);
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    return key.asymmetricKeyType === "rsa" && bits >= MIN_KEY_BITS ? key : null;
  } catch {
    return null;
  }
}

const PROBE = Buffer.from("from:probe@restsignal.invalid\r\n");

function canSign(key: KeyObject): boolean {
  return verify("sha256", PROBE, createPublicKey(key), signBytes("sha256", PROBE, key));
}

/** In a thread of its own: it takes a millisecond, and pages wait for nobody's mails. */
function signIn(key: KeyObject, bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    signBytes("sha256", bytes, key, (error, signature) =>
      error === null ? resolve(signature.toString("base64")) : reject(error),
    );
  });
}

interface Described {
  readonly missing: readonly string[];
  /** All of the signature's own line but the signature. */
  readonly header: string;
  /** What is signed, to the byte. */
  readonly signed: Buffer;
}

function describe(message: Buffer, { domainName, keySelector }: Dkim): Described {
  // A byte is a character: nothing of it changes on the way.
  const text = message.toString("latin1");
  const end = text.indexOf("\r\n\r\n");
  const fields = readFields(end < 0 ? text : text.slice(0, end));
  const isThere = (name: string) => fields.some((field) => field.name === name);
  const names = [
    ...SEALED.flatMap((name) => [...fields.filter((field) => field.name === name).map(() => name), name]),
    ...SIGNED.flatMap((name) => fields.filter((field) => field.name === name).map(() => name)),
  ];
  const tags = [
    `v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domainName};`,
    `s=${keySelector}; q=dns/txt; h=${foldNames(names)};`,
    `bh=${hashBody(end < 0 ? "" : text.slice(end + 4))};`,
    "b=",
  ];
  const header = `DKIM-Signature: ${tags.join("\r\n\t")}`;
  const own = `dkim-signature:${relax(header.slice(header.indexOf(":") + 1))}`;
  return {
    missing: REQUIRED.filter((name) => !isThere(name)),
    header,
    signed: Buffer.from(`${takeFields(fields, names)}${own}`, "latin1"),
  };
}

interface Field {
  readonly name: string;
  readonly value: string;
}

function readFields(head: string): Field[] {
  return head.split(/\r\n(?![ \t])/).map((line) => {
    const at = line.indexOf(":");
    return { name: line.slice(0, at).trim().toLowerCase(), value: relax(line.slice(at + 1)) };
  });
}

/** Each name takes the last of its fields that no name before it took, and nothing where there is none left. */
function takeFields(fields: readonly Field[], names: readonly string[]): string {
  const left = Map.groupBy(fields, ({ name }) => name);
  return names
    .map((name) => left.get(name)?.pop())
    .map((field) => (field === undefined ? "" : `${field.name}:${field.value}\r\n`))
    .join("");
}

/** https://www.rfc-editor.org/rfc/rfc6376#section-3.4.2 */
function relax(value: string): string {
  const flat = value.replaceAll("\r\n", "").replaceAll(/[ \t]+/g, " ");
  return flat.slice(flat.startsWith(" ") ? 1 : 0, flat.endsWith(" ") && flat.length > 1 ? -1 : undefined);
}

/** https://www.rfc-editor.org/rfc/rfc6376#section-3.4.4 */
function hashBody(body: string): string {
  const lines = body.split("\r\n").map((line) => {
    const flat = line.replaceAll(/[ \t]+/g, " ");
    return flat.endsWith(" ") ? flat.slice(0, -1) : flat;
  });
  const count = lines.findLastIndex((line) => line !== "") + 1;
  const canonical = count === 0 ? "" : `${lines.slice(0, count).join("\r\n")}\r\n`;
  return createHash("sha256").update(canonical, "latin1").digest("base64");
}

const NAMES_A_LINE = 6;
const SIGNATURE_CHARS_A_LINE = 72;

function foldNames(names: readonly string[]): string {
  const lines = Array.from({ length: Math.ceil(names.length / NAMES_A_LINE) }, (_, line) =>
    names.slice(line * NAMES_A_LINE, (line + 1) * NAMES_A_LINE).join(":"),
  );
  return lines.join(":\r\n\t ");
}

function fold(signature: string): string {
  return (signature.match(new RegExp(`.{1,${SIGNATURE_CHARS_A_LINE}}`, "g")) ?? []).join("\r\n\t");
}
