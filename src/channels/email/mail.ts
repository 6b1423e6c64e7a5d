import MailComposer from "nodemailer/lib/mail-composer";
import { z } from "zod";

/** A mail in parts: what is stored of a sending, and all that its bytes are made of. */
export const mailSchema = z.object({
  from: z.object({ name: z.string(), address: z.string() }),
  to: z.string(),
  /** See `RenderInput`. */
  sendingKey: z.string(),
  /** An ISO instant. */
  date: z.iso.datetime(),
  subject: z.string(),
  text: z.string(),
  /** Left out in a letter, which is plain text. */
  html: z.string().optional(),
  headers: z.record(z.string(), z.string()),
});
export type Mail = z.infer<typeof mailSchema>;

/** The whole message, RFC 5322: of the same parts the same bytes. */
export async function writeMime(mail: Mail): Promise<Buffer> {
  const { sendingKey, date, ...parts } = mail;
  const message = new MailComposer({
    ...parts,
    date: new Date(date),
    messageId: messageIdOf(mail),
    encoding: "quoted-printable",
    baseBoundary: sendingKey,
    newline: "win",
  });
  return message.compile().build();
}

/** The same on every attempt, so that a receiver can tell a repeat. */
export function messageIdOf({ sendingKey, from: { address } }: Pick<Mail, "sendingKey" | "from">): string {
  return `<${sendingKey}@${domainOf(address)}>`;
}

/** What stands after the last @. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1);
}
