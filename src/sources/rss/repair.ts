import { readMarkup } from "./markup.ts";

/** An entity, as far as one may reach; a bare `&` is followed by none. */
const REFERENCE = /^&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z][a-zA-Z0-9]{0,31}));/;
const MAX_REFERENCE_CHARS = 40;
const XML_NAMES: ReadonlySet<string> = new Set(["amp", "lt", "gt", "quot", "apos"]);
/** Where an `&` is itself, and what ends it. */
const LITERALS = [
  { opens: "<![CDATA[", closes: "]]>" },
  { opens: "<!--", closes: "-->" },
] as const;

/**
 * Gets the text of a feed piece by piece and mends what many get wrong and every reader of feeds forgives, so that it does not cost the feed: entities that only
 * HTML has (`&nbsp;`) become what they stand for, an `&` that is none is written as one, and signs that XML cannot hold are
 * left out. `warn` gets the line of each but the first kind, which loses nothing.
 */
export class FeedRepair {
  readonly #warn: (line: number, problem: string) => void;
  /** What may be the beginning of a sign that is cut in two. */
  #pending = "";
  /** What ends the part in which an `&` is itself; null outside one. */
  #closes: string | null = null;
  #line = 1;
  #begun = false;

  constructor(warn: (line: number, problem: string) => void) {
    this.#warn = warn;
  }

  write(text: string): string {
    return this.#mend(text, false);
  }

  /** What was held back for want of its end. */
  end(): string {
    return this.#mend("", true);
  }

  #mend(text: string, isLast: boolean): string {
    const rest = this.#skipBlank(this.#pending + text);
    let out = "";
    let at = 0;
    while (at < rest.length) {
      const next = this.#closes === null ? findSign(rest, at) : rest.indexOf(this.#closes, at);
      const end = next === -1 ? rest.length : next;
      const safe = isLast || next !== -1 ? end : Math.max(at, rest.length - MAX_REFERENCE_CHARS);
      out += this.#clean(rest.slice(at, safe));
      at = safe;
      if (next === -1) break;
      if (!isLast && rest.length - at < MAX_REFERENCE_CHARS) break;
      const { xml, length } = this.#readSign(rest, at);
      out += xml;
      at += length;
    }
    this.#pending = rest.slice(at);
    return out;
  }

  /** What stands before the XML declaration may be nothing; some servers put an empty line there. */
  #skipBlank(text: string): string {
    if (this.#begun) return text;
    const rest = text.replace(/^[\uFEFF\s]+/, "");
    this.#begun = rest !== "";
    this.#clean(text.slice(0, text.length - rest.length));
    return rest;
  }

  /** What ends a literal part, begins one, or is an `&` with what belongs to it. */
  #readSign(text: string, at: number): { xml: string; length: number } {
    const closes = this.#closes;
    if (closes !== null) {
      this.#closes = null;
      return { xml: closes, length: closes.length };
    }
    const literal = LITERALS.find(({ opens }) => text.startsWith(opens, at));
    if (literal === undefined) return this.#readReference(text.slice(at, at + MAX_REFERENCE_CHARS));
    this.#closes = literal.closes;
    return { xml: literal.opens, length: literal.opens.length };
  }

  #readReference(text: string): { xml: string; length: number } {
    const match = REFERENCE.exec(text);
    const [whole = "", decimal, hexadecimal, name] = match ?? [];
    if (name !== undefined && XML_NAMES.has(name)) return { xml: whole, length: whole.length };
    const decoded = match === null ? null : decodeReference({ whole, decimal, hexadecimal });
    if (decoded !== null) return { xml: decoded, length: whole.length };
    if (decimal !== undefined || hexadecimal !== undefined) {
      this.#warn(this.#line, `${whole} is no sign that XML can hold, left out`);
      return { xml: "", length: whole.length };
    }
    this.#warn(
      this.#line,
      name === undefined ? "an & that is not written &amp;, taken as one" : `${whole} is no entity, taken as it stands`,
    );
    return { xml: "&amp;", length: 1 };
  }

  #clean(text: string): string {
    if (text === "") return text;
    const kept = text.replace(UNREADABLE, "");
    if (kept.length < text.length) this.#warn(this.#line, "a sign that XML cannot hold, left out");
    for (let place = text.indexOf("\n"); place !== -1; place = text.indexOf("\n", place + 1)) this.#line += 1;
    return kept;
  }
}

const SIGN = /&|<!\[CDATA\[|<!--/g;

function findSign(text: string, from: number): number {
  SIGN.lastIndex = from;
  return SIGN.exec(text)?.index ?? -1;
}

/** What XML 1.0 cannot hold (2.2). */
const UNREADABLE = /[^\P{Cc}\t\n\r\u007f-\u009f]|[\ufffe\uffff]/gu;

/** The sign as XML may hold it, or null when there is none. */
function decodeReference(found: {
  readonly whole: string;
  readonly decimal: string | undefined;
  readonly hexadecimal: string | undefined;
}): string | null {
  const { whole, decimal, hexadecimal } = found;
  if (decimal !== undefined || hexadecimal !== undefined) {
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal);
    const isSign = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) && code > 0;
    return isSign && !UNREADABLE_ONE.test(String.fromCodePoint(code)) ? whole : null;
  }
  const codes: number[] = [];
  let left = 0;
  readMarkup(whole, {
    onEntity: (code) => codes.push(code),
    // "&notit;" begins with an entity of old, and is none.
    onText(start, end) {
      left += end - start;
    },
  });
  return codes.length === 0 || left > 0 ? null : codes.map((code) => `&#${code};`).join("");
}

const UNREADABLE_ONE = new RegExp(UNREADABLE.source, "u");
