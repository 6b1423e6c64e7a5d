/**
 * Asks one address as often as it is answered, over some connections, in a process of its own: prints how many answers
 * came, as JSON. It reads no more of an answer than it must, so that it is not what is measured.
 */
import { connect } from "node:net";
import { z } from "zod";

const taskSchema = z.object({
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  connections: z.number(),
  ms: z.number(),
});

const HEAD_END = Buffer.from("\r\n\r\n");

const { url, headers, connections, ms } = taskSchema.parse(JSON.parse(process.argv[2] ?? "null"));
const { hostname, port, pathname, search } = new URL(url);
const lines = Object.entries({ host: `${hostname}:${port}`, ...headers }).map(
  ([name, value]) => `${name}: ${value}\r\n`,
);
const REQUEST = Buffer.from(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join("")}\r\n`);

let answers = 0;
let bytes = 0;
const statuses = new Set<string>();

function ask(): void {
  const socket = connect(Number(port), hostname, () => socket.write(REQUEST));
  /** Of the answer under way: its head while that is not whole, then how many bytes of its body are to come. */
  let head: Buffer = Buffer.alloc(0);
  let left = -1;
  socket.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    let rest: Buffer = chunk;
    while (rest.length > 0) {
      if (left < 0) {
        head = head.length === 0 ? rest : Buffer.concat([head, rest]);
        const end = head.indexOf(HEAD_END);
        if (end < 0) return;
        const text = head.toString("latin1", 0, end);
        statuses.add(text.slice(9, 12));
        left = Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1] ?? 0);
        rest = head.subarray(end + 4);
        head = Buffer.alloc(0);
      }
      const taken = Math.min(left, rest.length);
      left -= taken;
      rest = rest.subarray(taken);
      if (left > 0) return;
      left = -1;
      answers += 1;
      socket.write(REQUEST);
    }
  });
  socket.on("error", (error) => {
    throw error;
  });
}

for (let number = 0; number < connections; number += 1) ask();
setTimeout(() => {
  process.stdout.write(JSON.stringify({ answers, bytes, statuses: [...statuses] }));
  process.exit(0);
}, ms);
