import { foldCode } from "./table-cell.ts";

/** WHO's anatomical main groups; ATCvet, with a `Q` in front, has a few more: https://atcddd.fhi.no/atc_ddd_index/. */
const MAIN_GROUP = "(?:[ABCDGHJLMNPRSV]|Q[A-Z])";
const CODE = new RegExp(`^${MAIN_GROUP}(?:\\d{2}(?:[A-Z](?:[A-Z](?:\\d{2})?)?)?)?$`);
const THIRD_LEVEL = new RegExp(`^${MAIN_GROUP}\\d{2}[A-Z]`);

/**
 * What may stand where a code is expected, in a source's file or an address. It is wider than a code, since a slip at the end
 * still leads to the group that the beginning names.
 */
export const ATC_SHAPE = /^[A-Z][0-9A-Z]{0,7}$/;

/** A whole code of any level (1, 3, 4, 5 or 7 characters, veterinary ones a `Q` more) in capitals; null when it is none. */
export function parseAtc(text: string): string | null {
  const code = foldCode(text);
  return CODE.test(code) ? code : null;
}

/** A code or its beginning, as somebody asks for it. */
export function parseAtcWish(text: string): string | null {
  const wish = foldCode(text);
  return ATC_SHAPE.test(wish) ? wish : null;
}

/** Whether a text begins as codes of the third level and below do: `J01D…`, which no word and no diagnosis does. */
export function beginsAsAtc(text: string): boolean {
  return THIRD_LEVEL.test(text);
}

/** Whether a code names a substance or its chemical group, as a product's does. */
export function isProductAtc(text: string): boolean {
  return parseAtc(text) === text && text.replace(/^Q/, "").length >= 5;
}

export function isVeterinaryAtc(code: string): boolean {
  return code.startsWith("Q");
}
