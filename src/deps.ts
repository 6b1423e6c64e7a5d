import type { Logger } from "pino";
import type { Channel } from "./channels/channel.ts";
import { createChannels } from "./channels/index.ts";
import { readDkim } from "./config-mail.ts";
import type { Config } from "./config.ts";
import { startClock } from "./db/clock.ts";
import { openDatabase, type Database, type OpenOptions } from "./db/client.ts";
import type { GuardLimits } from "./domain/guard.ts";
import { CATALOGUE_SOURCE, NATIONAL_SOURCE } from "./domain/source-health.ts";
import type { DeliverDeps } from "./jobs/deliver.handler.ts";
import type { FetchDeps } from "./jobs/fetch.handler.ts";
import type { IngestDeps } from "./services/intake/intake.ts";
import { createLog } from "./log.ts";
import { NO_TRACING, startTracing, type Tracing } from "./tracing.ts";
import { createHttpClient, type HttpClient } from "./net/http-client.ts";
import { createIdentityProvider, type IdentityProvider } from "./net/identity-provider.ts";
import { createMailInbox, type MailInbox } from "./net/mail-inbox.ts";
import type { PublishingDeps } from "./services/publication.ts";
import type { WebDeps } from "./web/web-deps.ts";

export const VERSION = "0.1.0";

/** The national file takes seconds; a host that needs longer is not well. */
const FETCH_TIMEOUT_MS = 120_000;

const INBOX_TIMEOUT_MS = 20_000;

/** What talks to the outside, and needs no database. */
export interface Edges {
  readonly config: Config;
  readonly log: Logger;
  readonly http: HttpClient;
  readonly channels: ReadonlyMap<string, Channel>;
  /** Where returned mails come to; null when that is not set. */
  readonly inbox: MailInbox | null;
  readonly now: () => Date;
  /** Null when none is configured; it is asked nothing before somebody signs in. */
  readonly identityProvider: IdentityProvider | null;
  close(): Promise<void>;
}

/** The real edges of the program, built once and closed together. */
export interface Deps extends Edges {
  readonly database: Database;
  /** For what turns cases into messages. */
  readonly publishing: PublishingDeps;
  /** For what takes in files that are there: of sources, of lists, of the product catalogue. */
  readonly intake: IngestDeps & { readonly maxBytes: number };
  /** For what fetches the sources' files. */
  readonly polling: FetchDeps;
  /** For what sends. */
  readonly delivering: DeliverDeps;
  /** Tells a collector what was done; null when none is configured. */
  readonly record: Tracing["record"];
}

export function createEdges(config: Config): Edges {
  const http = createHttpClient({
    userAgent: `Mozilla/5.0 (compatible; Restsignal/${VERSION}; +${config.CONTACT ?? config.PUBLIC_URL})`,
    allowPrivateHosts: [...config.ALLOW_PRIVATE_HOSTS, ...namedHosts(config.SLACK_API_URL)],
  });
  const channels = createChannels({
    slack:
      config.SLACK_BOT_TOKEN === undefined
        ? { token: null }
        : { token: config.SLACK_BOT_TOKEN, http, apiUrl: config.SLACK_API_URL },
    teams: { http, moreHosts: config.TEAMS_HOSTS },
    email: {
      smtpUrl: config.SMTP_URL ?? null,
      from: config.MAIL_FROM,
      dkim: readDkim(config),
      returnAddress: config.BOUNCE_ADDRESS ?? null,
    },
  });
  const now = () => new Date();
  return {
    config,
    log: createLog(config.LOG_LEVEL),
    http,
    channels,
    inbox:
      config.BOUNCE_INBOX_URL === undefined
        ? null
        : createMailInbox({ url: config.BOUNCE_INBOX_URL, timeoutMs: INBOX_TIMEOUT_MS }),
    now,
    identityProvider: openProvider(config, { http, now }),
    close: async () => {
      await Promise.all([...channels.values()].map((channel) => channel.close()));
      await http.close();
    },
  };
}

