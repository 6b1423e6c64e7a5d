import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { holdUp } from "./hold-up.ts";
import { portOf } from "./nobody.ts";

/** `data` is the answer to DATA, `body` what is done in the middle of a message, `message` the answer to its final dot. */
export type ScriptStep = "greeting" | "hello" | "login" | "sender" | "receiver" | "data" | "body" | "message";

/** What the server does once at a step instead of its usual answer. */
export interface ScriptedAnswer {
  readonly step: ScriptStep;
  /** Written as it is: whole lines end with CRLF. */
  readonly reply?: string;
  /** What it does then; it goes on listening when left out. */
  readonly ending?: "close" | "reset";
  /** For so long everything stands still after the reply, as in a process that is held up. */
  readonly holdMs?: number;
  /** Whether a message that was received whole is kept, whatever is said of it. */
  readonly isTaken?: boolean;
}

export interface SmtpScript {
  readonly url: string;
  readonly messages: readonly string[];
  countLines(): number;
  answerNext(answer: ScriptedAnswer): void;
  readonly stop: () => Promise<void>;
}

const REPLIES: Readonly<Record<ScriptStep, string>> = {
  greeting: "220 mx.example ESMTP\r\n",
  hello: "250-mx.example\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250 AUTH PLAIN\r\n",
  login: "235 2.7.0 Welcome\r\n",
  sender: "250 2.1.0 Ok\r\n",
  receiver: "250 2.1.5 Ok\r\n",
  data: "354 Go ahead\r\n",
  body: "",
  message: "250 2.0.0 Ok: queued\r\n",
};

/** A mail server that can be made to break at any point of the conversation, with PIPELINING or without. */
export async function startSmtpScript({ pipelining = true, maxBytes = 0 } = {}): Promise<SmtpScript> {
  const messages: string[] = [];
  const answers: ScriptedAnswer[] = [];
  const sockets = new Set<Socket>();
  let lines = 0;
  const server = createServer((socket) => {
    lines++;
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    const step = (name: ScriptStep, message?: string) => {
      const answer = answers[0]?.step === name ? answers.shift() : undefined;
      if (message !== undefined && (answer === undefined || answer.isTaken === true)) messages.push(message);
      const offered = `${pipelining ? "250-PIPELINING\r\n" : ""}${maxBytes > 0 ? `250-SIZE ${maxBytes}\r\n` : ""}`;
      const usual = REPLIES[name].replace("250-PIPELINING\r\n", offered);
      const reply = answer === undefined ? usual : (answer.reply ?? "");
      if (reply !== "") socket.write(reply);
      if (answer?.holdMs !== undefined) holdUp(answer.holdMs);
      if (answer?.ending === "close") socket.end();
      if (answer?.ending === "reset") socket.resetAndDestroy();
      return reply;
    };
    converse(socket, step);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `smtp://restsignal:hemligt@127.0.0.1:${portOf(server)}`,
    messages,
    countLines: () => lines,
    answerNext: (answer) => void answers.push(answer),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function converse(socket: Socket, step: (name: ScriptStep, message?: string) => string): void {
  let unread = "";
  let isMessage = false;
  let hasReceiver = false;
  const read = (): string | null => {
    const end = isMessage ? "\r\n.\r\n" : "\r\n";
    // A message of nothing.
    if (isMessage && unread.startsWith(".\r\n")) unread = `\r\n${unread}`;
    const at = unread.indexOf(end, Math.max(0, searched - end.length));
    searched = at < 0 ? unread.length : 0;
    if (at < 0) return null;
    const text = unread.slice(0, at);
    unread = unread.slice(at + end.length);
    return text;
  };
  let searched = 0;
  const obey = (command: string) => {
    if (/^(EHLO|HELO)/.test(command)) step("hello");
    else if (command.startsWith("AUTH")) step("login");
    else if (command.startsWith("MAIL")) step("sender");
    else if (command.startsWith("RCPT")) hasReceiver = step("receiver").startsWith("2");
    else if (command.startsWith("DATA") && hasReceiver) isMessage = step("data").startsWith("354");
    else if (command.startsWith("DATA")) socket.write("554 5.5.1 No valid recipients\r\n");
    else if (command.startsWith("RSET")) socket.write("250 2.0.0 Ok\r\n");
    else if (command.startsWith("QUIT")) socket.end("221 2.0.0 Bye\r\n");
  };
  socket.setEncoding("latin1").on("data", (chunk: string) => {
    unread += chunk;
    for (let text = read(); text !== null; text = read()) {
      if (!isMessage) obey(text);
      else {
        isMessage = false;
        step("message", text);
      }
    }
    if (isMessage && unread !== "") step("body");
  });
  step("greeting");
}
