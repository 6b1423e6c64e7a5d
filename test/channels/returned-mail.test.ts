import { expect, test } from "vitest";
import { readReturnedMail } from "../../src/channels/email/returned-mail.ts";
import type { ReturnedRecipient } from "../../src/domain/mail-return.ts";
import { complaintMail, plainMail, reportMail, type ToldRecipient } from "../support/returned-mails.ts";

const ours = { returnAddress: "bounce@region.example", domain: "region.example" };
const tag = "s17-0123456789abcdef";
const to = `bounce+${tag}@region.example`;
const address = "anna@skane.example";
const key = "restsignal-1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed";
const original = `Return-Path: <${to}>\r\nMessage-ID: <${key}@region.example>\r\nTo: ${address}`;

async function readRecipients(raw: Uint8Array): Promise<readonly ReturnedRecipient[]> {
  const mail = await readReturnedMail(raw, ours);
  if (mail.kind !== "report") throw new Error(`it was read as ${mail.kind}`);
  return mail.recipients;
}

const told = (over: ToldRecipient): ToldRecipient => ({ final: address, ...over });

test.each([
  [
    "Postfix: no such user",
    told({ status: "5.1.1", diagnostic: "550 5.1.1 <anna@skane.example>: User unknown" }),
    "hard",
    "5.1.1",
  ],
  [
    "Exchange: not found",
    told({ status: "5.1.10", diagnostic: "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found" }),
    "hard",
    "5.1.10",
  ],
  [
    "Gmail: no such user",
    told({ status: "5.1.1", diagnostic: "550-5.1.1 The email account that you tried to reach does not exist" }),
    "hard",
    "5.1.1",
  ],
  ["Exim: no enhanced code", told({ status: "5.0.0", diagnostic: "550 No such user here" }), "hard", "5.0.0"],
  ["a domain that is gone", told({ status: "5.1.2", diagnostic: "Host or domain name not found" }), "hard", "5.1.2"],
  ["a mailbox that is disabled", told({ status: "5.2.1", diagnostic: "550 5.2.1 disabled" }), "hard", "5.2.1"],
  ["a bare status", told({ status: "5.1.1" }), "hard", "5.1.1"],
  ["a full mailbox", told({ status: "5.2.2", diagnostic: "552 5.2.2 Mailbox full" }), "soft", "5.2.2"],
  [
    "given up after days",
    told({ status: "4.4.7", diagnostic: "connect to mx.skane.example[192.0.2.2]:25: timed out" }),
    "soft",
    "4.4.7",
  ],
  ["given up on greylisting", told({ status: "4.4.7", diagnostic: "451 4.7.1 Greylisted" }), "soft", "4.7.1"],
  ["blocked as spam", told({ status: "5.7.1", diagnostic: "550 5.7.1 blocked, see policy" }), "soft", "5.7.1"],
  [
    "a mailbox that takes nothing from outside",
    told({ status: "5.7.133", diagnostic: "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup" }),
    "soft",
    "5.7.133",
  ],
  [
    "Outlook.com: we prove nothing",
    told({
      status: "5.7.515",
      diagnostic:
        "550 5.7.515 Access denied, sending domain region.example does not meet the required authentication level",
    }),
    "misconfigured",
    "5.7.515",
  ],
  [
    "Gmail: we prove nothing",
    told({ status: "5.7.26", diagnostic: "550-5.7.26 This mail is unauthenticated" }),
    "misconfigured",
    "5.7.26",
  ],
  ["a mail that is too large", told({ status: "5.3.4", diagnostic: "552 5.3.4 too large" }), "content", "5.3.4"],
  ["tried on", told({ action: "delayed", status: "4.4.1" }), "delayed", "4.4.1"],
  // Kept for another day as long as it could: their server was away, and not the mailbox.
  [
    "given up with a number of its own",
    told({ status: "4.4.7", diagnostic: "550 4.4.7 QUEUE.Expired" }),
    "soft",
    "4.4.7",
  ],
  ["Cisco: our name", told({ status: "5.0.0", diagnostic: "550 #5.7.1 Your access is rejected." }), "soft", "5.7.1"],
  ["Cisco: no address", told({ status: "5.0.0", diagnostic: "550 #5.1.0 Address unknown." }), "hard", "5.1.0"],
  ["qmail's code", told({ status: "5.0.0", diagnostic: "511 sorry, no mailbox (#5.1.1 - chkuser)" }), "hard", "5.1.1"],
  [
    "Yahoo: no account",
    told({ diagnostic: "554 delivery error: This user doesn't have an account" }),
    "hard",
    undefined,
  ],
  ["Hotmail: no mailbox", told({ status: "5.5.0", diagnostic: "550 5.5.0 mailbox unavailable" }), "hard", "5.5.0"],
  ["a virus, it says", told({ status: "5.0.0", diagnostic: "550 Message contains a virus" }), "content", "5.0.0"],
  ["its words", told({ status: "5.0.0", diagnostic: "550 This message was rejected" }), "content", "5.0.0"],
  [
    "xtext and brackets",
    { final: "<Anna+40Skane.example>", original: "Anna@SKANE.example", status: "5.1.1" },
    "hard",
    "5.1.1",
  ],
] as const)("a report is read by its codes: %s", async (_what, recipient, verdict, status) => {
  const [one, ...others] = await readRecipients(reportMail({ to, recipients: [recipient], original }));
  expect(one).toMatchObject({ verdict, status: status ?? null, addresses: expect.arrayContaining([address]) });
  expect(one?.reason).not.toContain(address);
  expect(others).toEqual([]);
});

