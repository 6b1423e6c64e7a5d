import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";

/** A server of this machine's own, at a free port. */
export interface PageServer {
  readonly address: string;
  close(): void;
}

export async function servePages(answer: (request: Request) => Response | Promise<Response>): Promise<PageServer> {
  const server = serve({ fetch: (request) => answer(request), port: 0, hostname: "127.0.0.1" });
  await once(server, "listening");
  const bound: AddressInfo | string | null = server.address();
  if (bound === null || typeof bound === "string") throw new Error("test: unable to find the server's port");
  return { address: `http://127.0.0.1:${bound.port}`, close: () => void server.close() };
}
