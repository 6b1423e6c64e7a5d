import { Hono } from "hono";
import { compress } from "hono/compress";
import { readAssets } from "./frame/assets.ts";
import { createDesk, listDeskRoutes } from "./desk/desk.tsx";
import { answerFailure } from "./frame/failure.tsx";
import { preparePage } from "./frame/page-context.ts";
import { hasHungUp } from "./frame/hung-up.ts";
import { limitAddresses } from "./frame/request-limits.ts";
import { logRequests } from "./frame/request-log.ts";
import { recordRequests } from "./frame/request-work.ts";
import { setSecurityHeaders } from "./frame/security-headers.ts";
import { answerNotFound } from "./frame/not-found.tsx";
import type { WebEnv } from "./frame/page.ts";
import { createTurns } from "./frame/turns.ts";
import { createKeeper } from "./kept/keeper.ts";
import { createAccessibilityRoute } from "./public/accessibility/routes.tsx";
import { createAssetRoute } from "./frame/asset.ts";
import { createCaseRoute } from "./public/thread/routes.tsx";
import { createOpmlRoute } from "./public/feeds/opml-routes.ts";
import { createFeedPageRoute } from "./public/feeds/page-routes.tsx";
import { createFeedRoute } from "./public/feeds/routes.ts";
import { createHealthRoute } from "./machines/health.ts";
import { createInboundMailRoute } from "./machines/inbound-mail.ts";
import { createMetricsRoute } from "./machines/metrics.ts";
import { createOverviewRoute } from "./public/overview/routes.tsx";
import { createPrivacyRoute } from "./public/privacy/routes.tsx";
import { createQuestionRoute } from "./public/thread/question-routes.tsx";
import { createPreferencesRoute } from "./public/preferences/routes.tsx";
import { createReportRoute } from "./public/report/routes.tsx";
import { createRegionRoute } from "./public/region/routes.tsx";
import { createSiteFileRoute } from "./machines/site-files.ts";
import { createSignInRoute } from "./sign-in/routes.ts";
import { createSubscriptionsRoute } from "./public/subscriptions/routes.tsx";
import { createSourcesRoute } from "./public/sources/routes.tsx";
import { createStillWantedRoute } from "./public/still-wanted/routes.tsx";
import { createSubscribeRoute } from "./public/subscribe/routes.tsx";
import { createSearchBook } from "./search-parts/search-book.ts";
import type { WebDeps } from "./web-deps.ts";

/** What a process without pages answers: whether it is well, and its figures. */
export function createMachinesApp(deps: WebDeps): Hono {
  const app = new Hono();
  app.route("/", createHealthRoute(deps));
  app.route("/", createMetricsRoute(deps));
  return app;
}

/** The public pages, the feeds, the desk and the health check. Listens to nothing: give its `fetch` to a server. */
export function createApp(deps: WebDeps): Hono<WebEnv> {
  const assets = readAssets();
  const app = new Hono<WebEnv>();
  const deskPaths = listDeskRoutes(deps).map(({ path }) => path);
  const openBook = createSearchBook(deps.db);
  if (deps.record !== undefined && deps.record !== null) app.use(recordRequests(deps.record, deps.now));
  app.use(logRequests(deps), setSecurityHeaders(deps.publicUrl), limitAddresses());
  app.route("/", createFeedRoute(deps));
  app.route("/", createOpmlRoute(deps));
  app.route("/", createAssetRoute(assets));
  app.route("/", createSiteFileRoute(deps, deskPaths));
  app.route("/", createMachinesApp(deps));
  app.route("/", createInboundMailRoute(deps));

  app.use(compress(), preparePage(deps, assets));
  app.route("/", createOverviewRoute(deps, openBook));
  app.route("/", createFeedPageRoute(deps));
  app.route("/", createRegionRoute(deps, openBook));
  app.route("/", createCaseRoute(deps));
  app.route("/", createQuestionRoute(deps));
  app.route("/", createPreferencesRoute(deps));
  app.route("/", createSubscriptionsRoute(deps));
  app.route("/", createStillWantedRoute(deps));
  app.route("/", createSubscribeRoute(deps));
  app.route("/", createSourcesRoute(deps));
  app.route("/", createReportRoute(deps));
  app.route("/", createAccessibilityRoute(deps));
  app.route("/", createPrivacyRoute(deps));
  app.route("/", createSignInRoute(deps));
  app.route("/", createDesk(deps));

  app.notFound((c) => answerNotFound(c, c.var.page.t.notFound.text));
  app.onError((error, c) => answerFailure(c, { error, deps, assets }));
  return keepAnswers(app, deps);
}

/** Has what is kept answered before everything that costs; the rest begins in turn. */
function keepAnswers(app: Hono<WebEnv>, deps: WebDeps): Hono<WebEnv> {
  const inTurn = createTurns();
  const answer = app.fetch;
  const keep = createKeeper({ deps, make: (request, bindings) => inTurn(() => answer(request, bindings)) });
  app.fetch = (request, bindings, context) =>
    keep(request, bindings) ??
    inTurn(() => (hasHungUp(bindings) ? new Response(null) : answer(request, bindings, context)));
  return app;
}
