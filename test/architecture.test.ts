import { existsSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  DOORS,
  FORBIDDEN_NAMES,
  KEBAB_CASE,
  NAMED_FOLDERS,
  NOT_OURS_TO_NAME,
  OWNED_PACKAGES,
  ROOMS,
  SIBLING_ROOMS,
  SIZE_RULES,
  TEXT_RULES,
  TOP_LEVEL,
  TOP_LEVEL_FOLDERS,
  TOP_LEVEL_PATTERNS,
  WEB_FEATURE,
  WEB_JOINTS,
  WEB_LAYERS,
  type Room,
  type TextRule,
} from "./support/architecture-rules.ts";
import { blankComments, type Import, lineAt, parseImports } from "./support/import-scan.ts";

// ---------------------------------------------------------------------------------------------------------------------
// The checks: each takes files and gives `file:line: what is wrong; mend: how`.

interface SourceFile {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

function reportAt(place: { path: string; line: number }, wrong: string, mend: string): string {
  return `${place.path}:${place.line}: ${wrong}; mend: ${mend}`;
}

function findRoom(path: string): Room | undefined {
  return ROOMS.find((room) => room.holds.test(path));
}

function checkImports(file: SourceFile): string[] {
  if (!/^(src|workers|templates)\/.+\.tsx?$/.test(file.path)) return [];
  const room = findRoom(file.path);
  if (room === undefined) {
    const mend = "move it to the room that it belongs to, or add a room with its rule to ROOMS";
    return [reportAt({ path: file.path, line: 1 }, "the file lies in no known room", mend)];
  }
  return parseImports(file.text).flatMap((found) => {
    const place = { path: file.path, line: found.line };
    const check = found.specifier.startsWith(".") ? checkRoomImport : checkPackageImport;
    return check({ room, place, found });
  });
}

interface ImportCheck {
  readonly room: Room;
  readonly place: { readonly path: string; readonly line: number };
  readonly found: Import;
}

function checkRoomImport({ room, place, found }: ImportCheck): string[] {
  const target = posix.join(posix.dirname(place.path), found.specifier);
  const targetRoom = findRoom(target);
  if (targetRoom === room) return checkSiblings({ room, place, target });
  if (room.rooms === "all") return [];
  const openDoor = room.rooms.some((name) => DOORS[name]?.test(target) === true);
  if (openDoor || (targetRoom !== undefined && room.rooms.includes(targetRoom.name))) return [];
  if (found.typeOnly && targetRoom !== undefined && room.types?.includes(targetRoom.name) === true) return [];

  const allowed = [...room.rooms, ...(room.types ?? []).map((name) => `${name} (types)`)].join(", ") || "nothing else";
  const wrong = `${room.name} imports ${targetRoom?.name ?? "from outside every room"} (${target})`;
  return [reportAt(place, wrong, `${room.name} may import ${allowed}: take what you need as an argument`)];
}

function checkSiblings(input: { room: Room; place: ImportCheck["place"]; target: string }): string[] {
  const { room, place, target } = input;
  const rule = SIBLING_ROOMS[room.name];
  if (rule === undefined || rule.registry.test(place.path) || rule.shared.test(target)) return [];
  const [one, other] = [place.path, target].map((path) => `${path.split("/")[2]?.replace(/\.tsx?$/, "") ?? ""}-`);
  if (one === undefined || other === undefined || one.startsWith(other) || other.startsWith(one)) return [];
  return [
    reportAt(
      place,
      `${place.path} imports its sibling ${target}`,
      `share through a file that fits ${String(rule.shared)}`,
    ),
  ];
}

/** Inside src/web imports go down, and no feature imports another. */
function checkWebLayers(file: SourceFile): string[] {
  if (!file.path.startsWith("src/web/") || WEB_JOINTS.test(file.path)) return [];
  const findLayer = (path: string) => WEB_LAYERS.findIndex((layer) => layer.test(path));
  const own = findLayer(file.path);
  if (own === -1) return [reportAt({ path: file.path, line: 1 }, "lies in no folder of the pages", "see WEB_LAYERS")];
  return parseImports(file.text).flatMap((found) => {
    const target = posix.join(posix.dirname(file.path), found.specifier);
    if (!found.specifier.startsWith(".") || !target.startsWith("src/web/")) return [];
    const place = { path: file.path, line: found.line };
    const [from, to] = [file.path, target].map((path) => WEB_FEATURE.exec(path)?.[0]);
    if (to !== undefined && from !== undefined && from !== to)
      return [reportAt(place, `the feature ${from} imports the feature ${to}`, "share it through a folder of parts")];
    const layer = findLayer(target);
    if (layer !== -1 && layer <= own) return [];
    return [reportAt(place, `${file.path} imports upward (${target})`, "move what both need to the lower folder")];
  });
}

function checkPackageImport({ room, place, found }: ImportCheck): string[] {
  const fits = (name: string): boolean =>
    name === "node:" ? found.specifier.startsWith(name) : `${found.specifier}/`.startsWith(`${name}/`);
  const owned = Object.entries(OWNED_PACKAGES).find(([name]) => fits(name));
  if (owned !== undefined && !owned[1].includes(room.name)) {
    const mend = `only ${owned[1].join(", ")} may: take what it makes as an argument`;
    return [reportAt(place, `${room.name} imports ${found.specifier}`, mend)];
  }
  if (room.packages === "any" || room.packages.some(fits)) return [];
  const mend = `${room.name} may import ${room.packages.join(", ")}: do it in the room whose work it is`;
  return [reportAt(place, `${room.name} imports ${found.specifier}`, mend)];
}

function checkText(file: SourceFile, rule: TextRule): string[] {
  if (!rule.holds.test(file.path) || rule.except?.test(file.path) === true) return [];
  const text = rule.reads === "code" ? blankComments(file.text) : file.text;
  return [...text.matchAll(new RegExp(rule.forbids, "g"))].map((match) =>
    reportAt({ path: file.path, line: lineAt(text, match.index) }, match[0], rule.mend),
  );
}

function checkSize(file: SourceFile): string[] {
  const rule = SIZE_RULES.find(({ holds }) => holds.test(file.path));
  const lines = file.text.trimEnd().split("\n").length;
  if (rule === undefined || !/\.tsx?$/.test(file.path) || lines <= rule.maxLines) return [];
  const wrong = `${lines} lines, ${rule.maxLines} is the most`;
  return [reportAt({ path: file.path, line: rule.maxLines + 1 }, wrong, rule.mend)];
}

function checkNames(file: SourceFile): string[] {
  if (!NAMED_FOLDERS.test(file.path) || NOT_OURS_TO_NAME.test(file.path)) return [];
  const place = { path: file.path, line: 1 };
  return file.path.split("/").flatMap((name) => {
    if (FORBIDDEN_NAMES.test(name.replace(/\..*$/, ""))) {
      return [reportAt(place, `"${name}" says nothing of what it holds`, "name it for the one thing it does")];
    }
    return KEBAB_CASE.test(name) ? [] : [reportAt(place, `"${name}" is not kebab-case`, "use a-z, 0-9, - only")];
  });
}

function checkTopLevel(names: readonly string[]): string[] {
  return names
    .filter((name) => !TOP_LEVEL.has(name) && !TOP_LEVEL_PATTERNS.some((pattern) => pattern.test(name)))
    .map((name) =>
      reportAt({ path: name, line: 1 }, "does not belong at the top", "move it into a room, or ignore it"),
    );
}

// ---------------------------------------------------------------------------------------------------------------------
// The repository, held to them.

const root = fileURLToPath(new URL("../", import.meta.url));

function readFiles(folder: string): SourceFile[] {
  if (!existsSync(`${root}${folder}`)) return [];
  return readdirSync(`${root}${folder}`, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.join(entry.parentPath.slice(root.length), entry.name))
    .map((path) => ({ path, text: /\.tsx?$/.test(path) ? readFileSync(`${root}${path}`, "utf8") : "" }));
}

function listTopLevel(): string[] {
  const ignored = readFileSync(`${root}.gitignore`, "utf8").split("\n");
  const isIgnored = (name: string): boolean =>
    ignored.includes(name) || ignored.includes(`${name}/`) || (ignored.includes("*.log") && name.endsWith(".log"));
  return readdirSync(root).filter((name) => !isIgnored(name));
}

describe("the repository keeps its shape", () => {
  const files = TOP_LEVEL_FOLDERS.flatMap(readFiles);

  it("imports go one way, and siblings never import each other", () => {
    expect(files.flatMap(checkImports)).toEqual([]);
  });
  it("inside the pages imports go down, and no feature imports another", () => {
    expect(files.flatMap(checkWebLayers)).toEqual([]);
  });
  it.each(TEXT_RULES)("$name", (rule) => {
    expect(files.flatMap((file) => checkText(file, rule))).toEqual([]);
  });
  it("files stay short enough to be read whole", () => {
    expect(files.flatMap(checkSize)).toEqual([]);
  });
  it("files and folders are kebab-case and named for what they hold", () => {
    expect(files.flatMap(checkNames)).toEqual([]);
  });
  it("the top level holds only what it must", () => {
    expect(checkTopLevel(listTopLevel())).toEqual([]);
  });
});

// ---------------------------------------------------------------------------------------------------------------------
// What it costs to go on building, counted in the files as they are.

describe("the house in numbers", () => {
  const files = readFiles("src");
  const count = (fits: (file: SourceFile) => unknown[]) => files.reduce((sum, file) => sum + fits(file).length, 0);
  const outsideServices = count(({ path, text }) =>
    path.startsWith("src/services/")
      ? []
      : [...blankComments(text).matchAll(/\.\s*(?:transaction|startTransaction)\(/g)],
  );
  const betweenFeatures = count((file) => checkWebLayers(file).filter((line) => line.includes("imports the feature")));
  /** Files outside a desk page's folder that name it: what a new page must touch beside its own. */
  const deskPages = Map.groupBy(
    files.flatMap((file) =>
      parseImports(file.text).flatMap(({ specifier }) => {
        const to = specifier.startsWith(".")
          ? WEB_FEATURE.exec(posix.join(posix.dirname(file.path), specifier))?.[0]
          : undefined;
        return to?.startsWith("src/web/desk/") !== true || file.path.startsWith(to) ? [] : [{ to, from: file.path }];
      }),
    ),
    ({ to }) => to,
  );
  const filesForDeskPage = Math.max(
    ...[...deskPages.values()].map((lines) => new Set(lines.map(({ from }) => from)).size),
  );

  /** A column of the lists that nothing else makes use of, under each of its names. */
  const filesForListColumn = count(({ text }) =>
    /\b(?:careSetting|care_setting|Vårdform)\b/.test(text) ? [text] : [],
  );

  it(`places outside services that begin a transaction: ${outsideServices}`, () => {
    expect(outsideServices).toBe(0);
  });
  it(`imports between features of the pages: ${betweenFeatures}`, () => {
    expect(betweenFeatures).toBe(0);
  });
  it(`files outside its folder for a new page of the desk: ${filesForDeskPage}`, () => {
    expect(deskPages.size).toBeGreaterThan(5);
    expect(filesForDeskPage).toBe(1);
  });
  it(`files for a new column of the lists: ${filesForListColumn}, two of them its hint in both languages`, () => {
    expect(filesForListColumn).toBeLessThanOrEqual(7);
  });
});

it("the README names every event of the log, and no other", () => {
  const calls = readFiles("src").flatMap(({ text }) => [
    ...blankComments(text).matchAll(/\b(?:log\.(?:info|warn|error)|report|logRefusal)\([^;]*/g),
  ]);
  const named = /(?:, |\? | : |event: |\breport\()"([a-z][a-z -]+)"/g;
  const events = calls.flatMap(([call]) => [...call.matchAll(named)]).map(([, name]) => name);
  const table = /^The log is JSON[^]*?\n\n(\|[^]*?)\n\n/m.exec(readFileSync(`${root}README.md`, "utf8"))?.[1] ?? "";
  const told = table.split("\n").flatMap((line) => [...(line.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)]);
  expect(new Set(told.map(([, name]) => name))).toEqual(new Set(events));
});

// ---------------------------------------------------------------------------------------------------------------------
// The checks themselves, held to finding what they are for.

function checkFile(path: string, text: string): string[] {
  const file = { path, text };
  return [
    ...checkImports(file),
    ...checkWebLayers(file),
    ...TEXT_RULES.flatMap((rule) => checkText(file, rule)),
    ...checkSize(file),
    ...checkNames(file),
  ];
}

describe("a breach is found, at its line, with its mend", () => {
  const silenced = ["// @ts", "ignore"].join("-");
  it.each([
    ["src/domain/case.ts", 'import { x } from "../db/case.ts";', "1: domain imports db"],
    ["src/domain/case.ts", '\nimport {\n  x,\n} from "node:fs";', "2: domain imports node:fs"],
    ["src/domain/case.ts", 'import type { X } from "../net/client.ts";', "1: domain imports net"],
    ["src/domain/case.ts", 'export * from "../net/client.ts";', "1: domain imports net"],
    ["src/domain/case.ts", 'const x = await import("../net/client.ts");', "1: domain imports net"],
    ["src/domain/case.ts", 'import "../net/client.ts";', "1: domain imports net"],
    ["templates/slack.ts", 'import { x } from "../src/channels/slack.ts";', "1: templates imports channels"],
    ["templates/slack.ts", 'import { Hono } from "hono";', "1: templates imports hono"],
    ["src/net/client.ts", 'import { x } from "got";', "1: net imports got"],
    ["src/db/case.ts", 'import { x } from "../services/case.ts";', "1: db imports services"],
    ["src/services/case.ts", 'import { x } from "../web/app.ts";', "1: services imports web"],
    ["src/services/case.ts", 'import { sql } from "kysely";', "1: services imports kysely"],
    ["src/services/case.ts", 'import { x } from "../channels/slack.ts";', "1: services imports channels"],
    ["src/web/app.ts", "await db.transaction().execute(x);", "1: .transaction("],
    ["src/db/case.ts", "await db.transaction().execute(x);", "1: .transaction("],
    ["src/services/case.ts", 'await trx.updateTable("draft").execute();', "1: .updateTable("],
    ["src/db/case.ts", "await insertAudit(trx, x);", "1: insertAudit("],
    ["src/sources/rss.ts", 'import { x } from "../db/client.ts";', "1: sources imports db"],
    ["src/sources/rss.ts", 'import { x } from "./fimea.ts";', "imports its sibling src/sources/fimea.ts"],
    ["src/sources/rss.ts", 'import { x } from "./index.ts";', "imports its sibling src/sources/index.ts"],
    ["src/sources/rss/parse.ts", 'import { x } from "../fimea/parse.ts";', "imports its sibling src/sources/fimea/"],
    ["src/channels/slack.ts", 'import { x } from "./teams.ts";', "imports its sibling src/channels/teams.ts"],
    ["src/channels/slack.ts", 'import { x } from "../net/client.ts";', "1: channels imports net"],
    ["src/channels/slack.ts", 'import { request } from "undici";', "1: channels imports undici"],
    ["src/db/case.ts", 'import { x } from "../jobs/deliver.ts";', "1: db imports jobs"],
    ["src/jobs/deliver.ts", 'import { x } from "./deliver.handler.ts";', "1: jobs imports handlers"],
    ["src/jobs/deliver.ts", 'import { x } from "../db/client.ts";', "1: jobs imports db"],
    ["src/jobs/deliver.ts", 'import { Queue } from "bullmq";', "1: jobs imports bullmq"],
    ["src/jobs/deliver.handler.ts", 'import { x } from "../web/app.ts";', "1: handlers imports web"],
    ["src/web/app.ts", 'import { x } from "../jobs/deliver.handler.ts";', "1: web imports handlers"],
    ["src/web/app.ts", 'import { x } from "../channels/slack.ts";', "1: web imports channels"],
    ["src/web/app.ts", 'import { sql } from "kysely";', "1: web imports kysely"],
    ["workers/edge.ts", 'import { x } from "../src/db/client.ts";', "1: edge imports db"],
    ["src/edge/feed.ts", 'import { x } from "node:fs";', "1: edge imports node:fs"],
    ["src/extra/thing.ts", "", "lies in no known room"],
    ["src/web/app.ts", "\n\nconst url = process.env.URL;", "3: process.env"],
    ["workers/web.ts", 'const url = process["env"].URL;', "src/config.ts"],
    ["src/domain/case.ts", "const now = new Date();", "1: new Date()"],
    ["templates/email.ts", "const now = Date.now();", "1: Date.now"],
    ["src/domain/case.ts", "const id = crypto.randomUUID();", "1: randomUUID"],
    ["src/db/client.ts", `x();\n${silenced}\ny();`, "2: @ts-"],
    ["src/db/client.ts", "x;\n".repeat(401), "401: 401 lines, 400 is the most"],
    ["workers/web.ts", "x;\n".repeat(51), "51: 51 lines, 50 is the most"],
    [
      "src/web/desk/notes/page.tsx",
      'import { x } from "../lists/page.tsx";',
      "imports the feature src/web/desk/lists/",
    ],
    ["src/web/sign-in/page.tsx", 'import { x } from "../public/region/page.tsx";', "imports the feature"],
    ["src/web/frame/page.ts", 'import { x } from "../parts/pager.tsx";', "imports upward (src/web/parts/pager.tsx)"],
    ["src/web/parts/pager.tsx", 'import { x } from "../desk/desk-layout.tsx";', "imports upward"],
    ["src/web/extra/page.tsx", "", "lies in no folder of the pages"],
    ["src/web/frame/utils.ts", "", '"utils.ts" says nothing'],
    ["test/helpers/case.ts", "", '"helpers" says nothing'],
    ["src/web/frame/caseList.tsx", "", '"caseList.tsx" is not kebab-case'],
  ])("%s with %j", (path, text, expected) => {
    const found = checkFile(path, text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
    expect(found[0]).toMatch(/^[^:]+:\d+: .+; mend: ./);
  });

  it("a strange name at the top", () => {
    expect(checkTopLevel(["src", "notes", "vitest.config.ts", "CITATION.cff", ".ci"])).toHaveLength(1);
  });
});

describe("what is allowed passes", () => {
  it.each([
    ["src/domain/case.ts", 'import type { X } from "./notice.ts";\n// never Date.now() or import "../db/client.ts"'],
    ["src/domain/case.ts", "const day = new Date(time);"],
    ["templates/strings/en.ts", 'import type { Strings } from "./sv.ts";'],
    ["templates/email.tsx", 'import { raw } from "hono/jsx";'],
    ["src/sources/rss.ts", 'import { x } from "./source.ts";\nimport { SaxesParser } from "saxes";'],
    ["src/sources/index.ts", 'import { rss } from "./rss.ts";'],
    ["src/channels/slack-blocks.ts", 'import { x } from "./slack.ts";\nimport type { Y } from "../net/client.ts";'],
    ["src/db/migrations/0001-first.ts", 'import { sql } from "kysely";'],
    ["src/services/case.ts", 'import { x } from "../db/case.ts";\nawait ctx.db.transaction().execute(x);'],
    ["src/jobs/deliver.handler.ts", 'import { x } from "../channels/index.ts";\nimport { y } from "./deliver.ts";'],
    ["src/web/app.ts", 'import { channels } from "../channels/index.ts";\nimport { z } from "../jobs/deliver.ts";'],
    ["src/web/desk/notes/page.tsx", 'import { x } from "../desk-layout.tsx";\nimport { y } from "./words.ts";'],
    ["src/web/desk/desk.tsx", 'import { x } from "./notes/routes.tsx";'],
    ["src/config.ts", "const raw = process.env;"],
    ["workers/all.ts", 'import { x } from "../src/deps.ts";'],
    ["workers/edge.ts", 'import { x } from "../src/edge/feed.ts";\nimport { Hono } from "hono";'],
  ])("%s with %j", (path, text) => {
    expect(checkFile(path, text)).toEqual([]);
  });
});
