/** `Västra Götalandsregionens`; what ends in an s-sound takes none more. */
export function possessive(name: string): string {
  return /[sxz]$/i.test(name) ? name : `${name}s`;
}
