import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { text as readText } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { startServer, type Patience, type Server } from "../../src/web/server.ts";
import { PATIENT } from "../support/patience.ts";

const LONG: Patience = {
  headersTimeout: PATIENT.timeout,
  requestTimeout: PATIENT.timeout,
  keepAliveTimeout: PATIENT.timeout,
  connectionsCheckingInterval: 20,
  closeTimeout: PATIENT.timeout,
};
const GET = "GET /slow HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

let server: Server | null = null;
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server?.close();
  server = null;
});

/** A server whose application answers when the test says so, and counts what it was asked. */
async function start(short: Partial<Patience> = {}) {
  const asked: string[] = [];
  const gate = Promise.withResolvers<void>();
  const app = {
    fetch: async (request: Request) => {
      asked.push(request.url);
      if (request.method === "POST") await request.text().catch(() => {});
      else await gate.promise;
      return new Response("done\n");
    },
  };
  server = await startServer(app, { host: "127.0.0.1", port: 0, patience: { ...LONG, ...short } });
  return { server, asked, answerAll: () => gate.resolve() };
}

/** A connection, and all that comes back until it ends. */
function open(url: string): { socket: Socket; answer: Promise<string> } {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.on("error", () => {});
  sockets.push(socket);
  return { socket, answer: readText(socket).catch(() => "") };
}

describe("an address that cannot be listened on", () => {
  const app = { fetch: () => new Response("done\n") };

  it("because another program has its port is told as that", async () => {
    const { server: first } = await start();
    const port = Number(new URL(first.url).port);
    await expect(startServer(app, { host: "127.0.0.1", port })).rejects.toThrow("another program has it");
  });

  it("because it is none of this machine's is not told as a taken port", async () => {
    await expect(startServer(app, { host: "203.0.113.9", port: 0 })).rejects.toThrow(/0; check HOST \(127\.0\.0\.1/);
  });
});

describe("a connection", () => {
  it("that sends requests ahead is broken off at the eleventh, and none beyond the tenth is begun", async () => {
    const { server: running, asked } = await start();
    const { socket, answer } = open(running.url);
    socket.write(GET.repeat(2_000));
    await answer;
    expect(asked.length).toBeLessThanOrEqual(10);
  });

  it("that sends some requests ahead is answered, all of them in turn", async () => {
    const { server: running, asked, answerAll } = await start();
    const { socket, answer } = open(running.url);
    socket.write(GET.repeat(9) + GET.replace("Host", "Connection: close\r\nHost"));
    answerAll();
    expect((await answer).match(/done/g)).toHaveLength(10);
    expect(asked).toHaveLength(10);
  });

  it.each([
    ["sends no request", ""],
    ["never ends its headers", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "],
    ["sends its body by the drop", "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 60000\r\n\r\n"],
  ])("that %s is not waited for", async (_what, beginning) => {
    const { server: running } = await start({ headersTimeout: 150, requestTimeout: 300, keepAliveTimeout: 150 });
    const { socket, answer } = open(running.url);
    socket.write(beginning);
    const drops = setInterval(() => socket.write(beginning === "" ? "" : "x"), 20);
    // It ends: how is the server's business.
    expect(await answer).toMatch(/^(HTTP\/1\.1 408 |$)/);
    clearInterval(drops);
  });
});

describe("closing", () => {
  it("takes no longer than its patience, whoever holds a connection open or waits for an answer", async () => {
    const { server: running } = await start({ closeTimeout: 200 });
    const idle = open(running.url);
    const waiting = open(running.url);
    await Promise.all([once(idle.socket, "connect"), once(waiting.socket, "connect")]);
    waiting.socket.write(GET);
    await running.close();
    server = null;
  });

  it("lets an answer that is under way come to its end", async () => {
    const { server: running, answerAll, asked } = await start({ keepAliveTimeout: 150 });
    const { socket, answer } = open(running.url);
    socket.write(GET);
    await expect.poll(() => asked.length).toBe(1);
    const closed = running.close();
    answerAll();
    expect(await answer).toContain("done");
    await closed;
    server = null;
  });
});
