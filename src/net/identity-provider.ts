import type { ClientAuth, Configuration, CustomFetch } from "openid-client";
import { hasMappedClaims, readIdentity, type ClaimMap, type Identity } from "../domain/claim-map.ts";
import type { HttpClient } from "./http-client.ts";

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 1_000_000;
/** What a provider says of itself changes seldom; its keys the library renews by itself. */
const DISCOVERED_FOR_MS = 60 * 60_000;

/** What ties an answer of the provider to the browser that asked. */
export interface IdentityChecks {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** Whether the person is asked anew, though the provider knows them; the answer is refused when they were not. */
  readonly fresh?: boolean;
}

/** A proof is fresh for so long, the way back to us and clocks that differ included. */
const FRESH_SECONDS = 300;

/** `reason` is for the log: it holds no secret and nothing of the person. */
export interface IdentityFailure {
  /** `unavailable` it did not answer · `denied` it says no, or the person gave up · `refused` its answer does not hold. */
  readonly kind: "unavailable" | "denied" | "refused";
  readonly reason: string;
}

/** An OpenID provider that vouches for people. Nothing is asked before the first sign-in needs it. */
export interface IdentityProvider {
  readonly issuer: string;
  /** Where the browser goes to sign in. */
  begin(checks: IdentityChecks): Promise<{ readonly kind: "ready"; readonly url: string } | IdentityFailure>;
  /** Who came back; `query` is what the provider sent along. */
  finish(
    query: URLSearchParams,
    checks: IdentityChecks,
  ): Promise<{ readonly kind: "identified"; readonly identity: Identity } | IdentityFailure>;
  /** Null when it answers, otherwise why not. */
  check(): Promise<string | null>;
}

export interface IdentityProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly claimMap: ClaimMap;
  /** The way back, as the provider was told. */
  readonly redirectUrl: string;
}

interface ProviderDeps {
  readonly http: Pick<HttpClient, "request">;
  readonly now: () => Date;
}

/** The library is loaded when it is needed: most commands never sign anybody in. */
type Library = typeof import("openid-client");

export function createIdentityProvider(deps: ProviderDeps, settings: IdentityProviderSettings): IdentityProvider {
  const open = rememberOpen(deps, settings);
  return {
    issuer: settings.issuer,
    async begin({ state, nonce, codeVerifier, fresh = false }) {
      try {
        const { library, configuration } = await open();
        const url = library.buildAuthorizationUrl(configuration, {
          redirect_uri: settings.redirectUrl,
          scope: settings.scope,
          state,
          nonce,
          code_challenge: await library.calculatePKCECodeChallenge(codeVerifier),
          code_challenge_method: "S256",
          ...(fresh ? { prompt: "login", max_age: String(FRESH_SECONDS) } : {}),
        });
        refuseUnprotected(url);
        return { kind: "ready", url: url.href };
      } catch (cause) {
        return explain(cause);
      }
    },
    async finish(query, { state, nonce, codeVerifier, fresh = false }) {
      try {
        const opened = await open();
        const back = new URL(settings.redirectUrl);
        back.search = query.toString();
        const checks = {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          ...(fresh ? { maxAge: FRESH_SECONDS } : {}),
        };
        const tokens = await opened.library.authorizationCodeGrant(opened.configuration, back, checks);
        const token = tokens.claims();
        if (token === undefined) return { kind: "refused", reason: "no ID token" };
        const claims = await completeClaims(opened, { token, accessToken: tokens.access_token, settings });
        return {
          kind: "identified",
          identity: readIdentity(settings.claimMap, { issuer: token.iss, subject: token.sub, claims }),
        };
      } catch (cause) {
        return explain(cause);
      }
    },
    async check() {
      try {
        await open();
        return null;
      } catch (cause) {
        return explain(cause).reason;
      }
    },
  };
}

interface Opened {
  readonly library: Library;
  readonly configuration: Configuration;
}

/** Asks the provider about itself once an hour; what failed is asked again. */
function rememberOpen({ http, now }: ProviderDeps, settings: IdentityProviderSettings): () => Promise<Opened> {
  let opened: { readonly at: number; readonly promise: Promise<Opened> } | null = null;
  return () => {
    const at = now().getTime();
    if (opened !== null && at - opened.at < DISCOVERED_FOR_MS) return opened.promise;
    const promise = discover(http, settings);
    const trial = { at, promise };
    opened = trial;
    promise.catch(() => {
      if (opened === trial) opened = null;
    });
    return promise;
  };
}

async function discover(http: ProviderDeps["http"], settings: IdentityProviderSettings): Promise<Opened> {
  const library = await import("openid-client");
  const { issuer, clientId, clientSecret } = settings;
  const configuration = await library.discovery(
    new URL(issuer),
    clientId,
    undefined,
    chooseAuthentication(library, clientSecret),
    {
      [library.customFetch]: createFetch(http),
      timeout: TIMEOUT_MS / 1_000,
      execute: [
        // Without it the library takes an ID token's word because it came over TLS, and looks at no signature.
        library.enableNonRepudiationChecks,
        ...(issuer.startsWith("http:") ? [library.allowInsecureRequests] : []),
      ],
    },
  );
  return { library, configuration };
}

