import { existsSync } from "node:fs";
import { z } from "zod";
import { readGitCommit } from "./config-commit.ts";
import { findMailFaults, mailSettings } from "./config-mail.ts";
import { claimMapSchema } from "./domain/claim-map.ts";
import { parseEmailAddress } from "./domain/email-address.ts";
import { DEFAULT_GUARDS, MIN_PRODUCTS } from "./domain/guard.ts";

const share = z.coerce.number().min(0).max(1);

const webAddress = z.url({ protocol: /^https?$/ });

/** Without encryption a provider's word is worth nothing, unless it never leaves the machine. */
const issuerAddress = z
  .url({ protocol: /^https?$/ })
  .refine((url) => url.startsWith("https:") || /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(new URL(url).hostname))
  .refine((url) => !/[?#]/.test(url));

const claimMap = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: "custom", message: "is not JSON" });
      return z.NEVER;
    }
  })
  .pipe(claimMapSchema);

/** As OpenTelemetry writes them: `name=value,name=value`, the values percent-encoded. */
const headers = z
  .string()
  .default("")
  .transform((text, context) => {
    const read: Record<string, string> = {};
    for (const pair of text.split(",").filter((part) => part.trim() !== "")) {
      const [, name, written] = /^\s*([\w-]+)\s*=\s*([\x21-\x7E ]*?)\s*$/.exec(pair) ?? [];
      const value = decodePercent(written ?? "");
      if (name === undefined || value === null) {
        context.addIssue({ code: "custom", message: "is no list of headers" });
        return z.NEVER;
      }
      read[name] = value;
    }
    return read;
  });

function decodePercent(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

const list = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== ""),
  );

/** A name, or all names below one of two words or more: `*.com` would let nearly any address in. */
const HOST_PATTERN = /^(\*(\.[a-z0-9-]+){2,}|[a-z0-9-]+(\.[a-z0-9-]+)*)$/;

/**
 * Every setting, with what it should be. `.describe` is what a wrong value is told; secrets have no default, and what
 * needs a missing one says so when it is used.
 */
export const configSchema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^(pglite:.+|postgres(ql)?:\/\/.+)$/)
    .default("pglite:./data/db")
    .describe("pglite:FOLDER or postgres://USER:PASSWORD@HOST/DATABASE"),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .describe("redis://HOST:PORT, or nothing to keep the queue in the database"),
  PROGRAM_COMMIT: z
    .string()
    .regex(/^[0-9a-f]{7,40}$/)
    .optional()
    .describe("the commit that runs, 7 to 40 hexadecimal figures; a working copy knows its own"),
  PUBLIC_URL: webAddress
    .default("http://127.0.0.1:8080")
    .transform((url) => url.replace(/\/+$/, ""))
    .describe("the address readers reach the pages at, such as https://restsignal.example"),
  HOST: z.string().min(1).default("127.0.0.1").describe("the address to listen on, such as 127.0.0.1 or 0.0.0.0"),
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe(
      "a port from 0 to 65535; 0 takes a free one, and nothing is 8080 for pages and none for a process without them",
    ),
  STOP_DELAY_SECONDS: z.coerce
    .number()
    .min(0)
    .max(600)
    .default(0)
    .describe("for how many seconds pages are still answered after a wish to stop, from 0 to 600"),
  TRUSTED_PROXIES: z.coerce
    .number()
    .int()
    .min(0)
    .max(9)
    .default(0)
    .describe("how many proxies of your own stand in front and add to X-Forwarded-For, from 0 to 9"),
  CONTACT: z
    .string()
    .refine((text) => parseEmailAddress(text) !== null)
    .optional()
    .describe("the e-mail address of whoever runs this, told to readers and to the sources"),
  SECURITY_CONTACT: z
    .union([webAddress.startsWith("https:"), z.string().regex(/^mailto:[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/)])
    .optional()
    .describe("where security faults are reported, told in security.txt: mailto:ADDRESS or an https address"),
  LAKEMEDELSVERKET_URL: webAddress
    .optional()
    .describe("the http or https address of Läkemedelsverket's file, or nothing for its own"),
  LAKEMEDELSVERKET_PRODUCTS_URL: webAddress
    .optional()
    .describe("the http or https address of Läkemedelsverket's product file, or nothing for its own"),
  MAX_FILE_MB: z.coerce
    .number()
    .positive()
    .max(2_000)
    .default(200)
    .describe("the largest file a source may send, in MB"),
  GUARD_MIN_REPORTS: z.coerce
    .number()
    .int()
    .min(1)
    .default(DEFAULT_GUARDS.minReports)
    .describe("the fewest reports a fetched national file may hold"),
  GUARD_MIN_PRODUCTS: z.coerce
    .number()
    .int()
    .min(1)
    .default(MIN_PRODUCTS)
    .describe("the fewest products a fetched product file may hold"),
  GUARD_MAX_DROP: share
    .default(DEFAULT_GUARDS.maxDropShare)
    .describe("a share from 0 to 1 of the reports, or products, that may be gone at once"),
  GUARD_MAX_CHANGE: share
    .default(DEFAULT_GUARDS.maxChangeShare)
    .describe("a share from 0 to 1 of the open notices, or products, that may change in a day"),
  ALLOW_PRIVATE_HOSTS: list.describe("HOST:PORT, separated by commas, that may be reached though they are private"),
  DELIVERY_MODE: z
    .enum(["capture", "live"])
    .default("capture")
    .describe("capture (render and record everything, send nothing) or live"),
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^xoxb-[\w-]+$/)
    .optional()
    .describe("a Slack bot token, xoxb-…"),
  SLACK_API_URL: webAddress.optional().describe("another address for Slack's Web API, such as a double in a test"),
  TEAMS_HOSTS: list
    .transform((hosts) => hosts.map((host) => host.toLowerCase()))
    .refine((hosts) => hosts.every((host) => HOST_PATTERN.test(host)))
    .describe(
      "host names, separated by commas, of Teams workflows beside Microsoft's own, such as *.logic.azure.us or teams.region.example",
    ),
  ...mailSettings,
  SECRET_KEY: z
    .string()
    .min(32)
    .optional()
    .describe("a secret of 32 characters or more, such as openssl rand -base64 32 prints; it seals second factors"),
  OIDC_ISSUER: issuerAddress
    .optional()
    .describe(
      "the https address of an OpenID provider (http only on this machine), or nothing for local accounts only",
    ),
  OIDC_CLIENT_ID: z.string().min(1).optional().describe("the name the OpenID provider knows us by"),
  OIDC_CLIENT_SECRET: z
    .string()
    .min(8)
    .optional()
    .describe("the secret the OpenID provider gave us, 8 characters or more"),
  OIDC_SCOPE: z
    .string()
    .regex(/^openid( [\x21\x23-\x5B\x5D-\x7E]+)*$/)
    .default("openid email profile")
    .describe("openid, and what else is asked for, with spaces between"),
  OIDC_CLAIM_MAP: claimMap
    .optional()
    .describe(
      'JSON such as {"claim":"groups","roles":{"rs-12-curator":[{"region":"12","role":"curator"}]},"email":"email","name":"name"}: the claim that holds the roles, what each of its values gives (analyst and operator in region 00, all others in a region), and the claims of address and name',
    ),
  METRICS_TOKEN: z
    .string()
    .min(16)
    .regex(/^[\w.~+/-]+=*$/)
    .optional()
    .describe("16 characters or more that a scraper sends as a bearer token, or nothing to have no /metrics"),
  OTEL_EXPORTER_OTLP_ENDPOINT: webAddress
    .optional()
    .describe("the http or https address of an OpenTelemetry collector (OTLP over HTTP), or nothing to tell none"),
  OTEL_EXPORTER_OTLP_HEADERS: headers.describe("NAME=VALUE, separated by commas, that the collector asks for"),
  OTEL_SERVICE_NAME: z
    .string()
    .min(1)
    .default("restsignal")
    .describe("the name that the collector knows this service by"),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"])
    .default("info")
    .describe("debug, info, warn, error or silent"),
});

