import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, statSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DCLinter } from "dclint";
import { validate } from "dockerfile-utils";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import {
  fillIn,
  layOutImage,
  readCompose,
  readDockerfile,
  readImage,
  REPOSITORY,
  type ComposeService,
} from "./support/image.ts";
import { PATIENT } from "./support/patience.ts";
import { createEmptyDatabase, type TestDatabase } from "./support/postgres.ts";
import { createTestRedisUrl } from "./support/redis.ts";
import { findServerAccount } from "./support/servers.ts";

const image = readImage();
const compose = readCompose();
/** Its own types are not to be found from a module. */
const lintSchema = z.array(
  z.object({ messages: z.array(z.object({ type: z.string(), rule: z.string(), message: z.string() })) }),
);
/** Ours: what is made of our own image. */
const OURS = ["migrate", "web", "worker"];

function service(name: string): ComposeService {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`test: there is no service ${name}`);
  return found;
}

describe("compose.yaml", () => {
  it("is a Compose file by the schema of the Compose specification, and one that is not is found out", async () => {
    const linter = new DCLinter({ rules: {}, quiet: true, debug: false, exclude: [] });
    const readFaults = (file: string) =>
      lintSchema
        .parse(linter.lintFiles([file], false))
        .flatMap(({ messages }) => messages)
        // Warnings are of taste: the order of names, the manner of quotes.
        .filter(({ type }) => type === "error");
    expect(readFaults(join(REPOSITORY, "compose.yaml"))).toEqual([]);

    const folder = await mkdtemp(join(tmpdir(), "restsignal-compose-"));
    const wrong = join(folder, "compose.yaml");
    await writeFile(
      wrong,
      "services:\n  web:\n    image: restsignal\n    read_only: perhaps\n    depend_on: [redis]\n",
    );
    expect(readFaults(wrong).map(({ rule }) => rule)).toContain("invalid-schema");
    await rm(folder, { recursive: true });
  });

  it("knows every service that another waits for, and asks of each how it is before others start", () => {
    for (const [name, { depends_on: waits = {} }] of Object.entries(compose.services))
      for (const [other, { condition }] of Object.entries(waits)) {
        expect([name, other, Object.keys(compose.services)]).toEqual([name, other, expect.arrayContaining([other])]);
        if (condition === "service_healthy") expect(service(other).healthcheck?.test?.[0]).toMatch(/^CMD/);
        else expect(condition).toBe("service_completed_successfully");
      }
    expect(Object.keys(service("web").depends_on ?? {})).toEqual(expect.arrayContaining(["migrate", "redis"]));
    expect(service("worker").depends_on).toEqual(service("web").depends_on);
  });

  it("gives no container more than it needs: nothing to write on, no rights, no port but on this machine", () => {
    for (const [name, { read_only, cap_drop, ports = [] }] of Object.entries(compose.services)) {
      expect([name, read_only, cap_drop]).toEqual([name, true, ["ALL"]]);
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
    for (const name of ["postgres", "redis"]) {
      const [volume = ""] = service(name).volumes ?? [];
      expect(Object.keys(compose.volumes)).toContain(volume.split(":")[0]);
    }
  });

  it("has no default for a secret: without each of them it says which is missing", () => {
    const secrets = { POSTGRES_PASSWORD: "a", REDIS_PASSWORD: "b", SECRET_KEY: "c" };
    const values = Object.values(compose.services).flatMap(({ environment = {} }) => Object.values(environment));
    for (const name of Object.keys(secrets))
      expect(() => values.map((value) => fillIn(value, { ...secrets, [name]: "" }))).toThrow(
        `required variable ${name} is missing a value`,
      );
    expect(() => values.map((value) => fillIn(value, secrets))).not.toThrow();
  });
});

describe("the Dockerfile", () => {
  it("has no fault that those who know Dockerfiles would point out", () => {
    expect(validate(readDockerfile())).toEqual([]);
  });

  it("is of two stages and of a small Node, installs from the lockfile without development's packages, and is nobody's root", () => {
    const text = readDockerfile();
    expect(text.match(/^FROM .+/gm)).toEqual(["FROM node:24-slim AS packages", "FROM node:24-slim"]);
    expect(text).toMatch(/^RUN npm ci --omit=dev /m);
    expect(image.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(image.healthcheck[0]).toBe("node");
  });
});

/** The commands of the images, run here: in a folder with what an image holds, by an account that may not write there. */
describe("what the containers of compose.yaml do, run on this machine", () => {
  let folder: string;
  let temporary: string;
  let database: TestDatabase;
  let variables: Record<string, string>;
  const account = findServerAccount();
  const running: ChildProcess[] = [];

  beforeAll(async () => {
    folder = await layOutImage(image);
    temporary = await mkdtemp(join(tmpdir(), "restsignal-container-"));
    for (const path of [folder, temporary]) spawnSync("chmod", ["-R", "a+rX", path]);
    if (account !== null) spawnSync("chown", ["-R", `${account.uid}:${account.gid}`, temporary]);
    database = await createEmptyDatabase();
    variables = { POSTGRES_PASSWORD: "a", REDIS_PASSWORD: "b", SECRET_KEY: "c".repeat(48) };
  });
  afterAll(async () => {
    for (const child of running) child.kill("SIGKILL");
    await database?.drop();
    for (const path of [folder, temporary].filter(Boolean)) await rm(path, { recursive: true, force: true });
  });

  /** What a container finds in its environment; servers and ports are this machine's. */
  function environmentOf(name: string, port: number): Record<string, string> {
    const own = Object.entries(service(name).environment ?? {}).map(([key, value]) => [key, fillIn(value, variables)]);
    return {
      PATH: process.env["PATH"] ?? "",
      TMPDIR: temporary,
      ...image.environment,
      ...Object.fromEntries(own),
      DATABASE_URL: database.url,
      REDIS_URL: createTestRedisUrl().url,
      HOST: "127.0.0.1",
      PORT: String(port),
      LAKEMEDELSVERKET_URL: "http://127.0.0.1:1/file.xml",
      LAKEMEDELSVERKET_PRODUCTS_URL: "http://127.0.0.1:1/file.xlsx",
    };
  }

  function run(words: readonly string[], env: Record<string, string>) {
    const [program = "", ...args] = words;
    const child = spawn(program === "node" ? process.execPath : program, args, { cwd: folder, env, ...account });
    running.push(child);
    const written = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const)
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        written[stream] += text;
      });
    return { child, written, ended: once(child, "close").then(([code]) => Number(code)) };
  }

  const start = (name: string, port: number) =>
    run([...image.entrypoint, ...(service(name).command ?? image.command)], environmentOf(name, port));
  const checkHealth = (env: Record<string, string>) => run(image.healthcheck, env).ended;

  it("`migrate` does its work and ends, so that the others start; a second time it finds nothing to do", async () => {
    const first = start("migrate", 0);
    expect([await first.ended, first.written.stderr]).toEqual([0, ""]);
    expect(first.written.stdout).toContain("0001-foundation: done");
    const second = start("migrate", 0);
    expect(await second.ended).toBe(0);
    expect(second.written.stdout).toMatch(/^Nothing to do\./);
  });

  it.each(["web", "worker"])(
    "`%s` becomes healthy by the image's own check, writes nothing in the image, and ends well when it is stopped",
    async (name) => {
      const port = await findFreePort();
      const env = environmentOf(name, port);
      const before = listFiles(folder);
      expect(await checkHealth(env)).toBe(1);
      const { child, written, ended } = start(name, port);
      await vi.waitFor(() => expect(written.stdout).toMatch(/\nReady: /), PATIENT);
      expect(await checkHealth(env)).toBe(0);
      const page = await fetch(`http://127.0.0.1:${port}/`);
      expect(page.status).toBe(name === "web" ? 200 : 404);
      child.kill(image.stopSignal as NodeJS.Signals);
      expect(await ended).toBe(0);
      expect(await checkHealth(env)).toBe(1);
      expect(listFiles(folder)).toEqual(before);
    },
  );

  it("every command of ours is one that the image knows", async () => {
    expect(OURS.map((name) => service(name).command)).toEqual([
      ["migrate"],
      ["serve", "--role", "web"],
      ["serve", "--role", "worker"],
    ]);
    const { ended, written } = run([...image.entrypoint, ...image.command, "--help"], environmentOf("web", 0));
    expect(await ended).toBe(0);
    expect(written.stdout).toContain("restsignal serve [--role all|web|worker]");
  });
});

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Every file that is no package's, with when it was last written. */
function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => `${path} ${statSync(path).mtimeMs}`)
    .toSorted();
}
