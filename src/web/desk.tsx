import { timingSafeEqual } from "node:crypto";
import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { findCase } from "../db/cases.ts";
import { findVisitor, type Visitor } from "../db/sessions.ts";
import { isAllowed, listRegions, type Permission } from "../domain/account.ts";
import { findRegion, OPERATIONS, type Region } from "../domain/region.ts";
import { readClientAddress } from "./client-address.ts";
import type { DeskContext, DeskEnv, DeskRoute } from "./desk-route.ts";
import { readForm, textOf } from "./form.ts";
import { answerNotFound } from "./not-found.tsx";
import { linkTo, renderDocument, type WebEnv } from "./page.ts";
import { RefusedPage, SignedOutPage } from "./pages/desk/refused-page.tsx";
import { createAccountRoutes } from "./routes/desk/account.tsx";
import { createAuditRoutes } from "./routes/desk/audit.tsx";
import { createCaseRoutes } from "./routes/desk/case.tsx";
import { createDecisionRoutes } from "./routes/desk/decisions.tsx";
import { createInboxRoutes } from "./routes/desk/inbox.tsx";
import { createListRoutes } from "./routes/desk/lists.tsx";
import { createMatchRoutes } from "./routes/desk/matches.tsx";
import { createNoteRoutes } from "./routes/desk/notes.tsx";
import { createOwnNoticeRoutes } from "./routes/desk/own-notices.tsx";
import { createPeopleRoutes } from "./routes/desk/people.tsx";
import { createPolicyRoutes } from "./routes/desk/policies.tsx";
import { createQuestionRoutes } from "./routes/desk/questions.tsx";
import { readSessionCookie } from "./session-cookie.ts";
import type { WebDeps } from "./web-deps.ts";

const MAX_BODY_BYTES = 1_000_000;

/** Every page and action of the desk. */
export function listDeskRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [
    ...createInboxRoutes(deps),
    ...createDecisionRoutes(deps),
    ...createQuestionRoutes(deps),
    ...createCaseRoutes(deps),
    ...createMatchRoutes(deps),
    ...createListRoutes(deps),
    ...createPolicyRoutes(deps),
    ...createNoteRoutes(deps),
    ...createOwnNoticeRoutes(deps),
    ...createAuditRoutes(deps),
    ...createPeopleRoutes(deps),
    ...createAccountRoutes(deps),
  ];
}

/** The pages for those who are signed in. */
export function createDesk(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  for (const route of listDeskRoutes(deps)) {
    const maxSize = route.maxBodyBytes ?? MAX_BODY_BYTES;
    const limit = bodyLimit({ maxSize, onError: (c: Context<WebEnv>) => answerTooLarge(c, maxSize) });
    app.on(route.method, route.path, limit, (c) => answer(deps, c, route));
  }
  return app;
}

async function answer(deps: WebDeps, c: Context<WebEnv>, route: DeskRoute): Promise<Response> {
  c.header("cache-control", "no-store");
  c.header("x-robots-tag", "noindex");
  const token = readSessionCookie(c, deps.publicUrl);
  const visitor = token === undefined ? null : await findVisitor(deps.db, { token, now: deps.now() });
  if (visitor === null) return answerSignedOut(c, route.method);
  const desk = prepareContext(deps, c, visitor);
  if (route.method === "post" && !(await isOwnForm(desk, visitor)))
    return refuse(desk, desk.var.page.t.desk.refused.form);
  return dispatch(deps, desk, route);
}

/** The same context, now with somebody in it. */
function prepareContext(deps: WebDeps, c: Context<WebEnv>, visitor: Visitor): DeskContext {
  const desk = asDeskContext(c);
  const origin = readClientAddress(c, deps.trustedProxies);
  desk.set("page", { ...c.var.page, visitor });
  desk.set("visitor", visitor);
  desk.set("actor", { who: visitor.account.name, accountId: visitor.account.id, origin });
  return desk;
}

/** Hono types a context by its variables, which grow while a request is answered. */
function asDeskContext(c: Context<WebEnv>): Context<DeskEnv> {
  return c as unknown as Context<DeskEnv>;
}

async function dispatch(deps: WebDeps, c: DeskContext, route: DeskRoute): Promise<Response> {
  const { t } = c.var.page;
  switch (route.about) {
    case "self":
      return route.handle(c);
    case "nation":
      return isAllowed(c.var.visitor.account, route.needs, OPERATIONS.code)
        ? route.handle(c)
        : refuse(c, t.desk.refused.permission);
    case "regions":
      return listRegions(c.var.visitor.account, route.needs).length > 0
        ? route.handle(c)
        : refuse(c, t.desk.refused.permission);
    case "region": {
      const region = findRegion(c.req.param("region") ?? "");
      if (region === undefined) return answerNotFound(c, t.notFound.region);
      return refuseRegion(c, route.needs, region) ?? route.handle(c, region);
    }
    case "case": {
      const id = c.req.param("case") ?? "";
      const found = /^[1-9]\d{0,14}$/.test(id) ? await findCase(deps.db, Number(id)) : null;
      const region = found === null ? undefined : findRegion(found.regionCode);
      // Whether another region has a case of that number is nobody's business.
      if (found === null || region === undefined || !isAllowed(c.var.visitor.account, "read", region.code))
        return answerNotFound(c, t.notFound.thread);
      return refuseRegion(c, route.needs, region) ?? route.handle(c, region, found);
    }
  }
}

/** The refusal when the account may not do that in the region; null when it may. */
function refuseRegion(c: DeskContext, needs: Permission, region: Region): Response | Promise<Response> | null {
  if (isAllowed(c.var.visitor.account, needs, region.code)) return null;
  return refuse(c, c.var.page.t.desk.refused.region(region.name));
}

async function isOwnForm(c: DeskContext, visitor: Visitor): Promise<boolean> {
  if (c.req.header("sec-fetch-site") === "cross-site") return false;
  const sent = Buffer.from(textOf(await readForm(c), "csrf"));
  const own = Buffer.from(visitor.csrf);
  return sent.length === own.length && timingSafeEqual(sent, own);
}

function refuse(c: DeskContext, reason: string): Response | Promise<Response> {
  return c.html(
    renderDocument(<RefusedPage page={c.var.page} title={c.var.page.t.desk.refused.title} reason={reason} />),
    403,
  );
}

/** A GET goes to the sign-in and comes back; what a POST held is shown, so that nobody loses what they wrote. */
async function answerSignedOut(c: Context<WebEnv>, method: DeskRoute["method"]): Promise<Response> {
  const { page } = c.var;
  if (method === "get") {
    const query = page.query.toString();
    const returnTo = query === "" ? page.path : `${page.path}?${query}`;
    return c.redirect(linkTo(page.language, "/login", new URLSearchParams({ return: returnTo })), 303);
  }
  const written = Object.entries(await readForm(c)).flatMap(([field, value]) =>
    typeof value === "string" && field !== "csrf" && value.length > 20 ? [value] : [],
  );
  return c.html(renderDocument(<SignedOutPage page={page} written={written} />), 401);
}

function answerTooLarge(c: Context<WebEnv>, maxBytes: number): Response | Promise<Response> {
  const { page } = c.var;
  const { title, text } = page.t.desk.tooLarge;
  const reason = text(Math.floor(maxBytes / 1_000_000));
  return c.html(renderDocument(<RefusedPage page={page} title={title} reason={reason} />), 413);
}
