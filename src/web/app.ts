import { Hono } from "hono";
import { compress } from "hono/compress";
import { readAssets } from "./assets.ts";
import { createDesk } from "./desk.tsx";
import { answerFailure } from "./failure.tsx";
import { preparePage } from "./middleware/page-context.ts";
import { limitAddresses } from "./middleware/request-limits.ts";
import { logRequests } from "./middleware/request-log.ts";
import { setSecurityHeaders } from "./middleware/security-headers.ts";
import { answerNotFound } from "./not-found.tsx";
import type { WebEnv } from "./page.ts";
import { createAccessibilityRoute } from "./routes/accessibility.tsx";
import { createAssetRoute } from "./routes/asset.ts";
import { createCaseRoute } from "./routes/case.tsx";
import { createFeedRoute } from "./routes/feed.ts";
import { createHealthRoute } from "./routes/health.ts";
import { createMetricsRoute } from "./routes/metrics.ts";
import { createOverviewRoute } from "./routes/overview.tsx";
import { createQuestionRoute } from "./routes/question.tsx";
import { createPreferencesRoute } from "./routes/preferences.tsx";
import { createRegionRoute } from "./routes/region.tsx";
import { createSiteFileRoute } from "./routes/site-files.ts";
import { createSignInRoute } from "./routes/sign-in.ts";
import { createSourcesRoute } from "./routes/sources.tsx";
import { createSearchBook } from "./search-book.ts";
import type { WebDeps } from "./web-deps.ts";

/** The public pages, the feeds, the desk and the health check. Listens to nothing: give its `fetch` to a server. */
export function createApp(deps: WebDeps): Hono<WebEnv> {
  const assets = readAssets();
  const app = new Hono<WebEnv>();
  const openBook = createSearchBook(deps.db);
  app.use(logRequests(deps), setSecurityHeaders(deps.publicUrl), limitAddresses());
  // Feeds carry strong tags, which compression would weaken: what is in front of us may compress them.
  app.route("/", createFeedRoute(deps));
  app.route("/", createAssetRoute(assets));
  app.route("/", createSiteFileRoute(deps));
  app.route("/", createHealthRoute(deps));
  app.route("/", createMetricsRoute(deps));

  app.use(compress(), preparePage(deps, assets));
  app.route("/", createOverviewRoute(deps, openBook));
  app.route("/", createRegionRoute(deps, openBook));
  app.route("/", createCaseRoute(deps));
  app.route("/", createQuestionRoute(deps));
  app.route("/", createPreferencesRoute(deps));
  app.route("/", createSourcesRoute(deps));
  app.route("/", createAccessibilityRoute(deps));
  app.route("/", createSignInRoute(deps));
  app.route("/", createDesk(deps));

  app.notFound((c) => answerNotFound(c, c.var.page.t.notFound.text));
  app.onError((error, c) => answerFailure(c, { error, deps, assets }));
  return app;
}
