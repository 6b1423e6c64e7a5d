// The rules of the house, as data. Imports go one way: domain ← templates ← channels, domain ← net ← sources,
// domain ← db ← secrets ← services, sources ← services.

export interface Room {
  readonly name: string;
  /** The first room whose pattern fits a file owns it. */
  readonly holds: RegExp;
  /** Rooms it may import from beside itself; "all" for entry points. */
  readonly rooms: readonly string[] | "all";
  /** Rooms it may import types from, and nothing that runs. */
  readonly types?: readonly string[];
  /** Packages it may import, `node:` for all of Node's own; "any" is held back by OWNED_PACKAGES. */
  readonly packages: readonly string[] | "any";
}

const JOINING = [
  "domain",
  "addresses",
  "net",
  "sources",
  "channels",
  "templates",
  "db",
  "secrets",
  "services",
  "jobs",
  "queue",
];

export const ROOMS: readonly Room[] = [
  {
    // zod, the calendar, the count of slips and the solver are pure: they reach neither network, clock nor chance, and of
    // the disk only what they consist of.
    name: "domain",
    holds: /^src\/domain\//,
    rooms: [],
    packages: ["zod", "temporal-polyfill", "fastest-levenshtein", "highs"],
  },
  { name: "templates", holds: /^templates\//, rooms: ["domain"], packages: ["hono/jsx", "hono/html"] },
  {
    name: "net",
    holds: /^src\/net\//,
    rooms: ["domain"],
    packages: ["undici", "ipaddr.js", "openid-client", "imapflow", "node:"],
  },
  { name: "sources", holds: /^src\/sources\//, rooms: ["domain", "net"], packages: "any" },
  { name: "outreach report", holds: /^src\/outreach-report\//, rooms: ["domain", "templates"], packages: "any" },
  { name: "channels", holds: /^src\/channels\//, rooms: ["domain", "templates"], types: ["net"], packages: "any" },
  {
    name: "db",
    holds: /^src\/db\//,
    rooms: ["domain"],
    packages: ["kysely", "pg", "@electric-sql/pglite", "zod", "node:"],
  },
  {
    // Passwords, codes and tokens: what is drawn, hashed, sealed and compared.
    name: "secrets",
    holds: /^src\/secrets\//,
    rooms: ["domain", "db"],
    packages: ["@node-rs/argon2", "otpauth", "uqr", "@zxcvbn-ts/language-common", "node:"],
  },
  {
    name: "services",
    holds: /^src\/services\//,
    // The templates for the words of a region's record, which is in Swedish.
    // The sources and Node for a source's file, which is stored while it is read.
    rooms: ["domain", "addresses", "templates", "db", "secrets", "sources", "jobs", "channel registry"],
    types: ["queue"],
    packages: ["zod", "node:"],
  },
  { name: "handlers", holds: /^src\/jobs\/.+\.handler\.ts$/, rooms: [...JOINING, "handlers"], packages: "any" },
  { name: "queue", holds: /^src\/jobs\/(queue|pglite)[^/]*\.ts$/, rooms: ["domain", "db", "jobs"], packages: "any" },
  { name: "jobs", holds: /^src\/jobs\//, rooms: ["domain"], types: ["db", "queue"], packages: ["zod"] },
  {
    name: "web",
    holds: /^src\/web\//,
    rooms: [
      "domain",
      "addresses",
      "db",
      "secrets",
      "services",
      "jobs",
      "queue",
      "templates",
      "channel registry",
      "outreach report",
    ],
    types: ["config", "sources", "net"],
    packages: "any",
  },
  { name: "edge", holds: /^(src\/edge\/|workers\/edge\.ts$)/, rooms: ["domain"], packages: ["hono"] },
  { name: "demo", holds: /^src\/demo\//, rooms: [...JOINING, "handlers"], types: ["config", "deps"], packages: "any" },
  { name: "addresses", holds: /^src\/addresses\.ts$/, rooms: ["domain"], packages: [] },
  { name: "config", holds: /^src\/config(-mail|-commit)?\.ts$/, rooms: ["domain"], packages: ["zod", "node:"] },
  { name: "log", holds: /^src\/log\.ts$/, rooms: ["domain"], packages: ["pino"] },
  { name: "tracing", holds: /^src\/tracing\.ts$/, rooms: ["domain"], packages: ["@opentelemetry", "node:"] },
  { name: "stop wish", holds: /^src\/stop-wish\.ts$/, rooms: [], packages: [] },
  {
    name: "deps",
    holds: /^src\/deps\.ts$/,
    rooms: [...JOINING, "handlers", "config", "log", "tracing", "web"],
    packages: "any",
  },
  { name: "cli", holds: /^src\/cli\//, rooms: "all", packages: "any" },
  { name: "service", holds: /^src\/service(-process)?\.ts$/, rooms: "all", packages: "any" },
  { name: "workers", holds: /^workers\//, rooms: "all", packages: "any" },
];

/** Part of a room that may be imported where the room as a whole may not. */
export const DOORS: Readonly<Record<string, RegExp>> = {
  "channel registry": /^src\/channels\/(index|channel)\.ts$/,
};

/** Drivers and clients that only these rooms may touch. */
export const OWNED_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  kysely: ["db"],
  pg: ["db", "queue", "deps"],
  "@electric-sql/pglite": ["db", "queue", "deps"],
  bullmq: ["queue", "handlers", "deps", "workers"],
  ioredis: ["queue", "deps"],
  undici: ["net", "deps"],
  "openid-client": ["net"],
  imapflow: ["net"],
  "@node-rs/argon2": ["secrets"],
  otpauth: ["secrets"],
  highs: ["domain"],
  "@opentelemetry": ["tracing"],
};

/** Rooms where each file (`slack.ts`, `slack-*.ts`, `slack/`) is a world of its own, and what they may share. */
export const SIBLING_ROOMS: Readonly<Record<string, { readonly shared: RegExp; readonly registry: RegExp }>> = {
  sources: { shared: /^src\/sources\/(source|(xml|table|portal)-[a-z-]+)\.ts$/, registry: /^src\/sources\/index\.ts$/ },
  channels: { shared: /^src\/channels\/(channel|ruling)\.ts$/, registry: /^src\/channels\/index\.ts$/ },
};

export interface TextRule {
  readonly name: string;
  readonly holds: RegExp;
  readonly except?: RegExp;
  readonly forbids: RegExp;
  readonly reads: "code" | "code and comments";
  readonly mend: string;
}

export const TEXT_RULES: readonly TextRule[] = [
  {
    name: "only src/config.ts reads the environment",
    holds: /^(src|workers|templates)\//,
    except: /^src\/config\.ts$/,
    forbids: /\bprocess\s*(\.\s*env\b|\[\s*["'`]env["'`]\s*\])|\benv\b[^;]*\bfrom\s+"node:process"/,
    reads: "code",
    mend: "add the setting to src/config.ts and take it as an argument",
  },
  {
    name: "the domain and the templates know neither clock nor chance",
    holds: /^(src\/domain|templates)\//,
    forbids: /\bnew Date\(\s*\)|\bDate\.now\b|\bTemporal\.Now\b|\bMath\.random\b|\brandomUUID\b|\bgetRandomValues\b/,
    reads: "code",
    mend: "take the time or the id as an argument",
  },
  {
    name: "a request's body is read through its limits only",
    holds: /^src\/web\//,
    except: /^src\/web\/frame\/form-body\.ts$/,
    forbids: /\breq\s*\.\s*(?:raw|parseBody|formData|json|text|arrayBuffer|blob|body|bodyCache)\b/,
    reads: "code",
    mend: "take the form in with acceptForm or receiveForm, and read it with readForm",
  },
  {
    name: "only services begin a transaction",
    holds: /^src\//,
    except: /^src\/services\//,
    forbids: /\.\s*(?:transaction|startTransaction)\(/,
    reads: "code",
    mend: "make it a verb in src/services/ and call that",
  },
  {
    name: "only the database's room asks the database",
    holds: /^src\//,
    except: /^src\/db\//,
    forbids: /\.\s*(?:selectFrom|insertInto|updateTable|deleteFrom)\(/,
    reads: "code",
    mend: "make it a query in src/db/ and call that",
  },
  {
    name: "only services write the log of deeds",
    holds: /^src\//,
    except: /^src\/(services\/|db\/audit\.ts$)/,
    forbids: /\binsertAudit\(/,
    reads: "code",
    mend: "make it a verb in src/services/ and call that",
  },
  {
    name: "no type error is silenced",
    holds: /^(src|workers|templates|test)\//,
    forbids: /@ts-(?:ignore|expect-error|nocheck)/,
    reads: "code and comments",
    mend: "mend the type, or narrow it with a check",
  },
];

export const SIZE_RULES = [
  { holds: /^workers\//, maxLines: 50, mend: "an entry point only wires: move the logic to a room under src/" },
  { holds: /^(src|templates|test)\//, maxLines: 400, mend: "split the file by what changes together" },
];

export const FORBIDDEN_NAMES = /^(utils?|helpers?|common|misc)$/;
export const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
export const NAMED_FOLDERS = /^(src|workers|templates|test)\//;
export const NOT_OURS_TO_NAME = /^test\/fixtures\//;

export const TOP_LEVEL_FOLDERS = ["src", "workers", "templates", "test"];
export const TOP_LEVEL = new Set([
  ...TOP_LEVEL_FOLDERS,
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "knip.json",
  "wrangler.toml",
  "Dockerfile",
  "compose.yaml",
  "README.md",
  "LICENSE",
]);
export const TOP_LEVEL_PATTERNS = [/^\./, /^CITATION\.\w+$/, /^[a-z]+\.config\.ts$/];

/**
 * The folders of src/web, lowest first: each imports from those before it and from itself. What stands in the last line
 * are the features, which never import each other; `desk.tsx` and `app.ts` alone join them.
 */
export const WEB_LAYERS: readonly RegExp[] = [
  /^src\/web\/web-deps\.ts$/,
  /^src\/web\/words\//,
  /^src\/web\/frame\//,
  /^src\/web\/parts\//,
  /^src\/web\/case-parts\//,
  /^src\/web\/(search-parts|wish-parts|report-parts|identity|kept)\//,
  /^src\/web\/desk-parts\//,
  /^src\/web\/desk\/(?!desk\.tsx$)[^/]+$/,
  /^src\/web\/(desk|public)\/[^/]+\/|^src\/web\/(sign-in|machines)\//,
];
export const WEB_JOINTS = /^src\/web\/(app\.ts|server\.ts|desk\/desk\.tsx)$/;
/** The folder that a file of a feature lies in. */
export const WEB_FEATURE = /^src\/web\/(?:(?:desk|public)\/[^/]+|sign-in|machines)\//;