export type Config = z.infer<typeof configSchema>;

/** Where pages are when PORT says nothing. */
export const PAGES_PORT = 8080;

/** A setting is wrong: says which, and what it should be, never what it was (it may be a secret). */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ConfigError";
  }
}

/** Reads the settings from an environment; an empty one is one that is not set. Throws ConfigError. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = configSchema.safeParse(given);
  if (parsed.success) {
    refuseHalfProvider(parsed.data);
    const faults = findMailFaults(parsed.data);
    if (faults.length > 0) throw new ConfigError(faults);
    return parsed.data;
  }
  const names = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
  throw new ConfigError([...names].map((name) => `${name} should be ${describeSetting(name)}`));
}

/** Throws ConfigError when an OpenID provider is named but something it needs is not. */
function refuseHalfProvider(config: Config): void {
  if (config.OIDC_ISSUER === undefined) return;
  const missing = (["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_CLAIM_MAP"] as const).filter(
    (name) => config[name] === undefined,
  );
  if (missing.length === 0) return;
  throw new ConfigError(missing.map((name) => `${name} should be ${describeSetting(name)}; OIDC_ISSUER needs it`));
}

/** The settings of this process: its environment, and for what that leaves out a file `.env`. Throws ConfigError. */
export function readProcessConfig(): Config {
  if (existsSync(".env")) process.loadEnvFile(".env");
  return readConfig({
    ...process.env,
    PROGRAM_COMMIT: process.env["PROGRAM_COMMIT"] || (readGitCommit() ?? undefined),
  });
}

function describeSetting(name: string): string {
  const shape: Readonly<Record<string, z.ZodType>> = configSchema.shape;
  return shape[name]?.description ?? "left out";
}

const OLDEST_NODE = 24;

/** Throws ConfigError on a Node too old to run the libraries; `npm` scripts always have the right one. */
export function refuseOldNode(): void {
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= OLDEST_NODE) return;
  throw new ConfigError([
    `This is Node ${process.versions.node}; Restsignal needs ${OLDEST_NODE} or later. Start it with "npm start" or "npm run restsignal", which bring their own.`,
  ]);
}
