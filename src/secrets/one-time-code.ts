import { randomInt } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { renderSVG } from "uqr";
import { CODE_DIGITS, RECOVERY_CODES, STEP_SECONDS, STEPS_AROUND } from "../domain/second-factor.ts";

/** RFC 4226 asks for 160 bits. */
const SECRET_BYTES = 20;

export function createCodeSecret(): Uint8Array {
  return new Uint8Array(new Secret({ size: SECRET_BYTES }).buffer);
}

/** What an authenticator takes in: by a picture, by an address, or by a key that is typed. */
export function describeCodeSecret(secret: Uint8Array, about: { email: string; site: string }) {
  const totp = openTotp(secret, about);
  const address = totp.toString();
  const key = (totp.secret.base32.match(/.{1,4}/g) ?? []).join(" ");
  return { address, key, svg: renderSVG(address, { border: 4 }) };
}

/** Which step of time the code is of; null when it is none of those around now. */
export function findCodeStep(secret: Uint8Array, code: string, now: Date): number | null {
  if (!new RegExp(`^\\d{${CODE_DIGITS}}$`).test(code)) return null;
  const totp = openTotp(secret, { email: "", site: "" });
  const delta = totp.validate({ token: code, timestamp: now.getTime(), window: STEPS_AROUND });
  return delta === null ? null : Math.floor(now.getTime() / 1_000 / STEP_SECONDS) + delta;
}

function openTotp(secret: Uint8Array, { email, site }: { email: string; site: string }): TOTP {
  const buffer = new Uint8Array(secret).buffer;
  return new TOTP({
    issuer: site,
    label: email,
    algorithm: "SHA1",
    digits: CODE_DIGITS,
    period: STEP_SECONDS,
    secret: new Secret({ buffer }),
  });
}

/** No letters and digits that are taken for each other. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

/** Codes of 49 bits, to be written down: `k7m2p-x9r4t`. */
export function createRecoveryCodes(): string[] {
  const draw = () => Array.from({ length: 5 }, () => ALPHABET[randomInt(ALPHABET.length)] ?? "").join("");
  return Array.from({ length: RECOVERY_CODES }, () => `${draw()}-${draw()}`);
}
