import { generateKeyPairSync } from "node:crypto";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { publicKeyOf } from "../../src/channels/email/dkim.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();

/** A key of ours, made anew for each run. */
export const dkim = { domainName: "restsignal.example.se", keySelector: "rs", privateKey: pem };

/** What a receiver who asks a DNS of ours finds of a mail's signatures: `pass`, `fail`, or what else mailauth says. */
export async function verifyDkim(mail: string | Buffer): Promise<{ results: readonly string[]; signed: string[] }> {
  const raw = typeof mail === "string" ? Buffer.from(mail, "latin1") : mail;
  const record = `v=DKIM1; k=rsa; p=${publicKeyOf(pem)}`;
  const { results } = await dkimVerify(raw, {
    resolver: (name: string) =>
      name === `${dkim.keySelector}._domainkey.${dkim.domainName}`
        ? Promise.resolve([[record]])
        : Promise.reject(Object.assign(new Error("no such name"), { code: "ENOTFOUND" })),
  });
  const list = /^DKIM-Signature:[^]*?[ ;]h=([^;]+);/m.exec(raw.toString("latin1"))?.[1] ?? "";
  return {
    results: results.map(({ status }) => status.result),
    signed: list.replaceAll(/\s/g, "").toLowerCase().split(":"),
  };
}
