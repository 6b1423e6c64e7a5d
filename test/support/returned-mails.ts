/** What a report of a server says of one receiver. */
export interface ToldRecipient {
  readonly final?: string;
  readonly original?: string;
  readonly action?: string;
  readonly status?: string;
  readonly diagnostic?: string;
}

interface Told {
  /** Whom it comes to: our return address with a tag. */
  readonly to: string;
  readonly recipients: readonly ToldRecipient[];
  /** Headers of the mail that it is about. */
  readonly original?: string;
  readonly from?: string;
  readonly headers?: readonly string[];
}

const lines = (...all: readonly string[]) => `${all.join("\r\n")}\r\n`;

/** As Postfix writes it: https://www.rfc-editor.org/rfc/rfc3464 */
export function reportMail({ to, recipients, original, from, headers = [] }: Told): Buffer {
  const blocks = recipients.map(({ final, original: first, action = "failed", status, diagnostic }) =>
    [
      ...(final === undefined ? [] : [`Final-Recipient: rfc822; ${final}`]),
      ...(first === undefined ? [] : [`Original-Recipient: rfc822;${first}`]),
      `Action: ${action}`,
      ...(status === undefined ? [] : [`Status: ${status}`]),
      "Remote-MTA: dns; mx.skane.example",
      ...(diagnostic === undefined ? [] : [`Diagnostic-Code: smtp; ${diagnostic}`]),
    ].join("\r\n"),
  );
  return Buffer.from(
    lines(
      "Return-Path: <>",
      `From: ${from ?? "MAILER-DAEMON@mx.example (Mail Delivery System)"}`,
      `To: ${to}`,
      "Subject: Undelivered Mail Returned to Sender",
      "Auto-Submitted: auto-replied",
      ...headers,
      "MIME-Version: 1.0",
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
      "",
      "--b1",
      "Content-Type: text/plain; charset=us-ascii",
      "",
      "This is the mail system at host mx.example. I'm sorry.",
      "",
      "--b1",
      "Content-Description: Delivery report",
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; mx.example",
      "Arrival-Date: Fri, 21 Aug 2026 07:00:00 +0200 (CEST)",
      "",
      blocks.join("\r\n\r\n"),
      "",
      "--b1",
      "Content-Type: message/rfc822",
      "",
      original ?? "Subject: x",
      "",
      "Hej",
      "--b1--",
    ),
  );
}

/** A reader's complaint: https://www.rfc-editor.org/rfc/rfc5965 */
export function complaintMail({
  to,
  original,
  type = "abuse",
}: {
  to: string;
  original: string;
  type?: string;
}): Buffer {
  return Buffer.from(
    lines(
      "From: staff@hotmail.example",
      `To: ${to}`,
      "Subject: complaint about message from 192.0.2.1",
      "MIME-Version: 1.0",
      'Content-Type: multipart/report; report-type=feedback-report; boundary="b2"',
      "",
      "--b2",
      "Content-Type: text/plain",
      "",
      "This is an email abuse report.",
      "--b2",
      "Content-Type: message/feedback-report",
      "",
      `Feedback-Type: ${type}`,
      "User-Agent: SomeGenerator/1.0",
      "Version: 1",
      "",
      "--b2",
      "Content-Type: message/rfc822",
      "Content-Disposition: inline",
      "",
      original,
      "",
      "Hej",
      "--b2--",
    ),
  );
}

/** A mail of one part. */
export function plainMail(headers: readonly string[], text: string): Buffer {
  return Buffer.from(lines(...headers, "", text));
}