/** As the provider will have it; one that does not say takes the header: OpenID Connect Discovery 1.0, section 3. */
function chooseAuthentication(library: Library, secret: string): ClientAuth {
  const [inHeader, inBody] = [library.ClientSecretBasic(secret), library.ClientSecretPost(secret)];
  return (...request) => {
    const [server] = request;
    const taken = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    const choose = taken.includes("client_secret_basic") ? inHeader : inBody;
    choose(...request);
  };
}

/** Every question to the provider, a GET or a form, goes the guarded way, and to no other address than was meant. */
function createFetch(http: ProviderDeps["http"]): CustomFetch {
  return async (url, { method, headers, body }) => {
    refuseUnprotected(new URL(url));
    const answer = await http.request({
      url,
      method: method === "POST" ? "POST" : "GET",
      headers,
      ...(body === null || body === undefined ? {} : { body: bodyText(body) }),
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      maxRedirects: 0,
    });
    if (answer.kind === "failed") throw new ProviderUnavailable(answer.reason);
    if (answer.status >= 500) throw new ProviderUnavailable(`${new URL(url).host} answered ${answer.status}`);
    const empty = answer.status === 204 || answer.body.length === 0;
    const { status, headers: told } = answer;
    return new Response(empty ? null : new Uint8Array(answer.body), { status, headers: told });
  };
}

/** The library sends forms and nothing else; anything else is a change of its manners. */
function bodyText(body: unknown): string {
  if (typeof body === "string") return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new Error("net/identity-provider: unable to send a body that is no form");
}

/** What the token leaves out the provider may tell when it is asked. */
async function completeClaims(
  { library, configuration }: Opened,
  input: {
    token: { readonly sub: string } & Readonly<Record<string, unknown>>;
    accessToken: string;
    settings: IdentityProviderSettings;
  },
): Promise<Readonly<Record<string, unknown>>> {
  const { token, accessToken, settings } = input;
  if (hasMappedClaims(settings.claimMap, token)) return token;
  if (configuration.serverMetadata().userinfo_endpoint === undefined) return token;
  return { ...(await library.fetchUserInfo(configuration, accessToken, token.sub)), ...token };
}

class ProviderUnavailable extends Error {
  override readonly name = "ProviderUnavailable";
}

/** An address that a provider names may be unencrypted only on this machine, as its own. */
function refuseUnprotected(url: URL): void {
  if (url.protocol === "https:") return;
  if (url.protocol === "http:" && /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(url.hostname)) return;
  throw new ProviderUnavailable(`${url.host} is not asked without encryption`);
}

/** Of what the library throws only codes are told: the rest may quote tokens, or what they say of the person. */
function explain(cause: unknown): IdentityFailure {
  for (let error: unknown = cause; error instanceof Error; error = error.cause) {
    if (error instanceof ProviderUnavailable) return { kind: "unavailable", reason: error.message };
    const reason = explainIssuer(error.cause);
    if (reason !== null) return { kind: "refused", reason };
  }
  const code = readText(cause, "code") ?? "unexpected answer";
  const told = readText(cause, "error");
  const isDenial = cause instanceof Error && cause.name === "AuthorizationResponseError";
  const reason = told === null || !/^[\w-]{1,60}$/.test(told) ? code : `${code}: ${told}`;
  if (code === "OAUTH_TIMEOUT") return { kind: "unavailable", reason };
  return { kind: isDenial ? "denied" : "refused", reason };
}

/** Two names of one provider that differ, which is mostly a slash; null when the failure is another. */
function explainIssuer(detail: unknown): string | null {
  const expected = readText(detail, "expected");
  const itself = readText(readValue(detail, "body"), "issuer");
  if (readText(detail, "attribute") === "issuer" && expected !== null && itself !== null)
    return `the provider calls itself ${quote(itself)}, and OIDC_ISSUER is ${quote(expected)}: ${tellMend(expected, itself)}`;
  const signed = readText(readValue(detail, "claims"), "iss");
  if (readText(detail, "claim") === "iss" && expected !== null && signed !== null)
    return `the provider calls itself ${quote(expected)}, and its ID token ${quote(signed)}: they should be the same, which only the provider can mend`;
  return null;
}

function tellMend(expected: string, told: string): string {
  if (told === `${expected}/`) return "add the slash at the end of OIDC_ISSUER";
  if (expected === `${told}/`) return "take away the slash at the end of OIDC_ISSUER";
  return "they should be the same";
}

/** What the other side says of itself may be anything: printed in a line of a log it stays one line, and short. */
function quote(text: string): string {
  return JSON.stringify(text.slice(0, 200));
}

function readValue(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function readText(value: unknown, name: string): string | null {
  const text = readValue(value, name);
  return typeof text === "string" ? text : null;
}
