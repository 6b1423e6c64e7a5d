/**
 * Asks one address as often as it is answered, over some connections, in a process of its own, whenever the parent sends
 * a task: sends back how many answers came. It reads no more of an answer than it must, so that it is not what is measured.
 */
import { connect, type Socket } from "node:net";
import { z } from "zod";

const taskSchema = z.object({
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  connections: z.number(),
  ms: z.number(),
});
type Task = z.output<typeof taskSchema>;

const HEAD_END = Buffer.from("\r\n\r\n");

process.on("message", (message) => load(taskSchema.parse(message)));
process.on("disconnect", () => process.exit(0));

function load({ url, headers, connections, ms }: Task): void {
  const { hostname, port, pathname, search } = new URL(url);
  const lines = Object.entries({ host: `${hostname}:${port}`, ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const request = Buffer.from(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join("")}\r\n`);
  const counted = { answers: 0, statuses: new Set<string>() };
  const sockets = Array.from({ length: connections }, () => {
    const socket = connect(Number(port), hostname, () => socket.write(request));
    socket.on("error", () => counted.statuses.add("cut off"));
    countAnswers(socket, (status) => {
      counted.answers += 1;
      counted.statuses.add(status);
      socket.write(request);
    });
    return socket;
  });
  setTimeout(() => {
    process.send?.({ answers: counted.answers, statuses: [...counted.statuses] });
    for (const socket of sockets) socket.destroy();
  }, ms);
}

/** Tells the status of each whole answer; each must say how long it is. */
function countAnswers(socket: Socket, tell: (status: string) => void): void {
  /** Of the answer under way: its head while that is not whole, then how many bytes of its body are to come. */
  let head: Buffer = Buffer.alloc(0);
  let left = -1;
  let status = "";
  socket.on("data", (chunk: Buffer) => {
    let rest: Buffer = chunk;
    while (rest.length > 0) {
      if (left < 0) {
        head = head.length === 0 ? rest : Buffer.concat([head, rest]);
        const end = head.indexOf(HEAD_END);
        if (end < 0) return;
        const text = head.toString("latin1", 0, end);
        status = text.slice(9, 12);
        left = Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1] ?? 0);
        rest = head.subarray(end + HEAD_END.length);
        head = Buffer.alloc(0);
      }
      const taken = Math.min(left, rest.length);
      left -= taken;
      rest = rest.subarray(taken);
      if (left > 0) return;
      left = -1;
      tell(status);
    }
  });
}