test("a report names by what it can be believed: the tag that it came to, else what it quotes", async () => {
  const recipients = [told({ status: "5.1.1" })];
  const read = (mail: Uint8Array) => readReturnedMail(mail, ours);
  expect(await read(reportMail({ to: to.toUpperCase(), recipients, original }))).toMatchObject({
    tags: [tag],
    keys: [key],
  });
  expect(await read(reportMail({ to: "bounce@region.example", recipients, original }))).toMatchObject({ tags: [tag] });
  const without = original.replace(/^.*\r\n/, "");
  expect(await read(reportMail({ to: "bounce@region.example", recipients, original: without }))).toMatchObject({
    tags: [],
    keys: [key],
  });
  for (const not of [
    `bounce+${tag}@region.example.evil.example`,
    `x-bounce+${tag}@region.example`,
    "bounce+@region.example",
  ])
    expect(await read(reportMail({ to: not, recipients }))).toMatchObject({ tags: [], keys: [] });
  const foreign = without.replace("@region.example>", "@other.example>");
  expect(await read(reportMail({ to: "x@y.example", recipients, original: foreign }))).toMatchObject({ keys: [] });
});

test("who was not reached is named, and not the list that it was sent to", async () => {
  const recipients = [{ final: "bo@skane.example", original: address, status: "5.1.1" }];
  expect(await readRecipients(reportMail({ to, recipients }))).toMatchObject([{ addresses: ["bo@skane.example"] }]);
});

test("what a server says in words is read, too: Exim's header, qmail's text", async () => {
  const exim = plainMail(
    [
      "Return-Path: <>",
      "From: Mail Delivery System <Mailer-Daemon@mx.example>",
      `To: ${to}`,
      `X-Failed-Recipients: ${address}`,
      "Subject: Mail delivery failed",
    ],
    `A message could not be delivered.\r\n\r\n  ${address}\r\n    host mx.skane.example\r\n    550 5.1.1 Unknown user\r\n\r\n------ This is a copy of the message ------\r\nStatus 4.2.2`,
  );
  expect(await readRecipients(exim)).toMatchObject([
    { verdict: "hard", status: "5.1.1", addresses: [address, address] },
  ]);
  const qmail = plainMail(
    ["From: MAILER-DAEMON@mx.example", `To: ${to}`, "Subject: failure notice"],
    `Hi. This is the qmail-send program at mx.example.\r\n\r\n<${address}>:\r\n192.0.2.3 failed after I sent the message.\r\nRemote host said: 552 5.2.2 mailbox full\r\n\r\n--- Below this line is a copy of the message.\r\n\r\n550 5.1.1`,
  );
  expect(await readRecipients(qmail)).toMatchObject([{ verdict: "soft", addresses: [address] }]);
});

test.each([
  ["RFC 3834", ["Auto-Submitted: auto-replied"]],
  ["RFC 3834 with a vacation's name", ["Auto-Submitted: auto-replied (vacation)"]],
  ["an old program", ["X-Autoreply: yes"]],
  ["Exchange, in Swedish", ["Subject: Autosvar: Dagens bristlista", "X-Auto-Response-Suppress: All"]],
  ["a subject in another charset", ["Subject: =?iso-8859-1?Q?Fr=E5nvaro?="]],
])("an answer of a machine while its owner is away is no report: %s", async (_what, headers) => {
  const mail = plainMail(["From: anna@skane.example", `To: ${to}`, ...headers], "Jag är ledig. 550 5.1.1");
  expect(await readReturnedMail(mail, ours)).toEqual({ kind: "auto-reply" });
});

