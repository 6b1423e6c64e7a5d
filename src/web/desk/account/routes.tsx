import { findStoredAccount } from "../../../db/accounts.ts";
import { readSessions } from "../../../db/sessions.ts";
import { countRecoveryCodes, hasSecondFactor } from "../../../db/second-factors.ts";
import { signOut, signOutEverywhere } from "../../../services/sessions.ts";
import { actAsVisitor, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { linkTo, renderDocument } from "../../frame/page.ts";
import { AccountPage } from "./account-page.tsx";
import { removeSessionCookie } from "../../frame/session-cookie.ts";
import type { WebDeps } from "../../web-deps.ts";
import { createAccountSecurityRoutes } from "./security-routes.tsx";

/** Everybody's own page: what one may do, where one is signed in, and the ways out. */
export function createAccountRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [
    { method: "get", path: "/account", about: "self", handle: (c) => answerAccount(deps, c) },
    ...createAccountSecurityRoutes(deps),
    { method: "post", path: "/account/sign-out", about: "self", handle: (c) => leave(deps, c) },
    { method: "post", path: "/account/sign-out-everywhere", about: "self", handle: (c) => leaveEverywhere(deps, c) },
  ];
}

async function answerAccount({ db, now }: WebDeps, c: DeskContext): Promise<Response> {
  const { id } = c.var.visitor.account;
  const sessions = await readSessions(db, { accountId: id, now: now() });
  const local = (await findStoredAccount(db, { id }))?.local ?? true;
  const recoveryCodes = (await hasSecondFactor(db, id)) ? await countRecoveryCodes(db, id) : null;
  const props = { page: c.var.page, visitor: c.var.visitor, sessions, local, recoveryCodes };
  return c.html(renderDocument(<AccountPage {...props} />));
}

async function leave(deps: WebDeps, c: DeskContext): Promise<Response> {
  await signOut(actAsVisitor(deps, c), c.var.visitor);
  return goOut(deps, c, "signed-out");
}

async function leaveEverywhere(deps: WebDeps, c: DeskContext): Promise<Response> {
  await signOutEverywhere(actAsVisitor(deps, c));
  return goOut(deps, c, "signed-out-everywhere");
}

function goOut(deps: WebDeps, c: DeskContext, done: string): Response {
  removeSessionCookie(c, deps.publicUrl);
  return c.redirect(linkTo(c.var.page.language, "/login", new URLSearchParams({ done })), 303);
}
