import { parseRowId } from "../../domain/row-id.ts";
import { Hono, type Context } from "hono";
import { findCase, type RegionCase } from "../../db/cases.ts";
import { readHoldingStops } from "../../db/delivery-stops.ts";
import { readRegionSettings } from "../../db/regions.ts";
import { findVisitor, type Visitor } from "../../db/sessions.ts";
import { isAllowed, listRegions, type Permission } from "../../domain/account.ts";
import { findMissingContact } from "../../domain/contact.ts";
import { findRegion, OPERATIONS, type Region } from "../../domain/region.ts";
import { readClientAddress } from "../frame/client-address.ts";
import { actAsVisitor, type Answer, type DeskContext, type DeskEnv, type DeskRoute } from "./desk-route.ts";
import { listShownStops } from "../desk-parts/shown-stops.ts";
import { StopsBanner } from "../desk-parts/stops-banner.tsx";
import { DESK_FORM, OPEN_FORM, receiveForm, type FormLimits } from "../frame/form-body.ts";
import { readForm, textOf, type FormValues } from "../frame/form.ts";
import { askWhoItIs } from "./fresh-sign-in.tsx";
import { answerNotFound } from "../frame/not-found.tsx";
import { linkTo, renderDocument, type WebEnv } from "../frame/page.ts";
import { RefusedPage, SignedOutPage } from "./refused-page.tsx";
import { createAccountRoutes } from "./account/routes.tsx";
import { createApprovalRoutes } from "./approvals/routes.tsx";
import { createAuditRoutes } from "./audit/routes.tsx";
import { createDeliveryRoutes } from "./deliveries/routes.tsx";
import { createCaseRoutes } from "./case/routes.tsx";
import { createDecisionRoutes } from "./case/decisions.tsx";
import { createInboxRoutes } from "./inbox/routes.tsx";
import { createListRoutes } from "./lists/routes.tsx";
import { createMatchRoutes } from "./matches/routes.tsx";
import { createNoteRoutes } from "./notes/routes.tsx";
import { createOwnNoticeRoutes } from "./own-notices/routes.tsx";
import { createSubscriptionRoutes } from "./subscriptions/routes.tsx";
import { createOutreachRoutes } from "./outreach/routes.tsx";
import { createPeopleRoutes } from "./people/routes.tsx";
import { createPolicyRoutes } from "./policies/routes.tsx";
import { createQuestionnaireRoutes } from "./questionnaire/routes.tsx";
import { createQuestionRoutes } from "./inbox/question-routes.tsx";
import { createReadinessRoutes } from "./readiness/routes.tsx";
import { createRoundRoutes } from "./rounds/routes.tsx";
import { logRefusal } from "../frame/refusal-log.ts";
import { answerRefusedForm } from "./refused-form.tsx";
import { readSessionCookie } from "../frame/session-cookie.ts";
import type { WebDeps } from "../web-deps.ts";
import { isFromOtherSite, isSameSecret } from "../frame/own-form.ts";

/** Every page and action of the desk. */
export function listDeskRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [
    createInboxRoutes,
    createDecisionRoutes,
    createQuestionRoutes,
    createCaseRoutes,
    createMatchRoutes,
    createListRoutes,
    createPolicyRoutes,
    createNoteRoutes,
    createOwnNoticeRoutes,
    createQuestionnaireRoutes,
    createRoundRoutes,
    createReadinessRoutes,
    createOutreachRoutes,
    createApprovalRoutes,
    createDeliveryRoutes,
    createSubscriptionRoutes,
    createAuditRoutes,
    createPeopleRoutes,
    createAccountRoutes,
  ].flatMap((create) => create(deps));
}

/** The pages for those who are signed in. */
export function createDesk(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  for (const route of listDeskRoutes(deps)) app.on(route.method, route.path, (c) => answer(deps, c, route));
  return app;
}