test.each([
  ["in Norwegian", "Automatisk svar: Meropenem"],
  ["under no name that we know", "Jag är ledig"],
])(
  "an answer %s that takes none back, with a telephone number and an address, is no report",
  async (_what, subject) => {
    const headers = ["Return-Path: <>", `From: ${address}`, `To: ${to}`, `Subject: ${subject}`];
    const words = `Ring 08-450 12 34.\r\nJour: 550 12 34\r\n${address}\r\nProgram 5.1.1`;
    for (const one of [
      headers,
      [...headers, "Auto-Submitted: auto-generated"],
      ["From: postmaster@x.example", `To: ${to}`],
    ])
      expect((await readReturnedMail(plainMail(one, words), ours)).kind).not.toBe("report");
  },
);

test.each([
  ["a person's letter", plainMail(["From: anna@skane.example", `To: ${to}`, "Subject: Hej"], "550 5.1.1 User unknown")],
  [
    "a letter that only claims to be a postmaster's",
    plainMail(["From: Postmaster <anna@skane.example>", `To: ${to}`], "550 5.1.1"),
  ],
  ["nothing", Buffer.from("")],
  [
    "a receipt",
    plainMail(
      [
        "From: anna@skane.example",
        `To: ${to}`,
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
      ],
      "--x\r\nContent-Type: message/disposition-notification\r\n\r\nDisposition: manual-action; displayed\r\n--x--",
    ),
  ],
])("%s is no report", async (_what, mail) => {
  expect(await readReturnedMail(mail, ours)).toEqual({ kind: "other" });
});

test("a report without a receiver names none, and one of success says nothing", async () => {
  expect(await readRecipients(reportMail({ to, recipients: [{ status: "5.1.1" }] }))).toMatchObject([
    { addresses: [] },
  ]);
  const well = ["delivered", "relayed", "expanded"].map((action) => told({ action, status: "2.0.0" }));
  expect(await readRecipients(reportMail({ to, recipients: well }))).toEqual([]);
  expect(await readRecipients(reportMail({ to, recipients: [told({ status: "2.0.0" })] }))).toEqual([]);
});

test("a report in base64, in another charset and with folded lines is read like any other", async () => {
  const status = `Reporting-MTA: dns; mx.example\r\n\r\nfinal-recipient:\r\n rfc822;${address}\r\nACTION: Failed\r\nstatus: 5.1.1 (bad\r\n\tmailbox)\r\n`;
  const mail = plainMail(
    [`To: ${to}`, "Content-Type: multipart/report; boundary=x"],
    `--x\r\nContent-Type: MESSAGE/Delivery-Status; charset=utf-7\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(status).toString("base64")}\r\n--x--`,
  );
  expect(await readRecipients(mail)).toMatchObject([{ addresses: [address], verdict: "hard" }]);
});

test("a complaint is one where it says so, and only then", async () => {
  expect(await readReturnedMail(complaintMail({ to: "fbl@region.example", original }), ours)).toMatchObject({
    kind: "report",
    tags: [tag],
    keys: [key],
    recipients: [{ verdict: "complaint" }],
  });
  for (const type of ["not-spam", "auth-failure", "virus", ""])
    expect(await readReturnedMail(complaintMail({ to, original, type }), ours)).toMatchObject({ recipients: [] });
});

test("a mail of 50 MB, one nested a thousand deep and one of a million parts hold nobody up", async () => {
  const huge = Buffer.concat([
    reportMail({ to, recipients: [told({ status: "5.1.1" })] }),
    Buffer.alloc(50_000_000, "x"),
  ]);
  let nested = "Content-Type: text/plain\r\n\r\nx";
  for (let depth = 1_000; depth > 0; depth -= 1)
    nested = `Content-Type: multipart/mixed; boundary=b${depth}\r\n\r\n--b${depth}\r\n${nested}\r\n--b${depth}--`;
  let inner = "Subject: x\r\n\r\nx";
  for (let depth = 300; depth > 0; depth -= 1)
    inner = `Content-Type: message/rfc822\r\nContent-Disposition: inline\r\n\r\n${inner}`;
  // Within the time of any test: what grows with the square of it would take minutes.
  const many = `Content-Type: multipart/mixed; boundary=b\r\n\r\n${"--b\r\n\r\n\r\n".repeat(100_000)}`;
  expect(await readRecipients(huge)).toMatchObject([{ verdict: "hard" }]);
  for (const one of [
    nested,
    inner,
    many,
    `Subject: ${"=?utf-8?Q?".repeat(50_000)}`,
    `To: ${"bounce+".repeat(50_000)}\r\n\r\n`,
  ])
    expect(["unreadable", "other", "auto-reply"]).toContain((await readReturnedMail(Buffer.from(one), ours)).kind);
});
