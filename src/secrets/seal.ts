import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { readInstallationKey } from "../db/installation-key.ts";
import type { Db } from "../db/schema.ts";

export interface SealDeps {
  readonly db: Db;
  /** Null or left out when none is set. */
  readonly secretKey?: string | null | undefined;
}

/**
 * A secret as the database keeps it: AES-256-GCM, bound to what it is for. The key comes from SECRET_KEY, so that a copy
 * of the database alone opens nothing; without that setting it is the installation's own, which lies in the database.
 */
export async function sealSecret(deps: SealDeps, input: { secret: Uint8Array; about: string }): Promise<string> {
  const { secret, about } = input;
  const from = deps.secretKey === undefined || deps.secretKey === null ? "database" : "setting";
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", await readKey(deps, from), nonce).setAAD(Buffer.from(about));
  const sealed = Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  return `${from} ${sealed.toString("base64url")}`;
}

/** The secret; null when its key is not the one that sealed it. */
export async function openSecret(deps: SealDeps, input: { sealed: string; about: string }): Promise<Uint8Array | null> {
  const [from, text = ""] = input.sealed.split(" ", 2);
  const bytes = Buffer.from(text, "base64url");
  if ((from !== "setting" && from !== "database") || bytes.length < 28) return null;
  if (from === "setting" && (deps.secretKey === undefined || deps.secretKey === null)) return null;
  try {
    const cipher = createDecipheriv("aes-256-gcm", await readKey(deps, from), bytes.subarray(0, 12));
    cipher.setAAD(Buffer.from(input.about)).setAuthTag(bytes.subarray(-16));
    return Buffer.concat([cipher.update(bytes.subarray(12, -16)), cipher.final()]);
  } catch {
    return null;
  }
}

async function readKey({ db, secretKey }: SealDeps, from: "setting" | "database"): Promise<Uint8Array> {
  const secret = from === "setting" ? (secretKey ?? "") : await readInstallationKey(db);
  return new Uint8Array(hkdfSync("sha256", secret, "", "restsignal second factor", 32));
}
