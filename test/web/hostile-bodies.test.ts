import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isAllowed, listRegions, type Grant } from "../../src/domain/account.ts";
import { OPERATIONS } from "../../src/domain/region.ts";
import { createApp } from "../../src/web/app.ts";
import { listDeskRoutes } from "../../src/web/desk/desk.tsx";
import { DESK_FORM, OPEN_FORM } from "../../src/web/frame/form-body.ts";
import { dumpTables } from "../support/scene.ts";
import { type DeskVisitor, signIn } from "./desk-visitor.ts";
import { createHostileRequest, HOSTILE_BODIES, type HostileBody, mostBytes } from "./hostile-body.ts";
import { addressOf } from "./route-address.ts";
import { createPostgresSite, findCaseOf, SKANE, type Site } from "./site.ts";

/** More than any route takes; it is made only as far as it is read. */
const ENDLESS_BYTES = 60_000_000;
/** Every answer that is one; a 5xx is a fault of ours whatever was sent. */
const ANSWERS = new Set([200, 303, 400, 401, 403, 404, 405, 413, 414, 415, 422, 429]);

const ROLES: Readonly<Record<string, readonly Grant[]>> = {
  "a reader": [{ regionCode: SKANE, role: "reader" }],
  "a curator": [{ regionCode: SKANE, role: "curator" }],
  "an approver": [{ regionCode: SKANE, role: "approver" }],
  "a region's administrator": [{ regionCode: SKANE, role: "region-admin" }],
  "an analyst": [{ regionCode: OPERATIONS.code, role: "analyst" }],
  "an operator": [{ regionCode: OPERATIONS.code, role: "operator" }],
  "a curator of another region": [{ regionCode: "14", role: "curator" }],
  "somebody without a role": [],
};

interface Door {
  readonly method: string;
  readonly path: string;
  readonly address: string;
}

let site: Site;
/** Behind a proxy, so that each request may come from another place. */
let app: ReturnType<typeof createApp>;
/** Every path that the application answers at, with every method that it answers there: new ones come in by themselves. */
let doors: readonly Door[];
const visitors = new Map<string, DeskVisitor>();

beforeAll(async () => {
  site = await createPostgresSite({ identityProvider: NO_PROVIDER });
  app = createApp({ ...site.deps, trustedProxies: 1 });
  const caseId = String(await findCaseOf(site.db, "Meropenem"));
  const seen = new Map<string, Door>();
  for (const { method, path } of app.routes)
    if (method !== "ALL" && !path.endsWith("*"))
      seen.set(`${method} ${path}`, { method, path, address: addressOf(path, { region: SKANE, case: caseId }) });
  doors = [...seen.values()];
  for (const [who, grants] of Object.entries(ROLES)) visitors.set(who, await signIn(site.deps, grants, who));
});
afterAll(() => site?.close());

/** A provider that is configured and never asked. */
const NO_PROVIDER = {
  issuer: "https://provider.example",
  begin: () => Promise.resolve({ kind: "unavailable", reason: "a test" } as const),
  finish: () => Promise.resolve({ kind: "unavailable", reason: "a test" } as const),
  check: () => Promise.resolve("a test"),
};

interface Sent {
  readonly status: number;
  readonly readBytes: number;
}

let senders = 0;

async function send(
  door: Pick<Door, "address">,
  input: { body: HostileBody; told: boolean; method?: string; visitor?: DeskVisitor },
): Promise<Sent> {
  const { visitor, ...rest } = input;
  // Each from another place, so that the limits by address do not answer first.
  senders += 1;
  const from = `10.${(senders >> 16) & 255}.${(senders >> 8) & 255}.${senders & 255}`;
  const headers = {
    "x-forwarded-for": from,
    ...(visitor === undefined ? {} : { cookie: `__Host-restsignal_session=${visitor.token}` }),
  };
  const url = `https://restsignal.example${door.address}`;
  const hostile = createHostileRequest(url, { ...rest, headers, bytes: ENDLESS_BYTES });
  const answer = await app.request(hostile.request);
  await answer.text();
  return { status: answer.status, readBytes: hostile.readBytes() };
}

const isTooMuch = (sent: Sent, most: number) => sent.readBytes > most || !ANSWERS.has(sent.status);

describe("whoever is not signed in", () => {
  it.each(HOSTILE_BODIES.map((body) => [body.name, body] as const))(
    "makes no route read more of %s than a small form, and nothing of what says that it is more",
    async (_name, body) => {
      const faults: unknown[] = [];
      for (const door of doors.filter(({ method }) => method !== "GET"))
        for (const told of [true, false]) {
          const sent = await send(door, { body, told });
          if (isTooMuch(sent, told ? 0 : mostBytes(body, OPEN_FORM))) faults.push({ ...door, told, ...sent });
        }
      expect(faults).toEqual([]);
    },
  );

  it("makes no route read anything by another method than it has", async () => {
    const [body] = HOSTILE_BODIES;
    if (body === undefined) throw new Error("test: there is no hostile body");
    const faults: unknown[] = [];
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])
      for (const door of doors.filter(({ path }) => !doors.some((one) => one.path === path && one.method === method))) {
        const sent = await send(door, { body, method, told: false });
        if (isTooMuch(sent, 0)) faults.push({ ...door, method, ...sent });
      }
    expect(faults).toEqual([]);
  });
});

type DeskRoute = ReturnType<typeof listDeskRoutes>[number];

function mayUse(route: DeskRoute, grants: readonly Grant[]): boolean {
  if (route.about === "self") return true;
  if (route.about === "regions") return listRegions({ grants }, route.needs).length > 0;
  return isAllowed({ grants }, route.needs, route.about === "nation" ? OPERATIONS.code : SKANE);
}

/**
 * What each of those who may not use a route sends there: all bodies together, each somebody's. One gate stands before all
 * routes and reads nothing of any, so that who sends which is all one.
 */
function shareOf(route: DeskRoute, grants: readonly Grant[]): readonly HostileBody[] {
  const others = Object.values(ROLES).filter((one) => !mayUse(route, one));
  return HOSTILE_BODIES.filter((_, place) => others[place % others.length] === grants);
}

describe("whoever is signed in", () => {
  it.each(Object.keys(ROLES))(
    "as %s makes no route read more than it declares, and none that is not theirs",
    async (who) => {
      const visitor = visitors.get(who);
      if (visitor === undefined) throw new Error(`test: nobody is ${who}`);
      const grants = ROLES[who] ?? [];
      const before = await dumpTables(site.db);
      const faults: unknown[] = [];
      for (const route of listDeskRoutes(site.deps).filter(({ method }) => method === "post")) {
        const door = doors.find(({ method, path }) => method === "POST" && path === route.path);
        if (door === undefined) throw new Error(`test: ${route.path} is not served`);
        const may = mayUse(route, grants);
        for (const body of may ? HOSTILE_BODIES : shareOf(route, grants)) {
          const limits = { ...DESK_FORM, maxBytes: route.maxBodyBytes ?? DESK_FORM.maxBytes };
          // What fills a whole upload is sent once, not by everybody.
          if (may && limits.maxBytes > DESK_FORM.maxBytes && who !== "a curator") continue;
          const sent = await send(door, { body, told: false, visitor });
          if (isTooMuch(sent, may ? mostBytes(body, limits) : 0)) faults.push({ ...door, body: body.name, ...sent });
        }
      }
      expect(faults).toEqual([]);
      expect(await dumpTables(site.db)).toEqual(before);
    },
  );
});
