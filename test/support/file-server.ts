import { createServer, type ServerResponse } from "node:http";
import { createHttpClient, type HttpClient } from "../../src/net/http-client.ts";

/** What the server does with the next request for the file; the last one goes on for ever. */
export type FileAnswer =
  | { readonly kind: "file"; readonly body: string; readonly etag: string }
  | { readonly kind: "status"; readonly status: number }
  /** Sends a byte now and then, and never comes to the end. */
  | { readonly kind: "drip" };

export interface FileServer {
  /** `127.0.0.1:PORT`, for the list of hosts that may be private. */
  readonly host: string;
  readonly url: string;
  answer: FileAnswer;
  /** Another text, by path: the data portal's descriptions. */
  readonly pages: Map<string, string>;
  /** How often the file was asked for, and how often the answer was 304. */
  readonly asked: { times: number; notModified: number };
  stop(): Promise<void>;
}

const DRIP_MS = 50;

/** The program's own way to it, which else goes to no private address. */
export function connectTo({ host }: FileServer): HttpClient {
  const userAgent = "Mozilla/5.0 (compatible; Restsignal/test; +x)";
  return createHttpClient({ userAgent, allowPrivateHosts: [host] });
}

/** A web server on 127.0.0.1 that answers as the script says, validators and all. */
export async function startFileServer(): Promise<FileServer> {
  const asked = { times: 0, notModified: 0 };
  const pages = new Map<string, string>();
  const drips = new Set<NodeJS.Timeout>();
  const server = createServer((request, response) => {
    const page = pages.get(request.url ?? "");
    if (page !== undefined) return void response.end(page);
    if (request.url !== "/file.xml") return void response.writeHead(404).end();
    asked.times += 1;
    if (!(request.headers["user-agent"] ?? "").startsWith("Mozilla/5.0 (compatible; "))
      return void response.writeHead(406).end();
    const { answer } = files;
    if (answer.kind === "status") return void response.writeHead(answer.status).end();
    if (answer.kind === "drip") return drips.add(drip(response));
    if (request.headers["if-none-match"] === answer.etag) {
      asked.notModified += 1;
      return void response.writeHead(304, { etag: answer.etag }).end();
    }
    return void response.writeHead(200, { etag: answer.etag, "content-type": "application/xml" }).end(answer.body);
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  const files: FileServer = {
    host: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}/file.xml`,
    answer: { kind: "status", status: 404 },
    pages,
    asked,
    stop: () =>
      new Promise((resolve) => {
        for (const timer of drips) clearInterval(timer);
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return files;
}

function drip(response: ServerResponse): NodeJS.Timeout {
  response.writeHead(200, { "content-type": "application/xml" });
  return setInterval(() => response.write(" "), DRIP_MS);
}
