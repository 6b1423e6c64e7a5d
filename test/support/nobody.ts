import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { createHttpClient, type HttpClient } from "../../src/net/http-client.ts";

/** For what asks nobody. */
export const nowhere: Pick<HttpClient, "request"> = {
  request: () => Promise.reject(new Error("test: nobody should be asked")),
};

/** A port of 127.0.0.1 that nobody listens at. */
export async function findNobody(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = portOf(server);
  server.close();
  await once(server, "close");
  return port;
}

/** The way to somebody who is not there. */
export async function createNobody(): Promise<{ readonly url: string; readonly http: HttpClient }> {
  const host = `127.0.0.1:${await findNobody()}`;
  return {
    url: `http://${host}/`,
    http: createHttpClient({ userAgent: "Restsignal test", allowPrivateHosts: [host] }),
  };
}

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("test: the server has no port");
  return address.port;
}
