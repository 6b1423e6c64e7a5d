/** A mail server in a process of its own that takes everything and keeps nothing; tells its port, and counts on asking. */
import { createServer } from "node:net";

let taken = 0;
const server = createServer((socket) => {
  let inData = false;
  let rest = "";
  socket.setNoDelay(true);
  socket.on("error", () => {});
  socket.write("220 sink\r\n");
  socket.on("data", (bytes) => {
    rest += bytes.toString("latin1");
    if (inData) {
      const end = rest.indexOf("\r\n.\r\n");
      if (end < 0) {
        rest = rest.slice(-4);
        return;
      }
      inData = false;
      taken += 1;
      rest = rest.slice(end + 5);
      socket.write("250 2.0.0 taken\r\n");
    }
    for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
      const line = rest.slice(0, end).toUpperCase();
      rest = rest.slice(end + 2);
      if (line === "DATA") {
        inData = true;
        socket.write("354 go on\r\n");
        break;
      }
      socket.write(
        line === "QUIT" ? "221 bye\r\n" : line.startsWith("EHLO") ? "250-sink\r\n250 8BITMIME\r\n" : "250 ok\r\n",
      );
    }
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" && address !== null ? address.port : 0 });
});
process.on("message", () => process.send?.({ taken }));
process.on("disconnect", () => process.exit(0));
