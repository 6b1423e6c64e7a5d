import { normalizePassword } from "../domain/password.ts";

/** What people put in the place of a letter, and so does whoever guesses. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

let leaked: Promise<ReadonlySet<string>> | null = null;

/** The 49,000 commonest passwords of the world's leaks; read once, when somebody chooses a password. */
function readLeaked(): Promise<ReadonlySet<string>> {
  leaked ??= import("@zxcvbn-ts/language-common").then(({ dictionary }) => new Set(dictionary["passwords-common"]));
  return leaked;
}

/**
 * Whether a password is one of the commonest that have leaked, or one of those that only digits and marks around it, a
 * second time the same, or digits for letters make longer.
 */
export async function isLeakedPassword(password: string): Promise<boolean> {
  const known = await readLeaked();
  const lower = normalizePassword(password).toLowerCase();
  const spell = (text: string) => text.replaceAll(/./gu, (char) => LOOKALIKES[char] ?? char);
  const trim = (text: string) => text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  const tries = [lower, spell(lower), spell(trim(lower))].flatMap((text) => {
    const core = trim(text);
    return [text, core, text.replaceAll(/[\p{P}\p{S}\s]/gu, ""), /^(.+)\1+$/u.exec(core)?.[1] ?? core];
  });
  // Very short words are in every passphrase's edges.
  return tries.some((text) => text.length >= 4 && known.has(text));
}