/** Who asks, then what they may do, then whether their own form sent it: only then is anything large read. */
async function answer(deps: WebDeps, c: Context<WebEnv>, route: DeskRoute): Promise<Response> {
  c.header("cache-control", "no-store");
  c.header("x-robots-tag", "noindex");
  const token = readSessionCookie(c, deps.publicUrl);
  const visitor = token === undefined ? null : await findVisitor(deps.db, { token, now: deps.now() });
  if (visitor === null) return answerSignedOut(deps, c, route);
  const desk = prepareContext(deps, c, visitor);
  await noteStops(deps, desk);
  const admitted = await admit(deps, desk, route);
  const refusal =
    admitted.kind === "refused"
      ? await admitted.answer
      : route.method === "post"
        ? await receiveOwnForm(deps, desk, route)
        : null;
  if (refusal?.status === 403) await logRefused(deps, desk, route);
  if (refusal !== null) return refusal;
  if (admitted.kind === "refused") return admitted.answer;
  const question = route.fresh === true ? await askWhoItIs(deps, desk) : null;
  const given = question ?? (await admitted.handle());
  if (given instanceof Response) return given;
  await logRefused(deps, desk, route);
  return refuse(desk, desk.var.page.t.desk.refused.permission);
}

function logRefused(deps: WebDeps, c: DeskContext, { method, path }: DeskRoute): Promise<void> {
  const why = `${method.toUpperCase()} ${path}`;
  return logRefusal(deps, c, { event: "desk refused", why, email: c.var.visitor.account.email });
}

/** The same context, now with somebody in it. */
function prepareContext(deps: WebDeps, c: Context<WebEnv>, visitor: Visitor): DeskContext {
  const desk = asDeskContext(c);
  const { id, name } = visitor.account;
  desk.set("page", { ...c.var.page, visitor });
  desk.set("visitor", visitor);
  desk.set("actor", { kind: "person", id, name, address: readClientAddress(c, deps.trustedProxies) });
  return desk;
}

/** Hono types a context by its variables, which grow while a request is answered. */
function asDeskContext(c: Context<WebEnv>): Context<DeskEnv> {
  return c as unknown as Context<DeskEnv>;
}

type Admission =
  | { readonly kind: "admitted"; readonly handle: () => Answer | Promise<Answer> }
  | { readonly kind: "refused"; readonly answer: Response | Promise<Response> };

/** Whether the visitor may go through this door, and what then answers. Reads nothing of what they sent. */
async function admit(deps: WebDeps, c: DeskContext, route: DeskRoute): Promise<Admission> {
  const { t } = c.var.page;
  const { account } = c.var.visitor;
  const refused = (refusal: Response | Promise<Response>): Admission => ({ kind: "refused", answer: refusal });
  switch (route.about) {
    case "self":
      return { kind: "admitted", handle: () => route.handle(c) };
    case "nation":
    case "regions": {
      const may =
        route.about === "nation"
          ? isAllowed(account, route.needs, OPERATIONS.code)
          : listRegions(account, route.needs).length > 0;
      return may ? { kind: "admitted", handle: () => route.handle(c) } : refused(refuse(c, t.desk.refused.permission));
    }
    case "region": {
      const region = findRegion(c.req.param("region") ?? "");
      if (region === undefined) return refused(answerNotFound(c, t.notFound.region));
      const refusal = refuseRegion(c, route.needs, region);
      if (refusal !== null) return refused(refusal);
      await noteContact(deps, c, region);
      return { kind: "admitted", handle: () => route.handle(c, region) };
    }
    case "case": {
      const about = await findReadableCase(deps, c);
      if (about === null) return refused(answerNotFound(c, t.notFound.thread));
      const { region, found } = about;
      const refusal = refuseRegion(c, route.needs, region);
      if (refusal !== null) return refused(refusal);
      await noteContact(deps, c, region);
      return { kind: "admitted", handle: () => route.handle(c, region, found) };
    }
  }
}

/** The case that the address names. Whether another region has a case of that number is nobody's business. */
async function findReadableCase(
  { db }: WebDeps,
  c: DeskContext,
): Promise<{ region: Region; found: RegionCase } | null> {
  const id = parseRowId(c.req.param("case"));
  const found = id === null ? null : await findCase(db, id);
  const region = found === null ? undefined : findRegion(found.regionCode);
  if (found === null || region === undefined) return null;
  return isAllowed(c.var.visitor.account, "read", region.code) ? { region, found } : null;
}

