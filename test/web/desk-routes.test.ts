import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { insertAccount } from "../../src/db/accounts.ts";
import { writePolicy } from "../../src/db/regions.ts";
import { isAllowed, listRegions, type Grant, type Permission, type Role } from "../../src/domain/account.ts";
import { OPERATIONS } from "../../src/domain/region.ts";
import { createApp } from "../../src/web/app.ts";
import { createDesk, listDeskRoutes } from "../../src/web/desk/desk.tsx";
import type { DeskRoute } from "../../src/web/desk/desk-route.ts";
import { dumpTables } from "../support/scene.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { addressOf as addressOfPath } from "./route-address.ts";
import { createSite, findCaseOf, NOW, SKANE, type Site } from "./site.ts";

const ELSEWHERE = "14";

/** Everybody who may come, with what they are to Skåne or the nation. */
const VISITORS: Readonly<Record<string, readonly Grant[]>> = {
  "a reader": inSkane("reader"),
  "a curator": inSkane("curator"),
  "an approver": inSkane("approver"),
  "a region's administrator": inSkane("region-admin"),
  "an analyst": [{ regionCode: OPERATIONS.code, role: "analyst" }],
  "an operator": [{ regionCode: OPERATIONS.code, role: "operator" }],
  "a curator of another region": [{ regionCode: ELSEWHERE, role: "curator" }],
  "an administrator of another region": [{ regionCode: ELSEWHERE, role: "region-admin" }],
  "somebody without a role": [],
};

function inSkane(role: Role): Grant[] {
  return [{ regionCode: SKANE, role }];
}

let site: Site;
let caseId: number;
let routes: readonly DeskRoute[];
const visitors = new Map<string, DeskVisitor>();

beforeAll(async () => {
  site = await createSite();
  caseId = await findCaseOf(site.db, "Meropenem");
  routes = listDeskRoutes(site.deps);
  // The first account, which the paths that name one mean, is nobody who visits.
  await insertAccount(site.db, {
    email: "first@region.example",
    name: "Den första",
    subject: null,
    grants: inSkane("reader"),
    now: NOW,
  });
  for (const [who, grants] of Object.entries(VISITORS)) visitors.set(who, await signIn(site.deps, grants, who));
});
afterAll(() => site?.close());

/** About Skåne wherever a route is about a region. */
function addressOf({ path }: DeskRoute): string {
  return addressOfPath(path, { region: SKANE, case: String(caseId) });
}

/** What the gate should say by the route's own declaration. */
function mayVisit(route: DeskRoute, grants: readonly Grant[]): boolean {
  const can = (permission: Permission, regionCode: string) => isAllowed({ grants }, permission, regionCode);
  switch (route.about) {
    case "self":
      return true;
    case "nation":
      return can(route.needs, OPERATIONS.code);
    case "regions":
      return listRegions({ grants }, route.needs).length > 0;
    case "region":
    case "case":
      return can(route.needs, SKANE);
  }
}

const nameOf = (route: DeskRoute): string => `${route.method.toUpperCase()} ${route.path}`;

/** The desk grows, and with it what there is to walk. */

/** Signing out is what some routes are for: whoever did is signed in again. */
async function freshVisitor(who: string): Promise<DeskVisitor> {
  const known = visitors.get(who);
  if (known !== undefined && (await known.get("/account")).status === 200) return known;
  const again = await signIn(site.deps, VISITORS[who] ?? [], who);
  visitors.set(who, again);
  return again;
}

