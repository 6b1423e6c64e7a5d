import { z } from "zod";

/** What nodemailer says of a failure: https://nodemailer.com/errors */
const smtpErrorSchema = z.looseObject({
  code: z.string().optional(),
  /** Node's own code, where the transport put its own in front. */
  originalCode: z.string().optional(),
  command: z.string().optional(),
  response: z.string().optional(),
  responseCode: z.number().optional(),
});
export type SmtpError = z.infer<typeof smtpErrorSchema>;

/** Empty for what is no failure of the transport's. */
export function readSmtpError(error: unknown): SmtpError {
  return smtpErrorSchema.safeParse(error).data ?? {};
}
