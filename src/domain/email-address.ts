/** No address is longer: https://www.rfc-editor.org/errata/eid1690 */
export const MAX_EMAIL_CHARS = 254;
/** https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.1 */
const MAX_LOCAL_BYTES = 64;
const MAX_DOMAIN_CHARS = 253;

/** What may stand before the @ without quotes, letters of every script among it: RFC 5322 and RFC 6531. */
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
/** A host as people write it; what it may hold beyond this the rules for host names decide. */
const HOST = /^[\p{L}\p{M}\p{N}-]+([.。．｡][\p{L}\p{M}\p{N}-]+)+$/u;
const LABELS = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{2,59})$/;

/**
 * The one spelling of an e-mail address, or null when it is none: in lower case, composed (NFC), its domain as it is
 * written in the mail system (`sjukvård.example` is `xn--sjukvrd-ixa.example`). Two spellings of one mailbox give the
 * same text, so nobody gets two accounts; letters that only look different (`ａ` for `a`) are no address.
 */
export function parseEmailAddress(text: string): string | null {
  const typed = text.trim();
  const at = typed.lastIndexOf("@");
  const local = typed.slice(0, Math.max(at, 0)).normalize("NFC").toLowerCase().normalize("NFC");
  const host = hostOf(typed.slice(at + 1));
  if (at < 1 || host === null || !LOCAL.test(local) || local.normalize("NFKC") !== local) return null;
  if (new TextEncoder().encode(local).length > MAX_LOCAL_BYTES) return null;
  const address = `${local}@${host}`;
  return new TextEncoder().encode(address).length > MAX_EMAIL_CHARS ? null : address;
}

/**
 * What tells one mailbox from others where letters to it are counted: mail systems pass over what stands behind a plus, and
 * some over dots, so that `offer+1@` and `o.ffer@` fill the same one.
 */
export function mailboxOf(address: string): { readonly name: string; readonly domain: string } {
  const at = address.lastIndexOf("@");
  const [name = ""] = address.slice(0, at).split("+", 1);
  return { name: name.replaceAll(".", ""), domain: address.slice(at + 1) };
}

/** Lower case, each label as DNS holds it; null when it is no name of a host. */
function hostOf(text: string): string | null {
  if (text.length > MAX_DOMAIN_CHARS || !HOST.test(text)) return null;
  // The rules of IDNA (UTS #46) come with the parser of addresses, which throws for what they forbid.
  const host = URL.parse(`http://${text.normalize("NFC")}`)?.hostname ?? "";
  return LABELS.test(host) ? host : null;
}
