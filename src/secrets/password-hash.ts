import { hash, verify } from "@node-rs/argon2";
import { normalizePassword } from "../domain/password.ts";

/** Argon2id: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Of a random text that nobody kept, made at the same cost: an unknown address must cost as much as a known one. */
const NOBODYS_HASH =
  "$argon2id$v=19$m=19456,t=2,p=1$7I2ZbsAtqT0FJK8sFYqy0g$IRQ0Ev8YBFkoHi1jElxwB3HyxLqSJ25iNNauonD1HWA";

export function hashPassword(password: string): Promise<string> {
  return hash(normalizePassword(password), COST);
}

/** Whether it is the password of that hash; without a hash it never is, after the same work. */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const fits = await verify(passwordHash ?? NOBODYS_HASH, normalizePassword(password));
  return fits && passwordHash !== null;
}
