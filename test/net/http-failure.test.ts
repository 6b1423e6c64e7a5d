import { describe, expect, test } from "vitest";
import { explainFailure } from "../../src/net/http-failure.ts";

function explain(error: unknown): string {
  const url = new URL("https://hooks.example.test/secret-path?sig=secret");
  return explainFailure({ error, url, timeoutMs: 1_000, signal: new AbortController().signal });
}

function errorWith(fields: Record<string, unknown>): Error {
  return Object.assign(new Error("connect to https://hooks.example.test/secret-path failed"), fields);
}

describe("a failed request", () => {
  test.each([
    ["ENOTFOUND", "the name hooks.example.test does not exist"],
    ["EAI_AGAIN", "the name hooks.example.test could not be looked up just now"],
    ["ECONNRESET", "hooks.example.test broke the connection"],
    ["UND_ERR_CONNECT_TIMEOUT", "hooks.example.test did not open the connection in time"],
    [
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      "the certificate of hooks.example.test is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)",
    ],
    ["CERT_HAS_EXPIRED", "the certificate of hooks.example.test is not trusted (CERT_HAS_EXPIRED)"],
    [
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "the certificate of hooks.example.test is not trusted (ERR_TLS_CERT_ALTNAME_INVALID)",
    ],
    ["HPE_INVALID_CONSTANT", "hooks.example.test sent something that is not HTTP (HPE_INVALID_CONSTANT)"],
  ])("with %s is told in a sentence that names the host and nothing more of the address", (code, sentence) => {
    expect(explain(errorWith({ code }))).toBe(sentence);
  });

  test.each([
    [errorWith({ code: "ENOSPC", syscall: "write" }), "http-client: unable to request hooks.example.test: ENOSPC"],
    [errorWith({ code: "EACCES", path: "/data/x" }), "http-client: unable to write /data/x: EACCES"],
    [errorWith({ code: "constructor" }), "http-client: unable to request hooks.example.test: constructor"],
    [new TypeError("bug at secret-path"), "http-client: unable to request hooks.example.test: unexpected error"],
    ["not even an error", "http-client: unable to request hooks.example.test: unexpected error"],
  ])("for a reason on our own side is thrown: %s", (error, message) => {
    expect(() => explain(error)).toThrow(new Error(message));
  });
});
