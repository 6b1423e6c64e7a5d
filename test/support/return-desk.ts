import { afterAll, beforeAll } from "vitest";
import { createEmailChannel } from "../../src/channels/email.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { reportMail, type ToldRecipient } from "./returned-mails.ts";
import { createPostgresScene, type Scene } from "./scene.ts";
import { startSmtpDouble, type SmtpDouble } from "./smtp-double.ts";
import { useScene } from "./use-scene.ts";

/** A scene whose mails a mail server takes, with a return address for each. */
export interface ReturnDesk {
  readonly scene: Scene;
  readonly deps: DeliverDeps;
  readonly double: SmtpDouble;
}

/** Opens one for all tests of a file; each gets it as new. */
export function useReturnDesk(prepare: (desk: ReturnDesk) => void): void {
  let double: SmtpDouble;
  beforeAll(async () => {
    double = await startSmtpDouble();
  });
  afterAll(() => double.stop());
  useScene((scene) => {
    const email = createEmailChannel({
      smtpUrl: double.url,
      from: "Restsignal <utskick@region.example>",
      returnAddress: "bounce@region.example",
    });
    const deps: DeliverDeps = {
      db: scene.db,
      channels: new Map([["email", email]]),
      mode: "live",
      publicUrl: "https://rest.example",
      now: () => scene.clock,
      pause: () => Promise.resolve(),
    };
    prepare({ scene, deps, double });
  }, createPostgresScene);
}

/** A mail as its receiver's server had it. */
export interface Sent {
  readonly sendingId: number;
  /** Where it returns to. */
  readonly back: string;
  readonly head: string;
  readonly to: string;
}

/** The mails that come meanwhile. */
export async function takeMails(double: SmtpDouble, work: () => Promise<unknown>): Promise<Sent[]> {
  const before = double.mails.length;
  await work();
  return double.mails.slice(before).map(({ raw, sender, receivers }) => ({
    sendingId: Number(/\+s(\d+)-/.exec(sender)?.[1]),
    back: sender,
    head: `Return-Path: <${sender}>\r\n${raw.slice(0, raw.indexOf("\r\n\r\n"))}`,
    to: receivers[0] ?? "",
  }));
}

export const GONE = { status: "5.1.1", diagnostic: "550 5.1.1 User unknown" };
export const FULL = { status: "5.2.2", diagnostic: "552 5.2.2 Mailbox full" };

/** What a server sends back for a mail: that there is no such mailbox, or what is said. */
export function report({ back, head, to }: Sent, over: ToldRecipient = {}): Uint8Array {
  return reportMail({ to: back, original: head, recipients: [{ final: to, ...GONE, ...over }] });
}
