import { insertAudit } from "../../../db/audit.ts";
import { findStoredAccount } from "../../../db/accounts.ts";
import { readSessions, removeSession, removeSessions } from "../../../db/sessions.ts";
import { countRecoveryCodes, hasSecondFactor } from "../../../db/second-factors.ts";
import type { DeskContext, DeskRoute } from "../desk-route.ts";
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
    { method: "post", path: "/account/sign-out", about: "self", handle: (c) => signOut(deps, c) },
    { method: "post", path: "/account/sign-out-everywhere", about: "self", handle: (c) => signOutEverywhere(deps, c) },
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

async function signOut(deps: WebDeps, c: DeskContext): Promise<Response> {
  const { visitor, actor } = c.var;
  await deps.db.transaction().execute(async (db) => {
    await removeSession(db, visitor.sessionHash);
    await insertAudit(db, {
      at: deps.now(),
      actor,
      regionCode: null,
      deed: "signed-out",
      objectId: visitor.account.id,
    });
  });
  return leave(deps, c, "signed-out");
}

async function signOutEverywhere(deps: WebDeps, c: DeskContext): Promise<Response> {
  const { visitor, actor } = c.var;
  const { id } = visitor.account;
  await deps.db.transaction().execute(async (db) => {
    const sessions = await removeSessions(db, id);
    await insertAudit(db, {
      at: deps.now(),
      actor,
      regionCode: null,
      deed: "signed-out-everywhere",
      objectId: id,
      after: { sessions },
    });
  });
  return leave(deps, c, "signed-out-everywhere");
}

function leave(deps: WebDeps, c: DeskContext, done: string): Response {
  removeSessionCookie(c, deps.publicUrl);
  return c.redirect(linkTo(c.var.page.language, "/login", new URLSearchParams({ done })), 303);
}