/** What is stopped stands on every page of the desk, also on one that says no. */
async function noteStops(deps: WebDeps, c: DeskContext): Promise<void> {
  const stops = await readHoldingStops(deps.db);
  if (stops.length === 0) return;
  const { page } = c.var;
  const banner = (
    <StopsBanner page={page} stops={listShownStops(actAsVisitor(deps, c), { stops, channels: deps.channels })} />
  );
  c.set("page", { ...page, stops: banner });
}

async function noteContact({ db }: WebDeps, c: DeskContext, { code }: Region): Promise<void> {
  const contactMissing = findMissingContact(await readRegionSettings(db, code));
  c.set("page", { ...c.var.page, contactMissing });
}

/** The refusal when the account may not do that in the region; null when it may. */
function refuseRegion(c: DeskContext, needs: Permission, region: Region): Response | Promise<Response> | null {
  if (isAllowed(c.var.visitor.account, needs, region.code)) return null;
  return refuse(c, c.var.page.t.desk.refused.region(region.name));
}

/** Takes the form in when it is our own; otherwise the answer that says why not. */
async function receiveOwnForm({ publicUrl }: WebDeps, c: DeskContext, route: DeskRoute): Promise<Response | null> {
  const { page, visitor } = c.var;
  if (isFromOtherSite(c, publicUrl)) return refuse(c, page.t.desk.refused.form);
  const limits = limitsOf(route);
  const refusal = await receiveForm(c, limits);
  if (refusal !== null) return answerRefusedForm(c, { refusal, limits });
  return isSameSecret(textOf(await readForm(c), "csrf"), visitor.csrf) ? null : refuse(c, page.t.desk.refused.form);
}

/** A route that takes more than a form's worth takes a file. */
function limitsOf({ maxBodyBytes }: DeskRoute): FormLimits {
  return maxBodyBytes === undefined ? DESK_FORM : { ...DESK_FORM, maxBytes: maxBodyBytes, maxFiles: 1 };
}

function refuse(c: DeskContext, reason: string): Response | Promise<Response> {
  return c.html(
    renderDocument(<RefusedPage page={c.var.page} title={c.var.page.t.desk.refused.title} reason={reason} />),
    403,
  );
}

/** A GET goes to the sign-in and comes back; what a POST held is shown, so that nobody loses what they wrote. */
async function answerSignedOut(
  deps: WebDeps,
  c: Context<WebEnv>,
  { method, tellWritten }: DeskRoute,
): Promise<Response> {
  const { page } = c.var;
  if (method === "get") {
    const query = page.query.toString();
    const returnTo = query === "" ? page.path : `${page.path}?${query}`;
    return c.redirect(linkTo(page.language, "/login", new URLSearchParams({ return: returnTo })), 303);
  }
  const refusal = await receiveForm(c, OPEN_FORM);
  const values = refusal === null ? await readForm(c) : {};
  const written = tellWritten === undefined ? listWritten(values) : await tellWritten(c, values);
  const status = refusal?.kind === "too-large" ? refusal.status : 401;
  const returnTo = findPageOf(page.path, listDeskRoutes(deps));
  return c.html(renderDocument(<SignedOutPage page={page} written={written} returnTo={returnTo} />), status);
}

/** Fields in which people write; never a password, and nothing that only the form itself knows. */
const PROSE =
  /^(sv|en|text|question|note(-\d+)?|reason(-\d+)?|sendBackReason|retractReason|adviceText|adviceTextEn|contact|packageDescription)$/;

function listWritten(values: FormValues): string[] {
  return Object.entries(values).flatMap(([field, value]) =>
    typeof value === "string" && PROSE.test(field) && value.trim() !== "" ? [value] : [],
  );
}

/** The page that the form stood on, or the nearest one above it. */
function findPageOf(path: string, routes: readonly DeskRoute[]): string | null {
  const pages = routes.filter(({ method }) => method === "get").map((route) => route.path.split("/"));
  for (let parts = path.split("/"); parts.length > 1; parts = parts.slice(0, -1))
    if (pages.some((page) => page.length === parts.length && page.every((part, at) => fitsPart(part, parts[at]))))
      return parts.join("/");
  return null;
}

function fitsPart(pattern: string, part: string | undefined): boolean {
  return pattern.startsWith(":") ? part !== undefined && part !== "" : pattern === part;
}
