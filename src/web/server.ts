import { serve } from "@hono/node-server";

export interface Server {
  /** Where it listens, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Answers what is under way, then stops. */
  close(): Promise<void>;
}

/** A Hono application, whatever its variables. */
interface App {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/** Listens on `host:port` (port 0 takes a free one). Rejects with a clear error when the port is taken. */
export function startServer(app: App, { host, port }: { host: string; port: number }): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (address) => {
      const shown = host.includes(":") ? `[${host}]` : host;
      resolve({
        url: `http://${shown}:${address.port}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            // Browsers keep idle connections open for minutes.
            if ("closeIdleConnections" in server) server.closeIdleConnections();
          }),
      });
    });
    server.once("error", (cause) => {
      reject(new Error(`web/server: unable to listen on ${host}:${port}; is it taken? Set PORT to another`, { cause }));
    });
  });
}
