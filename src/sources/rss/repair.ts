import { Tokenizer } from "htmlparser2";

/** Gets the text of a feed piece by piece and gives it back as XML that can be read. */
export interface FeedRepair {
  write(text: string): string;
  /** What was held back for want of its end. */
  end(): string;
}

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
 * Mends what many feeds get wrong and every reader of feeds forgives, so that it does not cost the feed: entities that only
 * HTML has (`&nbsp;`) become what they stand for, an `&` that is none is written as one, and signs that XML cannot hold are
 * left out. `warn` gets the line of each but the first kind, which loses nothing.
 */
export function createFeedRepair(warn: (line: number, problem: string) => void): FeedRepair {
  let held = "";
  let closes: string | null = null;
  let line = 1;
  let begun = false;

  function take(text: string, isLast: boolean): string {
    const rest = skipBlank(held + text);
    held = "";
    let out = "";
    let at = 0;
    while (at < rest.length) {
      const next = closes === null ? findSign(rest, at) : rest.indexOf(closes, at);
      const end = next === -1 ? rest.length : next;
      // What may be the beginning of a sign that is cut in two waits for the next piece.
      const safe = isLast || next !== -1 ? end : Math.max(at, rest.length - MAX_REFERENCE_CHARS);
      out += clean(rest.slice(at, safe));
      at = safe;
      if (next === -1) break;
      if (!isLast && rest.length - at < MAX_REFERENCE_CHARS) break;
      if (closes !== null) {
        out += closes;
        at += closes.length;
        closes = null;
        continue;
      }
      const literal = LITERALS.find(({ opens }) => rest.startsWith(opens, at));
      const taken = literal === undefined ? takeSign(rest, at) : { xml: literal.opens, length: literal.opens.length };
      closes = literal?.closes ?? null;
      out += taken.xml;
      at += taken.length;
    }
    held = rest.slice(at);
    return out;
  }

  /** What stands before the XML declaration may be nothing; some servers put an empty line there. */
  function skipBlank(text: string): string {
    if (begun) return text;
    const rest = text.replace(/^[\uFEFF\s]+/, "");
    begun = rest !== "";
    clean(text.slice(0, text.length - rest.length));
    return rest;
  }

  /** The `&` at that place, with what belongs to it. */
  function takeSign(text: string, at: number): { xml: string; length: number } {
    const match = REFERENCE.exec(text.slice(at, at + MAX_REFERENCE_CHARS));
    const [whole = "", decimal, hexadecimal, name] = match ?? [];
    if (name !== undefined && XML_NAMES.has(name)) return { xml: whole, length: whole.length };
    const decoded = match === null ? null : decodeReference({ whole, decimal, hexadecimal });
    if (decoded !== null) return { xml: decoded, length: whole.length };
    if (decimal !== undefined || hexadecimal !== undefined) {
      warn(line, `${whole} is no sign that XML can hold, left out`);
      return { xml: "", length: whole.length };
    }
    warn(
      line,
      name === undefined ? "an & that is not written &amp;, taken as one" : `${whole} is no entity, taken as it stands`,
    );
    return { xml: "&amp;", length: 1 };
  }

  function clean(text: string): string {
    if (text === "") return text;
    const kept = text.replace(UNREADABLE, "");
    if (kept.length < text.length) warn(line, "a sign that XML cannot hold, left out");
    for (let place = text.indexOf("\n"); place !== -1; place = text.indexOf("\n", place + 1)) line += 1;
    return kept;
  }

  return { write: (text) => take(text, false), end: () => take("", true) };
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
  const ignore = (): void => undefined;
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontextentity: (code) => codes.push(code),
      // "&notit;" begins with an entity of old, and is none.
      ontext: (start, end) => {
        left += end - start;
      },
      onopentagname: ignore,
      onclosetag: ignore,
      onselfclosingtag: ignore,
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onprocessinginstruction: ignore,
      onattribdata: ignore,
      onattribentity: ignore,
      onattribend: ignore,
      onattribname: ignore,
      onopentagend: ignore,
      onend: ignore,
    },
  );
  tokenizer.write(whole);
  tokenizer.end();
  return codes.length === 0 || left > 0 ? null : codes.map((code) => `&#${code};`).join("");
}

const UNREADABLE_ONE = new RegExp(UNREADABLE.source, "u");
