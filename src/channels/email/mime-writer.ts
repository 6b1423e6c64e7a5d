import { LRUCache } from "lru-cache";
import { writeMime, type Mail } from "./mail.ts";

export interface MimeWriter {
  /** The whole message, RFC 5322: the same bytes as `writeMime` gives. */
  write(mail: Mail): Promise<Buffer>;
}

/** What the mails of one content differ in. */
interface Personal {
  readonly to: string;
  /** Of the sending, or of the first part, which the others refer to and whose key begins theirs. */
  readonly key: string;
  readonly date: string;
  /** The address at which the reader unsubscribes, but for its last part. */
  readonly place: string;
  /** Its last part. */
  readonly secret: string;
}

type Slot = Exclude<keyof Personal, "place">;
/** What stands, or a place for what differs, with the characters after which the encoding broke the line. */
type Piece = Buffer | { readonly slot: Slot; readonly breaks: readonly number[] };

/** A mail with the stand-ins, its texts cut where the address to unsubscribe at stands, and what it is written as. */
interface Known {
  readonly mail: Mail;
  readonly stand: Personal;
  readonly html: readonly string[] | null;
  readonly text: readonly string[];
  readonly pieces: readonly Piece[];
}

const MAX_REMEMBERED = 20;
/** Begins what stands for a reader's own. */
const STAND_IN = "Zq0restsignal0";

/**
 * Writes a mail out of the one before it where they differ only in whom they go to: thousands get the same digest, and
 * encoding it anew for each takes longer than sending it. What stands for a reader's own has the length and the kind of
 * characters of the real, so that every line is broken at the same place.
 */
export function createMimeWriter(): MimeWriter {
  const remembered = new LRUCache<string, Known>({ max: MAX_REMEMBERED });
  return {
    async write(mail) {
      const personal = findPersonal(mail);
      if (personal === null) return writeMime(mail);
      const name = nameOf(mail, personal);
      let known = remembered.get(name);
      if (known === undefined || !isSame(mail, known, personal)) {
        const learned = await learnFrom(mail, personal);
        if (learned === null) return writeMime(mail);
        remembered.set(name, (known = learned));
      }
      return Buffer.concat(known.pieces.map((piece) => fill(piece, personal)));
    },
  };
}

/** Mails that differ in this are not alike; those that do not may be. */
function nameOf({ subject, html, text, sendingKey }: Mail, { key, place, secret }: Personal): string {
  const lengths = [html?.length, text.length, sendingKey.length, key.length, secret.length];
  return `${lengths.join(" ")} ${place} ${subject}`;
}

async function learnFrom(mail: Mail, personal: Personal): Promise<Known | null> {
  const stand = standIn(personal);
  const common = replacePersonal(mail, { personal, stand });
  const pieces = cutIntoPieces((await writeMime(common)).toString("latin1"), stand);
  if (pieces === null) return null;
  const url = urlOf(stand);
  const html = common.html?.split(escapeUrl(url)) ?? null;
  return { mail: common, stand, html, text: common.text.split(url), pieces };
}

/** Whether the known mail is this one but for whom it goes to. To put texts together is far less work than to take them apart. */
function isSame(mail: Mail, { mail: known, stand, html, text }: Known, personal: Personal): boolean {
  const url = urlOf(personal);
  if (mail.html !== html?.join(escapeUrl(url)) || mail.text !== text.join(url)) return false;
  const rest = replacePersonal({ ...mail, html: "", text: "" }, { personal, stand });
  return JSON.stringify(rest) === JSON.stringify({ ...known, html: "", text: "" });
}

function urlOf({ place, secret }: Personal): string {
  return `${place}${secret}`;
}

function escapeUrl(url: string): string {
  return url.replaceAll("&", "&amp;");
}

