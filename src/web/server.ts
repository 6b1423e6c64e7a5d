import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";

export interface Server {
  /** Where it listens, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Answers what is under way, for a few seconds at most, then stops. */
  close(): Promise<void>;
}

/** A Hono application, whatever its variables. */
interface App {
  readonly fetch: (request: Request, bindings: object) => Response | Promise<Response>;
}

/** How long is waited for whom, in milliseconds. */
export interface Patience {
  readonly headersTimeout: number;
  /** For the whole request, its body included. */
  readonly requestTimeout: number;
  /** For the next request on an open connection. */
  readonly keepAliveTimeout: number;
  readonly connectionsCheckingInterval: number;
  /** For what is under way when the server closes. */
  readonly closeTimeout: number;
}

/**
 * Whoever sends slowly holds a connection and nothing else, and that only for so long: a list of 3 MB takes less than
 * two minutes on a slow line.
 */
const PATIENCE: Patience = {
  headersTimeout: 15_000,
  requestTimeout: 120_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 5_000,
  closeTimeout: 3_000,
};
/** No browser sends its next request before the last is answered; a program that does may send so many. */
const MAX_UNANSWERED = 10;

/** Listens on `host:port` (port 0 takes a free one). Rejects with a clear error when the port is taken. */
export function startServer(
  app: App,
  { host, port, patience = PATIENCE }: { host: string; port: number; patience?: Patience },
): Promise<Server> {
  const answer = getRequestListener((request, bindings) => app.fetch(request, bindings), { hostname: host });
  const server = createServer(patience, limitPipelining(answer));
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      reject(new Error(`web/server: unable to listen on ${host}:${port}; ${mendOf(cause)}`, { cause }));
    });
    server.listen(port, host, () => {
      const address = server.address();
      const shown = host.includes(":") ? `[${host}]` : host;
      resolve({
        url: `http://${shown}:${typeof address === "object" && address !== null ? address.port : port}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            // Browsers keep idle connections open for minutes.
            server.closeIdleConnections();
            setTimeout(() => server.closeAllConnections(), patience.closeTimeout).unref();
          }),
      });
    });
  });
}

/** What whoever starts it can do about an address that is refused. */
function mendOf(cause: Error): string {
  const code = "code" in cause ? cause.code : null;
  if (code === "EADDRINUSE") return "another program has it: stop that one, or set PORT to another";
  if (code === "EACCES") return "this account may not: set PORT to 1024 or higher";
  return "check HOST (127.0.0.1, or 0.0.0.0 for all addresses of this machine) and PORT";
}

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => unknown;

/** Breaks a connection off that has sent too many requests ahead: Node would answer them all at the same time. */
function limitPipelining(answer: Listener): Listener {
  const unanswered = new WeakMap<Socket, number>();
  return (incoming, outgoing) => {
    const { socket } = incoming;
    if (socket.destroyed) return;
    const count = (unanswered.get(socket) ?? 0) + 1;
    if (count > MAX_UNANSWERED) return socket.destroy();
    unanswered.set(socket, count);
    outgoing.once("close", () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
    return answer(incoming, outgoing);
  };
}
