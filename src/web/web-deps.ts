import type { Channel } from "../channels/channel.ts";
import type { Db } from "../db/schema.ts";
import type { DeliveryMode } from "../domain/delivery.ts";
import type { RecordWork } from "../domain/work-done.ts";
import type { JobRequest } from "../jobs/queue.ts";
import type { IdentityProvider } from "../net/identity-provider.ts";

/** What the pages need of a log; pino is one. */
export interface WebLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface WebDeps {
  readonly db: Db;
  /** Where readers reach the site, absolute and without a slash at the end. */
  readonly publicUrl: string;
  readonly now: () => Date;
  readonly log: WebLog;
  readonly version: string;
  /** The commit of the program, which a frozen report names; null or left out when nobody knows. */
  readonly program?: string | null;
  /** Where accessibility faults are reported, an e-mail address; null sends readers to their region. */
  readonly contact: string | null;
  /** Where security faults are reported, as `mailto:` or https; null when nobody has said. */
  readonly securityContact: string | null;
  /** Whether what is published leaves the house; where it does not, the desk says so. */
  readonly mode: DeliveryMode;
  /** For previews, which are what would be sent: nothing here sends. */
  readonly channels: ReadonlyMap<string, Channel>;
  /** Puts work into the queue; the pages do none themselves. */
  readonly enqueue: (jobs: readonly JobRequest[]) => Promise<void>;
  /** How far this process has come; one that has been asked to stop answers still, and wants nobody new. */
  readonly phase?: () => "starting" | "running" | "stopping";
  /** How many proxies of our own stand in front, whose word on the client's address is believed. */
  readonly trustedProxies: number;
  /** Seals what lies in the database; null or left out when none is set. */
  readonly secretKey?: string | null | undefined;
  /** By whom people may sign in beside local accounts; null without one. */
  readonly identityProvider: IdentityProvider | null;
  /** What signs the mails that a mail server hands in; null or left out when none does. */
  readonly inboundSecret?: string | null | undefined;
  /** What opens `/metrics`; null when nobody may read it. */
  readonly metricsToken: string | null;
  /** Whether what carries the queue answers; left out where there is none. */
  readonly answersQueue?: (() => Promise<boolean>) | undefined;
  /** Tells of each answer; null or left out when nobody listens. */
  readonly record?: RecordWork | null;
}
