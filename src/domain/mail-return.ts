/**
 * What a mail that came back says of a sending. `hard`: there is no such mailbox · `soft`: it was not taken this time ·
 * `delayed`: it is tried on · `content`: this mail was refused, and not its receiver · `misconfigured`: we do not prove that
 * our mails are ours · `complaint`: the reader marked it as spam.
 */
export const RETURN_VERDICTS = ["misconfigured", "hard", "complaint", "soft", "content", "delayed"] as const;
export type ReturnVerdict = (typeof RETURN_VERDICTS)[number];

/**
 * What has become of a mail that was delivered, by what was said of it since: `returned`: it came back · `complained`: it
 * arrived, and its reader marked it as spam · `late`: its receiver's server tries on, and nobody knows yet.
 */
export type ReturnedAs = "returned" | "complained" | "late";

/** Where mails come back to. */
export const RETURN_WAYS = ["inbox", "webhook"] as const;
export type ReturnWay = (typeof RETURN_WAYS)[number];

/** What a report says of one receiver. */
export interface ReturnedRecipient {
  /** The addresses that it could not reach them by, in small letters; none where it names none. */
  readonly addresses: readonly string[];
  readonly verdict: ReturnVerdict;
  /** Such as `5.1.1`. */
  readonly status: string | null;
  readonly reason: string;
}

/** What a mail that came in is, before anybody has looked whether it is true. */
export type ReturnedMail =
  | {
      readonly kind: "report";
      /** What stands behind the + of our return address, where it was sent to or is quoted. */
      readonly tags: readonly string[];
      /** Of sendings whose Message-ID it quotes. */
      readonly keys: readonly string[];
      readonly recipients: readonly ReturnedRecipient[];
    }
  /** `other`: a person's letter, a receipt, spam. */
  | { readonly kind: "auto-reply" | "other" | "unreadable" };

/** What a report says of the receiver that we sent to; `behind` where it names another. */
export interface PickedReturn extends ReturnedRecipient {
  readonly behind: boolean;
}

/**
 * What a report says of that address, the worst first. Where it names another, somebody behind ours could not be reached,
 * as one of thirty behind a ward's mailbox: that alone never says that ours is gone. Null when it says nothing.
 */
export function pickReturned(recipients: readonly ReturnedRecipient[], address: string): PickedReturn | null {
  const own = recipients.filter(({ addresses }) => addresses.includes(address.toLowerCase()));
  const [worst] = (own.length > 0 ? own : recipients.map(soften)).toSorted(
    (one, other) => RETURN_VERDICTS.indexOf(one.verdict) - RETURN_VERDICTS.indexOf(other.verdict),
  );
  return worst === undefined ? null : { ...worst, behind: own.length === 0 && worst.addresses.length > 0 };
}

function soften(recipient: ReturnedRecipient): ReturnedRecipient {
  return recipient.verdict === "hard" ? { ...recipient, verdict: "soft" } : recipient;
}

/** So many sendings in so many days that were not taken pause who subscribes. */
export const SOFT_LIMIT = 5;
export const SOFT_DAYS = 14;

/** A domain is stopped when so many of its readers say that we do not prove our mails, or all of them: one alone may lie. */
export const UNPROVEN_LIMIT = 3;

/** What can come back, by the sign that its tag begins with. */
export const RETURNABLES = { s: "sending", r: "reader-letter", a: "account-mail" } as const;
export type ReturnableKind = (typeof RETURNABLES)[keyof typeof RETURNABLES];

const TAG = /^([sra])([1-9]\d{0,14})-[0-9a-f]{16}$/;

/** What a tag names, whoever wrote it; null for what is no tag of ours. */
export function readReturnTag(tag: string): { readonly kind: ReturnableKind; readonly id: number } | null {
  const [, sign, id] = TAG.exec(tag) ?? [];
  const kind = Object.entries(RETURNABLES).find(([known]) => known === sign)?.[1];
  return kind === undefined ? null : { kind, id: Number(id) };
}

/** `bounce@region.example` with a tag: `bounce+TAG@region.example`. */
export function addTag(address: string, tag: string): string {
  const at = address.lastIndexOf("@");
  return `${address.slice(0, at)}+${tag}${address.slice(at)}`;
}

/** The tags behind an address, in whatever text; servers write capitals as they like. */
export function findTags(text: string, address: string): string[] {
  const at = address.lastIndexOf("@");
  const literally = (part: string) => part.replaceAll(/[^\w@]/g, (sign) => `\\${sign}`);
  const [local, domain] = [literally(address.slice(0, at)), literally(address.slice(at))];
  const found = text.matchAll(new RegExp(`(?<![\\w.+-])${local}\\+([\\w-]{1,60})${domain}(?![\\w-]|\\.\\w)`, "gi"));
  return [...new Set([...found].map(([, tag = ""]) => tag.toLowerCase()))];
}