/** Null for a mail that has none of that, or in characters that a header or the encoding would change. */
function findPersonal({ to, sendingKey, date, subject, html = "", text, headers }: Mail): Personal | null {
  // Who writes so in a mail of theirs gets it written anew.
  if ([headers["List-Unsubscribe"] ?? "", subject, html, text].some((part) => part.includes(STAND_IN))) return null;
  const [, place, secret] = /^<(https?:.+\/)([\w-]{16,100})>$/.exec(headers["List-Unsubscribe"] ?? "") ?? [];
  const key = findKey(sendingKey, headers["References"] ?? "");
  if (
    place === undefined ||
    secret === undefined ||
    !/^[\w.%+-]+@[\w.-]+$/.test(to) ||
    to.length > 60 ||
    !/^[\w-]{16,}$/.test(key) ||
    !sendingKey.startsWith(key)
  )
    return null;
  return { to, key, date, place, secret };
}

/** That of the first part, which later parts refer to; a case's thread has the same name for all, and none of it in the key. */
function findKey(sendingKey: string, references: string): string {
  const [, first = sendingKey] = /^<(.+)@/.exec(references) ?? [];
  return sendingKey.startsWith(first) ? first : sendingKey;
}

/** Of the same length, and nowhere else in a mail. */
function standIn({ key, place, secret }: Personal): Personal {
  return {
    to: "namn@restsignal.invalid",
    date: "2001-01-01T01:01:01.000Z",
    place,
    key: STAND_IN.padEnd(key.length, "k"),
    secret: STAND_IN.padEnd(secret.length, "s"),
  };
}

function replacePersonal(mail: Mail, { personal, stand }: { personal: Personal; stand: Personal }): Mail {
  // The whole address: what it ends with may stand elsewhere for something else.
  const [url, otherUrl] = [urlOf(personal), urlOf(stand)];
  const swap = (text: string): string => text.replaceAll(url, otherUrl).replaceAll(escapeUrl(url), escapeUrl(otherUrl));
  const swapKey = (text: string): string => text.replaceAll(personal.key, stand.key);
  const headers = Object.fromEntries(Object.entries(mail.headers).map(([name, value]) => [name, swap(swapKey(value))]));
  const { html, text } = mail;
  return {
    ...mail,
    ...(html === undefined ? {} : { html: swap(html) }),
    text: swap(text),
    headers,
    to: stand.to,
    sendingKey: swapKey(mail.sendingKey),
    date: stand.date,
  };
}

/** Null when something of it stands where it cannot be told for sure. */
function cutIntoPieces(mime: string, stand: Personal): Piece[] | null {
  const pieces: Piece[] = [];
  const counts: Record<Slot, number> = { to: 0, key: 0, date: 0, secret: 0 };
  let rest = 0;
  const lines = [
    `(?<to>(?<=^To: )${stand.to}(?=\\r$))`,
    `(?<date>(?<=^Date: )${mimeDate(stand.date).replace("+", "\\+")}(?=\\r$))`,
  ];
  const words = [`(?<key>${breakable(stand.key)})`, `(?<secret>${breakable(stand.secret)})`];
  for (const found of mime.matchAll(new RegExp([...lines, ...words].join("|"), "gm"))) {
    const slot = (["to", "date", "key", "secret"] as const).find((name) => found.groups?.[name] !== undefined);
    if (slot === undefined) return null;
    counts[slot] += 1;
    pieces.push(Buffer.from(mime.slice(rest, found.index), "latin1"), { slot, breaks: findBreaks(found[0]) });
    rest = found.index + found[0].length;
  }
  const isWhole = counts.to === 1 && counts.date === 1 && counts.key > 0 && counts.secret > 0;
  return isWhole ? [...pieces, Buffer.from(mime.slice(rest), "latin1")] : null;
}

function breakable(word: string): string {
  return word.split("").join("(?:=\\r\\n)?");
}

function findBreaks(found: string): number[] {
  const parts = found.split("=\r\n");
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join("").length);
}

function fill(piece: Piece, personal: Personal): Buffer {
  if (Buffer.isBuffer(piece)) return piece;
  const { slot, breaks } = piece;
  const text = slot === "date" ? mimeDate(personal.date) : personal[slot];
  const ends = [...breaks, text.length];
  const broken = ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end)).join("=\r\n");
  return Buffer.from(broken, "latin1");
}

/** As nodemailer writes it. */
function mimeDate(iso: string): string {
  return new Date(iso).toUTCString().replace("GMT", "+0000");
}
