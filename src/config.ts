import { z } from "zod";
import { DEFAULT_GUARDS } from "./domain/guard.ts";

const share = z.coerce.number().min(0).max(1);

const webAddress = z.url({ protocol: /^https?$/ });

/** An empty variable is one that is not set: `REDIS_URL=` in a file of settings means "none". */
function optional<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === "" ? undefined : value), schema.optional());
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
  REDIS_URL: optional(z.url({ protocol: /^rediss?$/ })).describe(
    "redis://HOST:PORT, or nothing to keep the queue in the database",
  ),
  PUBLIC_URL: webAddress
    .default("http://127.0.0.1:8080")
    .transform((url) => url.replace(/\/+$/, ""))
    .describe("the address readers reach the pages at, such as https://restsignal.example"),
  HOST: z.string().min(1).default("127.0.0.1").describe("the address to listen on, such as 127.0.0.1 or 0.0.0.0"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080).describe("a port from 0 to 65535; 0 takes a free one"),
  CONTACT: optional(z.email()).describe("the e-mail address of whoever runs this, told to readers and to the sources"),
  LAKEMEDELSVERKET_URL: optional(webAddress).describe("another address for Läkemedelsverket's file, such as a mirror"),
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
  GUARD_MAX_DROP: share
    .default(DEFAULT_GUARDS.maxDropShare)
    .describe("a share from 0 to 1 of the reports that may be gone at once"),
  GUARD_MAX_CHANGE: share
    .default(DEFAULT_GUARDS.maxChangeShare)
    .describe("a share from 0 to 1 of the open notices that may change in a day"),
  ALLOW_PRIVATE_HOSTS: list.describe("HOST:PORT, separated by commas, that may be reached though they are private"),
  DELIVERY_MODE: z
    .enum(["capture", "live"])
    .default("capture")
    .describe("capture (render and record everything, send nothing) or live"),
  SLACK_BOT_TOKEN: optional(z.string().startsWith("xoxb-")).describe("a Slack bot token, xoxb-…"),
  SLACK_API_URL: optional(webAddress).describe("another address for Slack's Web API, such as a double in a test"),
  SMTP_URL: optional(z.url({ protocol: /^smtps?$/ })).describe("smtp://USER:PASSWORD@HOST:PORT"),
  MAIL_FROM: z
    .string()
    .regex(/^([^<>@]*<[^<>@\s]+@[^<>@\s]+\.[a-z]{2,}>|[^<>@\s]+@[^<>@\s]+\.[a-z]{2,})$/i)
    .default("Restsignal <utskick@restsignal.example>")
    .describe("the sender of digests, such as Restsignal <restsignal@region.example>"),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"])
    .default("info")
    .describe("debug, info, warn, error or silent"),
});

export type Config = z.infer<typeof configSchema>;

/** A setting is wrong: says which, and what it should be, never what it was (it may be a secret). */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ConfigError";
  }
}

/** Reads the settings from an environment. Throws ConfigError. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = configSchema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const names = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
  throw new ConfigError([...names].map((name) => `${name} should be ${describeSetting(name)}`));
}

/** The settings of this process. Throws ConfigError. */
export function readProcessConfig(): Config {
  return readConfig(process.env);
}

function describeSetting(name: string): string {
  const shape: Readonly<Record<string, z.ZodType>> = configSchema.shape;
  return shape[name]?.description ?? "left out";
}
