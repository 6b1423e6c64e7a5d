import { randomUUID } from "node:crypto";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Assets } from "./assets.ts";
import { createPage, renderDocument, type WebEnv } from "./page.ts";
import { FailedPage } from "./error-page.tsx";
import { readLanguage } from "./visit-cookies.ts";
import type { WebDeps } from "../web-deps.ts";

/** The 500 page: tells a reference, and the log what it stands for. Asks nothing of the database, which may be down. */
export function answerFailure(
  c: Context<WebEnv>,
  { error, deps, assets }: { error: Error; deps: WebDeps; assets: Assets },
): Response | Promise<Response> {
  // A refusal that a library of the framework's throws is an answer, and no failure of ours.
  if (error instanceof HTTPException) return error.getResponse();
  const reference = randomUUID().slice(0, 8);
  deps.log.error({ err: error, reference }, "request failed");
  const { version, mode } = deps;
  const about = { version, mode, language: readLanguage(c) };
  const page = createPage({ url: new URL(c.req.url), source: "unknown", assets: assets.paths, ...about });
  c.header("cache-control", "no-store");
  return c.html(renderDocument(<FailedPage page={page} reference={reference} />), 500);
}
