import { createHttpClient, type HttpClient } from "../../src/net/http-client.ts";
import { createIdentityProvider, type IdentityProvider } from "../../src/net/identity-provider.ts";
import { insertAccount } from "../../src/db/accounts.ts";
import { insertAccountLink } from "../../src/db/account-links.ts";
import type { Db } from "../../src/db/schema.ts";
import type { Grant } from "../../src/domain/account.ts";
import { claimMapSchema } from "../../src/domain/claim-map.ts";
import { OPERATIONS } from "../../src/domain/region.ts";
import { LINK_MS } from "../../src/domain/sign-in.ts";
import { createApp } from "../../src/web/app.ts";
import { hashPassword } from "../../src/secrets/password-hash.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";
import { createCookieBrowser, findField, type CookieBrowser, type Visit } from "../support/cookie-browser.ts";
import type { OidcProvider } from "../support/oidc-provider.ts";
import { NOW } from "./site.ts";

export const SITE = "https://restsignal.example";
export const PASSWORD = "fyra gröna tåg i regnet";

const ROLES_BY_GROUP = {
  "rs-12-curator": [{ region: "12", role: "curator" }],
  "rs-14-reader": [{ region: "14", role: "reader" }],
  "rs-skr": [{ region: "00", role: "analyst" }],
};

/** The program's own way to a provider, guarded client and all; close the client afterwards. */
export function connectProvider(
  provider: Pick<OidcProvider, "issuer" | "host" | "client">,
  over: { allowed?: boolean; redirectUrl?: string; roles?: object; now?: () => Date } = {},
): { identityProvider: IdentityProvider; http: HttpClient } {
  const allowPrivateHosts = over.allowed === false ? [] : [provider.host];
  const http = createHttpClient({ userAgent: "Restsignal test", allowPrivateHosts });
  const identityProvider = createIdentityProvider(
    { http, now: over.now ?? (() => NOW) },
    {
      issuer: provider.issuer,
      clientId: provider.client.id,
      clientSecret: provider.client.secret,
      scope: "openid",
      claimMap: claimMapSchema.parse({ claim: "groups", roles: over.roles ?? ROLES_BY_GROUP }),
      redirectUrl: over.redirectUrl ?? `${SITE}/login/callback`,
    },
  );
  return { identityProvider, http };
}

/** A browser that meets the site in this process, as if it were at its address, and everything else over the network. */
export function openBrowser(deps: WebDeps): CookieBrowser {
  const app = createApp(deps);
  return createCookieBrowser((request) => (request.url.startsWith(SITE) ? app.request(request) : null));
}

/** A local account with a password. */
export async function addLocal(
  db: Db,
  input: { email: string; password?: string; grants?: readonly Grant[] },
): Promise<number> {
  const { email, password = PASSWORD, grants = [{ regionCode: "12", role: "curator" }] } = input;
  const id = await insertAccount(db, { email, name: `Apotekare ${email}`, subject: null, grants, now: NOW });
  await db
    .updateTable("account")
    .set({ password_hash: await hashPassword(password) })
    .where("id", "=", id)
    .execute();
  return id;
}

export async function addLink(db: Db, input: { accountId: number; token: string; now?: Date }): Promise<string> {
  const expiresAt = new Date((input.now ?? NOW).getTime() + LINK_MS);
  await insertAccountLink(db, { ...input, expiresAt, vouchedBy: OPERATIONS.code, within: null });
  return `${SITE}/login/link/${input.token}`;
}

/** Fills in the sign-in form as a person would. */
export async function signInLocally(
  browser: CookieBrowser,
  input: { email: string; password?: string; path?: string },
): Promise<Visit> {
  const page = await browser.get(`${SITE}${input.path ?? "/login"}`);
  const returnTo = page.text.includes('name="return"') ? { return: findField(page.text, "return") } : {};
  return browser.post(`${SITE}/login/local`, {
    form: findField(page.text, "form"),
    ...returnTo,
    email: input.email,
    password: input.password ?? PASSWORD,
  });
}

/** Goes to the provider and signs in there. Gives the way back, which the browser has not gone yet. */
export async function visitProvider(
  browser: CookieBrowser,
  subject: string,
  path = "/login",
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const page = await browser.get(`${SITE}${path}`);
  const returnTo = page.text.includes('name="return"') ? { return: findField(page.text, "return") } : {};
  let visit = await browser.post(`${SITE}/login/oidc${new URL(page.url).searchParams.has("lang") ? "?lang=en" : ""}`, {
    form: findField(page.text, "form"),
    ...returnTo,
    ...more,
  });
  for (let step = 0; step < 10; step++) {
    const { onward } = visit;
    if (onward !== null && onward.startsWith(`${SITE}/login/callback`)) return onward;
    visit = onward === null ? await browser.post(visit.url, { subject }) : await browser.get(onward);
  }
  throw new Error(`test: the provider did not send ${subject} back: ${visit.status} ${visit.text.slice(0, 200)}`);
}

export async function signInByProvider(browser: CookieBrowser, subject: string, path?: string): Promise<Visit> {
  return browser.get(await visitProvider(browser, subject, path));
}

/** The session's secret that the browser holds now. */
export function sessionOf(browser: CookieBrowser): string | undefined {
  return browser.cookies.get(new URL(SITE).host)?.get("__Host-restsignal_session");
}
