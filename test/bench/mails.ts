import { createTransport } from "nodemailer";
import { renderSending, type Channel } from "../../src/channels/channel.ts";
import { createEmailChannel } from "../../src/channels/email.ts";
import { mailSchema, writeMime } from "../../src/channels/email/mail.ts";
import { openDatabase } from "../../src/db/client.ts";
import { workLane } from "../../src/jobs/deliver.handler.ts";
import { fanOut } from "../../src/services/fan-outs.ts";
import { writeMessage } from "../../src/services/messages.ts";
import { exampleViews } from "../support/message-views.ts";
import { makeNewMessage } from "../support/new-message.ts";
import { createEmptyDatabase } from "../support/postgres.ts";
import { makeRenderInput } from "../support/sending.ts";
import { subscribeMany } from "../support/subscribe-many.ts";
import { startSink } from "./mail-sink-process.ts";
import type { Target } from "./report.ts";

const REGION = "12";
const MAILS = 4_000;
const CONNECTIONS = 10;
const MIN_SHARE = 0.7;
const FROM = "Restsignal <utskick@restsignal.example>";

export interface MailResult {
  /** Mails a second of nodemailer alone, with one fixed raw message. */
  readonly bare: number;
  /** Personal mails a second from one publication, each claimed, frozen, sent and written down. */
  readonly ours: { readonly engine: string; readonly perSecond: number }[];
}

/** Mails from one publication into a mail server in a process of its own, and nodemailer alone before and after. */
export async function runMails(): Promise<MailResult> {
  const sink = await startSink();
  try {
    const channel = createEmailChannel({ smtpUrl: sink.url, from: FROM });
    const before = await sendBare(sink.url, channel);
    const server = await createEmptyDatabase();
    const ours = [
      { engine: "PostgreSQL", perSecond: await publishMails(server.url, channel) },
      { engine: "PGlite", perSecond: await publishMails("pglite:memory", channel) },
    ];
    await server.drop();
    const after = await sendBare(sink.url, channel);
    await channel.close();
    return { bare: (before + after) / 2, ours };
  } finally {
    sink.stop();
  }
}

async function sendBare(url: string, channel: Channel): Promise<number> {
  const rendered = await renderSending(channel, makeRenderInput(channel));
  if (rendered.kind === "rejected") throw new Error(`bench: unable to write a mail: ${rendered.reason}`);
  const raw = await writeMime(mailSchema.parse(rendered.payload));
  const pool = createTransport({ url, pool: true, maxConnections: CONNECTIONS, maxMessages: Number.POSITIVE_INFINITY });
  const envelope = { from: "utskick@restsignal.example", to: "namn@region.example" };
  let begun = 0;
  const send = async (): Promise<void> => {
    while (begun < MAILS) {
      begun += 1;
      await pool.sendMail({ envelope, raw });
    }
  };
  const begin = performance.now();
  await Promise.all(Array.from({ length: 2 * CONNECTIONS }, send));
  const perSecond = (MAILS * 1_000) / (performance.now() - begin);
  pool.close();
  return perSecond;
}

async function publishMails(url: string, channel: Channel): Promise<number> {
  const database = await openDatabase(url);
  const { db } = database;
  try {
    // A third of them want whatever comes, and most of the others this.
    await subscribeMany(db, { regionCode: REGION, count: MAILS, now: new Date(Date.now() - 1_000) });
    const { facts, advice } = exampleViews.new.message;
    const message = makeNewMessage({ regionCode: REGION, urgency: "high", now: new Date(), facts, advice });
    const digestChannels = new Set([channel.name]);
    await db.transaction().execute((trx) => writeMessage(trx, { ...message, digestChannels }));
    await fanOut({ db, now: () => new Date() });
    const unpaced = { ...channel, limits: { ...channel.limits, sendingsPerSecond: 1_000_000 } };
    const deps = { db, now: () => new Date(), channels: new Map([[channel.name, unpaced]]), mode: "live" as const };
    let delivered = 0;
    const begin = performance.now();
    await workLane(
      { ...deps, publicUrl: "https://restsignal.example" },
      {
        channel: unpaced,
        lane: "urgent",
        all: false,
        report: ({ outcome }) => {
          if (outcome?.kind !== "delivered") throw new Error(`bench: a mail was not taken: ${JSON.stringify(outcome)}`);
          delivered += 1;
        },
      },
    );
    return (delivered * 1_000) / (performance.now() - begin);
  } finally {
    await database.close();
  }
}

export function renderMails({ bare, ours }: MailResult): string {
  const line = (what: string, perSecond: number) =>
    `${what.padEnd(40)} ${Math.round(perSecond)} a second  ${(perSecond / bare).toFixed(2)}`;
  return [
    "mails into a mail server on this machine",
    line("nodemailer alone, one fixed raw message", bare),
    ...ours.map(({ engine, perSecond }) => line(`personal, of one publication, ${engine}`, perSecond)),
  ].join("\n");
}

export function judgeMails({ bare, ours }: MailResult): Target[] {
  const share = (ours[0]?.perSecond ?? 0) / bare;
  return [
    {
      name: `personal mails: at least ${MIN_SHARE} of nodemailer alone`,
      holds: share >= MIN_SHARE,
      figure: share.toFixed(2),
    },
  ];
}
