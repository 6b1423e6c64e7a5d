import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text as readText } from "node:stream/consumers";
import { Provider, type Adapter, type AdapterPayload, type Configuration } from "oidc-provider";

/** What the provider claims of somebody beside the subject, such as `email`, `name` and `groups`. */
export type Claims = Readonly<Record<string, unknown>>;

/** A real OpenID provider on 127.0.0.1: whoever types a subject that it knows is that person. */
export interface OidcProvider {
  readonly issuer: string;
  /** `127.0.0.1:PORT`, for the list of hosts that may be private. */
  readonly host: string;
  readonly client: { readonly id: string; readonly secret: string };
  /** By subject. */
  readonly people: Map<string, Claims>;
  /** Every address it was asked for, without the query. */
  readonly asked: string[];
  stop(): Promise<void>;
}

const CLAIM_NAMES = ["email", "name", "groups"];

/**
 * Starts one that lets people come back to these addresses. Claims stand in the ID token, or, with `apart`, only where
 * the access token is shown, as most providers have it.
 */
export async function startOidcProvider(options: {
  readonly redirectUrls: readonly string[];
  readonly apart: boolean;
}): Promise<OidcProvider> {
  const people = new Map<string, Claims>();
  const asked: string[] = [];
  const client = { id: "restsignal", secret: randomBytes(24).toString("base64url") };
  const handler: { answer: (request: IncomingMessage, response: ServerResponse) => Promise<void> } = {
    answer: async () => {},
  };
  const server = createServer((request, response) => {
    asked.push((request.url ?? "").split("?")[0] ?? "");
    handler.answer(request, response).catch((cause: unknown) => {
      response.statusCode = 500;
      response.end(String(cause));
    });
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, configure({ ...options, client, people }));
  const onward = provider.callback();
  handler.answer = async (request, response) => {
    const uid = /^\/interaction\/([\w-]+)$/.exec(request.url ?? "")?.[1];
    if (uid === undefined) return onward(request, response);
    if (request.method === "POST") return finish(provider, { request, response, people });
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<!doctype html><html lang="en"><title>Provider</title><form method="post" action="/interaction/${uid}">
      <label>Subject <input name="subject" autofocus></label><button>Go on</button></form></html>`);
  };
  return {
    issuer,
    host: `127.0.0.1:${port}`,
    client,
    people,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The person gives a subject; an unknown one is somebody who gives up. */
async function finish(
  provider: Provider,
  input: { request: IncomingMessage; response: ServerResponse; people: OidcProvider["people"] },
): Promise<void> {
  const { request, response, people } = input;
  const subject = new URLSearchParams(await readText(request)).get("subject") ?? "";
  const result = people.has(subject)
    ? { login: { accountId: subject } }
    : { error: "access_denied", error_description: "the person gave up" };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

function configure(input: {
  redirectUrls: readonly string[];
  apart: boolean;
  client: OidcProvider["client"];
  people: OidcProvider["people"];
}): Configuration {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    clients: [
      {
        client_id: input.client.id,
        client_secret: input.client.secret,
        redirect_uris: [...input.redirectUrls],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    adapter: createAdapters(),
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "test" }] },
    cookies: { keys: [randomBytes(24).toString("hex")] },
    claims: { openid: ["sub", ...CLAIM_NAMES] },
    conformIdTokenClaims: input.apart,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...input.people.get(sub), sub }) }),
    // Nobody is asked twice: the region decided who may use the desk.
    async loadExistingGrant(context) {
      const { client, session, provider } = context.oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid");
      grant.addOIDCClaims(CLAIM_NAMES);
      await grant.save();
      return grant;
    },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  };
}

/** What a provider remembers, in memory: its own way to do so warns on each start that it forgets. */
function createAdapters(): (kind: string) => Adapter {
  const stored = new Map<string, AdapterPayload>();
  return (kind) => {
    const find = async (id: string) => stored.get(`${kind} ${id}`);
    const findWhere = async (fits: (payload: AdapterPayload) => boolean) =>
      [...stored].find(([key, payload]) => key.startsWith(`${kind} `) && fits(payload))?.[1];
    return {
      find,
      findByUid: (uid) => findWhere((payload) => payload.uid === uid),
      findByUserCode: (code) => findWhere((payload) => payload.userCode === code),
      async upsert(id, payload) {
        stored.set(`${kind} ${id}`, payload);
      },
      async consume(id) {
        const payload = await find(id);
        if (payload !== undefined)
          stored.set(`${kind} ${id}`, { ...payload, consumed: Math.floor(Date.now() / 1_000) });
      },
      async destroy(id) {
        stored.delete(`${kind} ${id}`);
      },
      async revokeByGrantId(grantId) {
        for (const [key, payload] of stored) if (payload.grantId === grantId) stored.delete(key);
      },
    };
  };
}