/** Opens the database and builds everything that talks to the outside. Throws what `openDatabase` throws. */
export async function createDeps(config: Config, options: Pick<OpenOptions, "schema"> = {}): Promise<Deps> {
  const database = await openDatabase(config.DATABASE_URL, options);
  const edges = createEdges(config);
  const tracing = await openTracing(config);
  const { http, channels } = edges;
  const { db } = database;
  const clock = await startClock(database);
  const { now } = clock;
  const digestChannels = new Set([...channels.values()].filter(({ batches }) => batches).map(({ name }) => name));
  const publishing = { db, now, digestChannels };
  const intake = { ...publishing, guards: readGuards(config), maxBytes: config.MAX_FILE_MB * 1_000_000 };
  const fetching = { http, pause, random: Math.random, timeoutMs: FETCH_TIMEOUT_MS, addresses: readAddresses(config) };
  return {
    ...edges,
    now,
    database,
    publishing,
    intake,
    polling: { ...intake, ...fetching },
    delivering: { db, now, channels, mode: config.DELIVERY_MODE, publicUrl: config.PUBLIC_URL },
    record: tracing.record,
    close: async () => {
      clock.stop();
      await edges.close();
      await Promise.all([tracing.stop(), database.close()]);
    },
  };
}

function openTracing(config: Config): Promise<Tracing> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = config;
  if (endpoint === undefined) return Promise.resolve(NO_TRACING);
  const about = { serviceName: config.OTEL_SERVICE_NAME, version: VERSION, installation: config.PUBLIC_URL };
  return startTracing({ endpoint, headers, ...about });
}

/** Whoever sets the address of a service by hand means it, wherever it is. */
function namedHosts(url: string | undefined): readonly string[] {
  if (url === undefined) return [];
  const { protocol, hostname, port } = new URL(url);
  return [`${hostname}:${port || (protocol === "https:" ? "443" : "80")}`];
}

function openProvider(config: Config, deps: Parameters<typeof createIdentityProvider>[0]): IdentityProvider | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_CLAIM_MAP } = config;
  // The configuration has seen to it that they come together.
  if (OIDC_ISSUER === undefined || OIDC_CLIENT_ID === undefined) return null;
  if (OIDC_CLIENT_SECRET === undefined || OIDC_CLAIM_MAP === undefined) return null;
  return createIdentityProvider(deps, {
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    scope: config.OIDC_SCOPE,
    claimMap: OIDC_CLAIM_MAP,
    redirectUrl: `${config.PUBLIC_URL}/login/callback`,
  });
}

function readAddresses(config: Config): ReadonlyMap<string, string> {
  const configured = [
    [NATIONAL_SOURCE, config.LAKEMEDELSVERKET_URL],
    [CATALOGUE_SOURCE, config.LAKEMEDELSVERKET_PRODUCTS_URL],
  ] as const;
  return new Map(configured.flatMap(([name, url]) => (url === undefined ? [] : [[name, url]])));
}

function readGuards(config: Config): GuardLimits {
  return {
    minReports: config.GUARD_MIN_REPORTS,
    maxDropShare: config.GUARD_MAX_DROP,
    maxChangeShare: config.GUARD_MAX_CHANGE,
    minProducts: config.GUARD_MIN_PRODUCTS,
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What the pages need of the whole; `enqueue` is the queue's `add` or `hint`. */
export function webDeps(
  deps: Deps,
  { enqueue, phase, answersQueue }: Pick<WebDeps, "enqueue" | "phase" | "answersQueue">,
): WebDeps {
  const { config, database, log, now, channels, identityProvider } = deps;
  return {
    db: database.db,
    publicUrl: config.PUBLIC_URL,
    contact: config.CONTACT ?? null,
    securityContact: config.SECURITY_CONTACT ?? null,
    mode: config.DELIVERY_MODE,
    version: VERSION,
    program: config.PROGRAM_COMMIT ?? null,
    log,
    now,
    channels,
    enqueue,
    ...(phase === undefined ? {} : { phase }),
    ...(answersQueue === undefined ? {} : { answersQueue }),
    trustedProxies: config.TRUSTED_PROXIES,
    metricsToken: config.METRICS_TOKEN ?? null,
    record: deps.record,
    identityProvider,
    secretKey: config.SECRET_KEY ?? null,
    inboundSecret: config.BOUNCE_WEBHOOK_SECRET ?? null,
  };
}
