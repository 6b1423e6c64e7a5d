import { createHmac, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { createServer } from "node:http";

/** What is wrong with the next ID token; what is left out is right. */
export interface Forgery {
  /** Over the right claims; `undefined` leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  /** `other` is a key nobody published, `secret` the client's secret as an HMAC key. */
  readonly key?: "published" | "other" | "secret";
  /** Put in after the signature was made. */
  readonly tampered?: Readonly<Record<string, unknown>>;
  /** Instead of the signature. */
  readonly signature?: string;
}

/** An OpenID provider on 127.0.0.1 whose ID tokens are as wrong as a test wants them: a real one makes none such. */
export interface ForgingProvider {
  readonly issuer: string;
  readonly host: string;
  readonly clientId: string;
  /** What a right ID token answers. */
  readonly nonce: string;
  forge(forgery: Forgery): void;
  publishNoKeys(): void;
  stop(): Promise<void>;
}

const CLIENT_ID = "restsignal";
const NONCE = "nonce-of-the-test";

export async function startForgingProvider(): Promise<ForgingProvider> {
  const published = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
  let forgery: Forgery = {};
  let publishes = true;
  let issuer = "";
  const answers: Record<string, () => unknown> = {
    "/.well-known/openid-configuration": () => ({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      ...(publishes ? { jwks_uri: `${issuer}/jwks` } : {}),
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256", "HS256", "none"],
    }),
    "/jwks": () => ({
      keys: [{ ...published.publicKey.export({ format: "jwk" }), kid: "published", use: "sig", alg: "RS256" }],
    }),
    "/token": () => ({
      access_token: "access",
      token_type: "Bearer",
      expires_in: 60,
      id_token: writeToken({ issuer, forgery, keys: { published: published.privateKey, other: other.privateKey } }),
    }),
  };
  const server = createServer((request, response) => {
    const answer = answers[(request.url ?? "").split("?")[0] ?? ""];
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer?.() ?? {}));
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  issuer = `http://127.0.0.1:${port}`;
  return {
    issuer,
    host: `127.0.0.1:${port}`,
    clientId: CLIENT_ID,
    nonce: NONCE,
    forge: (next) => {
      forgery = next;
    },
    publishNoKeys: () => {
      publishes = false;
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function writeToken(input: {
  issuer: string;
  forgery: Forgery;
  keys: Record<"published" | "other", KeyObject>;
}): string {
  const { issuer, forgery, keys } = input;
  const now = Math.floor(Date.now() / 1_000);
  const right = {
    iss: issuer,
    aud: CLIENT_ID,
    sub: "anna",
    nonce: NONCE,
    iat: now,
    exp: now + 600,
    email: "anna@region.example",
    groups: ["curators"],
  };
  const claims = { ...right, ...forgery.claims };
  const header = { alg: "RS256", kid: "published", typ: "JWT", ...forgery.header };
  const signed = `${encode(header)}.${encode(claims)}`;
  const key = forgery.key ?? "published";
  const made =
    key === "secret"
      ? createHmac("sha256", "a secret of the test").update(signed).digest("base64url")
      : sign("RSA-SHA256", Buffer.from(signed), keys[key]).toString("base64url");
  const sent =
    forgery.tampered === undefined ? signed : `${encode(header)}.${encode({ ...claims, ...forgery.tampered })}`;
  return `${sent}.${forgery.signature ?? made}`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
