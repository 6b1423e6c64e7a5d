import type { Context } from "hono";
import { findVisitor } from "../../db/sessions.ts";
import { listRegions } from "../../domain/account.ts";
import type { Page, WebEnv } from "./page.ts";
import { readSessionCookie } from "./session-cookie.ts";
import type { WebDeps } from "../web-deps.ts";

/**
 * A public page as whoever asks may see it: those who are signed in get the way to the desk, in the regions whose cases
 * they may read there. What is made for one reader is kept by nobody else.
 */
export async function pageForReader(
  { db, now, publicUrl }: Pick<WebDeps, "db" | "now" | "publicUrl">,
  c: Context<WebEnv>,
): Promise<Page> {
  const { page } = c.var;
  c.header("vary", "cookie", { append: true });
  const token = readSessionCookie(c, publicUrl);
  if (token === undefined) return page;
  c.header("cache-control", "private, no-store");
  const visitor = await findVisitor(db, { token, now: now() });
  return visitor === null ? page : { ...page, deskRegions: new Set(listRegions(visitor.account, "read")) };
}
