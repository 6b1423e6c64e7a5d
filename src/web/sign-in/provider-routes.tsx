import type { Context, Hono, MiddlewareHandler } from "hono";
import { spendSignInRequest } from "../../db/sign-ins.ts";
import { parseReturnPath } from "../../domain/return-path.ts";
import { beginProviderSignIn, signInByProvider } from "../../services/sign-in.ts";
import type { IdentityProvider } from "../../net/identity-provider.ts";
import { readForm, textOf } from "../frame/form.ts";
import { linkTo, parseLanguage, renderDocument, withLanguage, type WebEnv } from "../frame/page.ts";
import { OnwardPage } from "./sign-in-page.tsx";
import { logRefusal } from "../frame/refusal-log.ts";
import { readSessionCookie, readSignInCookie } from "../frame/session-cookie.ts";
import { actAsStranger, letIn } from "./let-in.ts";
import { showNotice, showSignIn } from "./sign-in-answer.tsx";
import { readSignInBrowser } from "../identity/sign-in-form.ts";
import { createToken } from "../../secrets/token.ts";
import type { WebDeps } from "../web-deps.ts";
import { signInWords } from "../identity/words.ts";

interface RouteInput {
  readonly deps: WebDeps;
  readonly limit: MiddlewareHandler<WebEnv>;
  /** Takes the form in. */
  readonly accept: MiddlewareHandler<WebEnv>;
}

/** The way to the provider, and back. */
export function addProviderRoutes(app: Hono<WebEnv>, { deps, limit, accept }: RouteInput): void {
  const provider = deps.identityProvider;
  if (provider === null) return;
  app.post("/login/oidc", limit, accept, (c) => leaveForProvider(deps, c, provider));
  // The way back is not counted: whoever has no state that waits for them is turned away before anything is done.
  app.get("/login/callback", (c) => returnFromProvider(deps, c, provider));
}

async function leaveForProvider(deps: WebDeps, c: Context<WebEnv>, provider: IdentityProvider): Promise<Response> {
  const { page } = c.var;
  const strings = signInWords[page.language];
  const values = await readForm(c);
  const returnTo = parseReturnPath(textOf(values, "return"));
  const browser = readSignInBrowser(c, deps.publicUrl, values);
  if (browser === null) {
    await logRefusal(deps, c, { event: "sign-in refused", why: "not our own form" });
    return showSignIn(deps, c, { status: 403, returnTo, trouble: strings.form });
  }
  const checks = { state: createToken(), nonce: createToken(), codeVerifier: createToken() };
  // Only who is signed in already is sent to prove it again.
  const fresh = textOf(values, "fresh") === "yes";
  const begun = await provider.begin({ ...checks, fresh });
  if (begun.kind !== "ready") {
    deps.log.error({ reason: begun.reason }, "sign-in provider unreachable");
    return showSignIn(deps, c, { status: 503, returnTo, trouble: strings.provider.unavailable });
  }
  const remembered = linkTo(page.language, "/login", new URLSearchParams({ return: returnTo ?? "" }));
  await beginProviderSignIn(actAsStranger(deps, c), { ...checks, browser, returnTo: remembered, fresh });
  // A form may lead nowhere but here, redirects included (form-action), so the browser goes on by itself.
  c.header("refresh", `0; url=${begun.url}`);
  return c.html(renderDocument(<OnwardPage page={page} url={begun.url} />));
}

/** Only the browser that left may come back, once, with what it left with. */
async function returnFromProvider(deps: WebDeps, c: Context<WebEnv>, provider: IdentityProvider): Promise<Response> {
  const state = c.req.query("state") ?? "";
  const browser = readSignInCookie(c, deps.publicUrl);
  const now = deps.now();
  const request = browser === undefined ? null : await spendSignInRequest(deps.db, { state, browser, now });
  if (request === null) {
    await logRefusal(deps, c, { event: "sign-in refused", why: "no sign-in of this browser waits for the provider" });
    return showSignIn(deps, c, {
      status: 403,
      returnTo: null,
      trouble: signInWords[c.var.page.language].provider.stale,
    });
  }
  const remembered = new URL(request.returnTo, "http://here.invalid").searchParams;
  const page = withLanguage(c.var.page, parseLanguage(remembered.get("lang")));
  c.set("page", page);
  const returnTo = parseReturnPath(remembered.get("return"));
  const fresh = request.fresh === true;
  const answered = new URL(c.req.url).searchParams;
  const finished = await provider.finish(answered, { state, ...request, fresh });
  if (finished.kind !== "identified") {
    deps.log.error({ outcome: finished.kind, reason: finished.reason }, "provider sign-in failed");
    if (finished.kind !== "unavailable") await logRefusal(deps, c, { event: "sign-in refused", why: finished.reason });
    const status = finished.kind === "unavailable" ? 503 : 403;
    return showSignIn(deps, c, { status, returnTo, trouble: signInWords[page.language].provider[finished.kind] });
  }
  const { identity } = finished;
  const earlier = readSessionCookie(c, deps.publicUrl);
  const signIn = await signInByProvider(actAsStranger(deps, c), { identity, fresh, earlier });
  if (signIn.kind === "signed-in") return letIn(deps, c, { signedIn: signIn, by: "provider", returnTo });
  const { why } = signIn;
  await logRefusal(deps, c, { event: "sign-in refused", why, email: `${identity.issuer} ${identity.subject}` });
  return showNotice(c, { ...signInWords[page.language].refusals[why], status: 403 });
}
