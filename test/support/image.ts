import { readFileSync, readdirSync } from "node:fs";
import { cp, mkdir, mkdtemp, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { DockerfileParser } from "dockerfile-ast";
import { parse } from "yaml";
import { z } from "zod";

export const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));

const wordsSchema = z.array(z.string());

/** What the last stage of the Dockerfile says of the containers that are made of it. */
export interface Image {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string;
  readonly stopSignal: string;
  /** What is copied into the image out of the repository. */
  readonly copied: readonly string[];
}

export function readDockerfile(): string {
  return readFileSync(join(REPOSITORY, "Dockerfile"), "utf8");
}

/** Reads the Dockerfile as the programs do that build from it. */
export function readImage(): Image {
  const instructions = DockerfileParser.parse(readDockerfile()).getInstructions();
  const lastStage = instructions.findLastIndex((instruction) => instruction.getKeyword() === "FROM");
  const own = instructions.slice(lastStage + 1);
  const told = (keyword: string): string[] =>
    own
      .filter((instruction) => instruction.getKeyword() === keyword)
      .map((instruction) => instruction.getRawArgumentsContent() ?? "");
  const one = (keyword: string): string => told(keyword).at(-1) ?? "";
  const words = (text: string): string[] => wordsSchema.parse(JSON.parse(text));
  return {
    entrypoint: words(one("ENTRYPOINT")),
    command: words(one("CMD")),
    healthcheck: words(/\bCMD\s+(\[.*\])\s*$/s.exec(one("HEALTHCHECK"))?.[1] ?? ""),
    environment: Object.fromEntries(
      told("ENV").flatMap((line) =>
        // What is built without its argument has an empty one.
        [...line.matchAll(/(\w+)=(\S+)/g)].map(([, name = "", value = ""]) => [name, value.replace(/^\$\w+$/, "")]),
      ),
    ),
    user: one("USER"),
    stopSignal: one("STOPSIGNAL"),
    copied: told("COPY")
      // What begins with a slash comes out of another stage.
      .filter((line) => !line.startsWith("/"))
      .flatMap((line) => line.split(/\s+/).slice(0, -1)),
  };
}

const lockSchema = z.object({ packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })) });

/** A folder that holds what the image holds: the files that are copied, and no package that only development needs. */
export async function layOutImage(image: Image): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "restsignal-image-"));
  for (const name of image.copied) await cp(join(REPOSITORY, name), join(folder, name), { recursive: true });
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(join(REPOSITORY, "package-lock.json"), "utf8")));
  const there = new Set(listPackages(join(REPOSITORY, "node_modules")));
  for (const [path, { dev }] of Object.entries(packages)) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1];
    if (name === undefined || dev === true || !there.has(name)) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await symlink(join(REPOSITORY, path), join(folder, path));
  }
  return folder;
}

/** Packages for another machine are in the lockfile and not in the folder. */
function listPackages(folder: string): string[] {
  return readdirSync(folder).flatMap((name) =>
    name.startsWith("@") ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
  );
}

const serviceSchema = z.looseObject({
  image: z.string(),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
  user: z.string().optional(),
  environment: z.record(z.string(), z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  healthcheck: z.looseObject({ test: z.array(z.string()).optional(), disable: z.boolean().optional() }).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  stop_grace_period: z.string().optional(),
});
export type ComposeService = z.infer<typeof serviceSchema>;

const composeSchema = z.looseObject({
  services: z.record(z.string(), serviceSchema),
  volumes: z.record(z.string(), z.unknown()),
});

/** Reads `compose.yaml`, its merges done and its variables as they are written. */
export function readCompose(): z.infer<typeof composeSchema> {
  return composeSchema.parse(parse(readFileSync(join(REPOSITORY, "compose.yaml"), "utf8"), { merge: true }));
}

/** Puts variables in as Compose does: `${NAME}`, `${NAME:-default}` and `${NAME:?why it is needed}`. Throws what is missing. */
export function fillIn(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind?: string, rest = "") => {
    const value = variables[name] ?? "";
    if (value !== "") return value;
    if (kind === "?") throw new Error(`required variable ${name} is missing a value: ${rest}`);
    return rest;
  });
}
