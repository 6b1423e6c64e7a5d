import { createServer, type Server, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { Desk } from "./receivers-process.ts";

const SLOW_MS = 1_500;
/** A client waits ten minutes after the final dot; the line breaks before. */
const HANG_MS = 5_000;
const FINAL_DOT = "\r\n.\r\n";

/** A mail server as bare as can be: it decides after the final dot, when it has the whole message. */
export function createMailReceiver(desk: Desk): Server {
  return createServer((socket) => {
    // Whoever is killed in the middle of a message has sent none.
    socket.on("error", () => {});
    serve(socket, desk).catch(() => void socket.destroy());
  });
}

async function serve(socket: Socket, desk: Desk): Promise<void> {
  const say = (line: string) => void socket.write(`${line}\r\n`);
  let input = "";
  let receiver = "";
  let isData = false;
  say("220 mail.example ESMTP");
  for await (const chunk of socket.setEncoding("latin1") as AsyncIterable<string>) {
    input += chunk;
    for (;;) {
      const end = input.indexOf(isData ? FINAL_DOT : "\r\n");
      if (end === -1) break;
      const text = input.slice(0, end);
      input = input.slice(end + (isData ? FINAL_DOT.length : 2));
      if (isData) {
        isData = false;
        await answerMessage(socket, { desk, receiver, message: `${text}\r\n`.replaceAll("\r\n..", "\r\n.") });
        continue;
      }
      receiver = /^RCPT TO:\s*<([^>]*)>/i.exec(text)?.[1] ?? receiver;
      isData = /^DATA$/i.test(text);
      if (/^QUIT$/i.test(text)) socket.end("221 bye\r\n");
      else say(isData ? "354 go on" : "250 mail.example");
    }
  }
}

async function answerMessage(
  socket: Socket,
  { desk, receiver, message }: { desk: Desk; receiver: string; message: string },
): Promise<void> {
  const key = /^message-id:\s*<([^@>]+)@/im.exec(message)?.[1] ?? null;
  const bytes = Buffer.from(message, "latin1");
  const answer = await desk.decide({ channel: "email", target: receiver, key, bytes });
  const say = (line: string) => void socket.write(`${line}\r\n`);
  switch (answer?.say) {
    case "ok":
      return say("250 2.0.0 taken");
    case "slow":
      await setTimeout(SLOW_MS);
      return say("250 2.0.0 taken");
    case "slow-down":
      return say("451 4.7.1 try again later");
    case "fail":
      return say("452 4.3.1 insufficient system storage");
    case "refuse":
      return say("554 5.6.0 the content is not liked");
    case "half":
      socket.end("25");
      return;
    case "hang":
      await setTimeout(HANG_MS);
      return void socket.destroy();
    case "reset":
    case undefined:
      return void socket.destroy();
  }
}