describe("every page and action of the desk", () => {
  it("is known to this test, has a permission that fits what it is about, and stands once", () => {
    expect(routes.length).toBeGreaterThan(0);
    const names = routes.map(nameOf);
    expect(names).toEqual([...new Set(names)]);
    for (const route of routes) {
      expect([nameOf(route), route.path.includes(":region")]).toEqual([nameOf(route), route.about === "region"]);
      expect([nameOf(route), route.path.includes(":case")]).toEqual([nameOf(route), route.about === "case"]);
    }
    // Nothing but these routes answers at the desk.
    const served = createDesk(site.deps).routes.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(served)).toEqual(new Set(names));
  });

  it("sends nobody in: a GET goes to the sign-in and comes back, a POST is refused, and nothing changes", async () => {
    const app = createApp(site.deps);
    const before = await dumpTables(site.db);
    for (const route of routes) {
      const answer = await app.request(addressOf(route), { method: route.method.toUpperCase() });
      const seen = { route: nameOf(route), status: answer.status, to: answer.headers.get("location") };
      if (route.method === "post") expect(seen).toEqual({ route: nameOf(route), status: 401, to: null });
      else {
        const to = `/login?${new URLSearchParams({ return: addressOf(route) }).toString()}`;
        expect(seen).toEqual({ route: nameOf(route), status: 303, to });
      }
      expect(answer.headers.get("cache-control")).toBe("no-store");
    }
    expect(await dumpTables(site.db)).toEqual(before);
  });

  it("refuses a POST without our own form's token, whoever sends it, and nothing changes", async () => {
    const before = await dumpTables(site.db);
    for (const route of routes.filter(({ method }) => method === "post"))
      for (const [who, visitor] of visitors) {
        const others = [...visitors.values()].find(({ csrf }) => csrf !== visitor.csrf)?.csrf ?? "";
        for (const csrf of ["", "wrong", others, `${visitor.csrf}x`]) {
          const answer = await visitor.post(addressOf(route), { csrf });
          // A case of another region is not there at all for them.
          const hidden = route.about === "case" && !isAllowed({ grants: VISITORS[who] ?? [] }, "read", SKANE);
          expect([nameOf(route), who, csrf, answer.status]).toEqual([nameOf(route), who, csrf, hidden ? 404 : 403]);
        }
      }
    expect(await dumpTables(site.db)).toEqual(before);
  });

  it.each(Object.keys(VISITORS))("gives %s what the route's permission says, and nothing more", async (who) => {
    const grants = VISITORS[who] ?? [];
    const visit = async (route: DeskRoute): Promise<string> => {
      const visitor = await freshVisitor(who);
      const address = addressOf(route);
      const { status } = await (route.method === "get" ? visitor.get(address) : visitor.post(address));
      return `${nameOf(route)}: ${status}`;
    };
    await freshVisitor(who);
    const before = await dumpTables(site.db);
    for (const route of routes.filter((one) => !mayVisit(one, grants))) expect(await visit(route)).toMatch(/: 40[34]$/);
    expect(await dumpTables(site.db)).toEqual(before);
    for (const route of routes.filter((one) => mayVisit(one, grants)))
      expect(await visit(route)).not.toMatch(/: (401|403|5\d\d)$/);
  });

  it.each(["a curator of another region", "an administrator of another region"])(
    "about a case of Skåne does not tell %s whether there is such a case",
    async (who) => {
      const visitor = await freshVisitor(who);
      for (const route of routes.filter(({ about }) => about === "case")) {
        const visit = (address: string) => (route.method === "get" ? visitor.get(address) : visitor.post(address));
        const real = await visit(addressOf(route));
        const missing = await visit(addressOf(route).replace(`/${caseId}`, "/999999"));
        expect([nameOf(route), real.status]).toEqual([nameOf(route), 404]);
        const nameless = async (answer: Response) => (await answer.text()).replaceAll(`/${caseId}`, "/999999");
        expect([nameOf(route), await nameless(real)]).toEqual([nameOf(route), await nameless(missing)]);
      }
    },
  );

  it("says in one sentence when nothing is really sent, and is silent about it when it is", async () => {
    const told = { sv: "Inget skickas på riktigt", en: "Nothing is really sent" };
    const grants = [...inSkane("region-admin"), { regionCode: OPERATIONS.code, role: "operator" } as const];
    for (const mode of ["capture", "live"] as const) {
      const visitor = await signIn({ ...site.deps, mode }, grants, `I läget ${mode}`);
      let pages = 0;
      for (const route of routes.filter(({ method }) => method === "get"))
        for (const [language, sentence] of Object.entries(told)) {
          const answer = await (await visitor.get(`${addressOf(route)}?lang=${language}`)).text();
          if (!answer.includes("<main")) continue;
          pages += 1;
          const times = answer.split(sentence).length - 1;
          expect([nameOf(route), mode, times]).toEqual([nameOf(route), mode, mode === "capture" ? 1 : 0]);
        }
      expect(pages).toBeGreaterThan(20);
    }
    const signInPage = await (await createApp({ ...site.deps, mode: "capture" }).request("/login")).text();
    expect(signInPage).toContain(told.sv);
  });

  it("says in inbox, lists and rules when the region has not said how it is reached, until it has", async () => {
    const visitor = await signIn(site.deps, inSkane("region-admin"), "Ansvarig");
    const pages = [`/inbox/${SKANE}`, `/lists/${SKANE}`, `/policies/${SKANE}`];
    const sentence = "har inte angett hur läkemedelsfunktionen nås";
    for (const path of pages) {
      const page = await (await visitor.get(path)).text();
      expect([path, page.includes(sentence), page.includes(`href="/policies/${SKANE}#contact"`)]).toEqual([
        path,
        true,
        true,
      ]);
    }
    expect(await (await visitor.get(`/audit/${SKANE}`)).text()).not.toContain(sentence);
    const settings = { regionCode: SKANE, policy: { rules: [] } };
    await writePolicy(site.db, { ...settings, contact: "Läkemedelsjouren 040-12 34 56" });
    for (const path of pages) expect(await (await visitor.get(path)).text()).not.toContain(sentence);
    await writePolicy(site.db, { ...settings, contact: null });
  });

  it("is closed to an account without its role at the very next request", async () => {
    const visitor = await signIn(site.deps, inSkane("region-admin"), "Snart utan roll");
    expect((await visitor.get(`/people/${SKANE}`)).status).toBe(200);
    await site.db.deleteFrom("account_role").where("account_id", "=", visitor.accountId).execute();
    expect((await visitor.get(`/people/${SKANE}`)).status).toBe(403);
  });
});
