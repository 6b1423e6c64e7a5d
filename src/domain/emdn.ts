/**
 * Whether the text has the shape of a code of the European Medical Device Nomenclature: a letter and up to six levels of
 * two digits, such as `A`, `A0101` or `A01010101`. Whether the code exists is not known here.
 */
export function isEmdnCode(text: string): boolean {
  return /^[A-Z](\d{2}){0,6}$/.test(text);
}
