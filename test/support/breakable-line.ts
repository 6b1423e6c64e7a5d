import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A server as it is reached over a line that can break. */
export interface BreakableLine {
  /** The server's address, by way of the line. */
  readonly url: string;
  /** Ends every connection, and lets nobody in. */
  cut(): void;
  /** Keeps every connection, and lets nothing through any more: as a server that is gone without a word. */
  hush(): void;
  /** Lets those through that come from now on; what was hushed stays so. */
  mend(): void;
  close(): Promise<void>;
}

/** A line to the server at `serverUrl`. */
export async function openBreakableLine(serverUrl: string): Promise<BreakableLine> {
  const url = new URL(serverUrl);
  const { hostname, port } = url;
  const open = new Set<Socket>();
  let state: "whole" | "cut" | "hushed" = "whole";

  function carry(from: Socket, to: Socket): void {
    open.add(from);
    from.on("error", () => {});
    from.on("close", () => {
      open.delete(from);
      to.destroy();
    });
    from.pipe(to);
  }

  const line = createServer((client) => {
    if (state === "cut") return void client.destroy();
    const server = connect(Number(port), hostname);
    carry(client, server);
    carry(server, client);
    if (state === "hushed") hushAll();
  });
  function hushAll(): void {
    for (const one of open) one.unpipe().pause();
  }
  function endAll(): void {
    for (const one of open) one.destroy();
  }
  line.listen(0, "127.0.0.1");
  await once(line, "listening");
  const address = line.address();
  if (address === null || typeof address === "string") throw new Error("test line: unable to listen");
  url.host = `127.0.0.1:${String(address.port)}`;

  return {
    url: url.href,
    cut() {
      state = "cut";
      endAll();
    },
    hush() {
      state = "hushed";
      hushAll();
    },
    mend() {
      state = "whole";
    },
    async close() {
      endAll();
      line.close();
      await once(line, "close");
    },
  };
}
