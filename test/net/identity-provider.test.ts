import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { claimMapSchema } from "../../src/domain/claim-map.ts";
import { createHttpClient, type HttpClient } from "../../src/net/http-client.ts";
import { createIdentityProvider, type IdentityProvider } from "../../src/net/identity-provider.ts";
import { startForgingProvider, type ForgingProvider } from "../support/forging-provider.ts";

let forger: ForgingProvider;
let http: HttpClient;
let provider: IdentityProvider;

beforeEach(async () => {
  forger = await startForgingProvider();
  http = createHttpClient({ userAgent: "Restsignal test", allowPrivateHosts: [forger.host] });
  provider = createIdentityProvider(
    { http, now: () => new Date() },
    {
      issuer: forger.issuer,
      clientId: forger.clientId,
      clientSecret: "a secret of the test",
      scope: "openid",
      claimMap: claimMapSchema.parse({ claim: "groups", roles: { curators: [{ region: "12", role: "curator" }] } }),
      redirectUrl: "https://restsignal.example/login/callback",
    },
  );
});
afterEach(async () => {
  await http.close();
  await forger.stop();
});

/** Comes back from the provider, which answers with the ID token that the test has made. */
async function comeBack() {
  const checks = { state: "state-of-the-test", nonce: forger.nonce, codeVerifier: "v".repeat(43) };
  return provider.finish(new URLSearchParams({ code: "code", state: checks.state }), checks);
}

describe("an ID token", () => {
  it("that the provider's published key signed says who came", async () => {
    expect(await comeBack()).toMatchObject({
      kind: "identified",
      identity: { issuer: forger.issuer, subject: "anna" },
    });
  });

  it.each<[string, Parameters<ForgingProvider["forge"]>[0]]>([
    ["was signed with another key than the provider publishes", { key: "other" }],
    ["names a key that the provider does not publish", { header: { kid: "unknown" } }],
    ["says that it needs no signature (alg none)", { header: { alg: "none" }, signature: "" }],
    ["was signed with the client's own secret (HS256)", { header: { alg: "HS256" }, key: "secret" }],
    ["was changed after it was signed", { tampered: { groups: ["curators", "others"] } }],
    ["has a signature that was cut off", { signature: "" }],
    ["was made for another client", { claims: { aud: "another-client" } }],
    ["was made by another issuer", { claims: { iss: "https://other.example" } }],
    ["was made for several clients, by another's wish", { claims: { aud: ["restsignal", "other"], azp: "other" } }],
    ["is over", { claims: { iat: secondsFromNow(-7_200), exp: secondsFromNow(-3_600) } }],
    ["says nothing of when it ends", { claims: { exp: undefined } }],
    ["begins later than now", { claims: { nbf: secondsFromNow(3_600) } }],
    ["answers another sign-in (nonce)", { claims: { nonce: "another" } }],
    ["names nobody", { claims: { sub: undefined } }],
  ])("that %s is refused", async (_what, forgery) => {
    forger.forge(forgery);
    expect(await comeBack()).toMatchObject({ kind: "refused" });
  });

  it("is refused when the provider publishes no keys to check it with", async () => {
    forger.publishNoKeys();
    expect(await comeBack()).toMatchObject({ kind: "refused" });
  });
});

function secondsFromNow(seconds: number): number {
  return Math.floor(Date.now() / 1_000) + seconds;
}
