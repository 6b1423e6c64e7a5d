import { AddressRefused } from "./address-guard.ts";

/** A request this program will not make, or an answer it will not take; the message is the reason shown. */
export class RequestRefused extends Error {
  override readonly name = "RequestRefused";
}

/** Whether the request was given up here and not by the network or the other side: another try would end the same. */
export function isRefusal(error: unknown): boolean {
  return error instanceof RequestRefused || error instanceof AddressRefused;
}

/** What the network and the other side may do to us, by Node's, undici's and OpenSSL's codes. */
const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: "the name {host} does not exist",
  EAI_AGAIN: "the name {host} could not be looked up just now",
  EAI_FAIL: "the name {host} could not be looked up just now",
  ECONNREFUSED: "{host} refused the connection",
  ECONNRESET: "{host} broke the connection",
  EPIPE: "{host} broke the connection",
  ECONNABORTED: "{host} broke the connection",
  EMFILE: "too many connections are open here for one to {host}",
  ENFILE: "too many connections are open here for one to {host}",
  EHOSTUNREACH: "{host} cannot be reached from here",
  ENETUNREACH: "{host} cannot be reached from here",
  EHOSTDOWN: "{host} cannot be reached from here",
  ENETDOWN: "{host} cannot be reached from here",
  EADDRNOTAVAIL: "{host} cannot be reached from here",
  EACCES: "the connection to {host} is forbidden on this machine",
  EPERM: "the connection to {host} is forbidden on this machine",
  ETIMEDOUT: "{host} did not open the connection in time",
  UND_ERR_CONNECT_TIMEOUT: "{host} did not open the connection in time",
  UND_ERR_SOCKET: "{host} closed the connection before the answer was whole",
  UND_ERR_ABORTED: "{host} closed the connection before the answer was whole",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "{host} sent another number of bytes than it promised",
  UND_ERR_HEADERS_OVERFLOW: "{host} sent too large headers",
  EPROTO: "{host} does not speak https: on this port",
};

/** Node names an untrusted certificate in some thirty ways; all begin or end like one of these. */
const CERTIFICATE_CODE = /CERT|UNABLE_TO_|ERR_TLS_|HOSTNAME_MISMATCH|CRL_/;

/** What zlib says of gzip and deflate, and Brotli of its own. */
const PACKING_CODE = /^Z_(?:DATA|BUF|NEED|STREAM)|^ERR_?_?(?:ERROR_FORMAT|BROTLI)/;

/**
 * The sentence for a request that gave no whole answer. Throws for what is a bug or broken infrastructure here, such
 * as a full disk; what it throws names the host only, since the rest of the address may be a secret.
 */
export function explainFailure(input: {
  readonly error: unknown;
  readonly url: URL | null;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}): string {
  const { error } = input;
  const host = input.url?.host ?? "the host";
  if (error instanceof RequestRefused) return error.message;
  if (error instanceof AddressRefused) return `${host} is not a public address (${error.range}) and is not opened`;
  const fault = readFault(error);
  if (fault.path === undefined) {
    if (input.signal.aborted) return `${host} did not answer in full within ${input.timeoutMs} ms`;
    if (fault.code.startsWith("HPE_")) return `${host} sent something that is not HTTP (${fault.code})`;
    if (fault.code.startsWith("ERR_SSL_")) return `${host} does not speak https: on this port (${fault.code})`;
    if (CERTIFICATE_CODE.test(fault.code)) return `the certificate of ${host} is not trusted (${fault.code})`;
    if (PACKING_CODE.test(fault.code)) return `the packed answer of ${host} is broken or cut short (${fault.code})`;
    const reason = Object.hasOwn(REASONS, fault.code) ? REASONS[fault.code] : undefined;
    if (reason !== undefined) return reason.replace("{host}", host);
  }
  const what = fault.path === undefined ? `request ${host}` : `write ${fault.path}`;
  const cause = fault.code === "" ? "unexpected error" : fault.code;
  throw new Error(`http-client: unable to ${what}: ${cause}`, { cause: error });
}

/** The code of an error, and the file it concerns: errors with a `path` come from the disk, not from the network. */
function readFault(error: unknown): { readonly code: string; readonly path?: string } {
  if (!(error instanceof Error)) return { code: "" };
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return "path" in error && typeof error.path === "string" ? { code, path: error.path } : { code };
}
