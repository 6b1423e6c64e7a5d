/**
 * Text that looks like a personnummer or a samordningsnummer: 850709-9805, 19850709-9805, 198507099805. With a hyphen or
 * a plus a real date is enough; without, the check digit must be right too, since telephone numbers look alike.
 * https://www.skatteverket.se/privat/folkbokforing/personnummer.4.3810a01c150939e893f18c29.html
 */
const PATTERN = /(?<![\d-])(?:(?:18|19|20)\d{2}|\d{2})(\d{2})(\d{2})( ?[-–+] ?| )?(\d{4})(?![\d])/g;

/** The first such text, as it stands, or null. */
export function findPersonnummer(text: string): string | null {
  for (const match of text.matchAll(PATTERN)) {
    const [whole, month = "", day = "", separator = ""] = match;
    if (!isDate(Number(month), Number(day))) continue;
    const digits = whole.replaceAll(/\D/g, "").slice(-10);
    if (separator.trim() !== "" || hasCheckDigit(digits)) return whole;
  }
  return null;
}

/** A samordningsnummer adds 60 to the day. */
function isDate(month: number, day: number): boolean {
  const real = day > 60 ? day - 60 : day;
  return month >= 1 && month <= 12 && real >= 1 && real <= 31;
}

/** Luhn's algorithm over the ten last digits. */
function hasCheckDigit(digits: string): boolean {
  const sum = Array.from(digits).reduce((total, digit, index) => {
    const product = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (product > 9 ? product - 9 : product);
  }, 0);
  return sum % 10 === 0;
}
