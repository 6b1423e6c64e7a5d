import { createPrivateKey } from "node:crypto";
import { buffer } from "node:stream/consumers";
import DKIM from "nodemailer/lib/dkim";

/** Signs what is sent, when the mail server does not. */
export interface Dkim {
  readonly domainName: string;
  readonly keySelector: string;
  /** An RSA key in PEM form. */
  readonly privateKey: string;
}

/** Every header that, were it changed on the way, would mislead; RFC 8058 asks for the two of unsubscription. */
const SIGNED_HEADERS = [
  "From",
  "To",
  "Subject",
  "Date",
  "Message-ID",
  "MIME-Version",
  "Content-Type",
  "Content-Language",
  "Auto-Submitted",
  "List-ID",
  "List-Unsubscribe",
  "List-Unsubscribe-Post",
].join(":");

/** Throws for a key that cannot sign: the library would send what it cannot sign as it is. */
export function createSigner(dkim: Dkim): (message: Buffer) => Promise<Buffer> {
  if (!isRsaKey(dkim.privateKey))
    throw new Error(
      "email: unable to read the DKIM key: it should be an RSA private key in PEM form, without a password",
    );
  const signer = new DKIM({ ...dkim, headerFieldNames: SIGNED_HEADERS });
  return async (message) => {
    const signed = await buffer(signer.sign(message));
    if (!signed.toString("latin1", 0, 15).startsWith("DKIM-Signature:"))
      throw new Error("email: unable to sign a message with DKIM");
    return signed;
  };
}

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === "rsa";
  } catch {
    return false;
  }
}
