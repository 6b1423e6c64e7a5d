import type { Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { simpleParser, type ParsedMail } from "mailparser";
import { SMTPServer } from "smtp-server";

/** What the double says at one step instead of going on. */
export interface SmtpAnswer {
  readonly step: "login" | "sender" | "receiver" | "message";
  readonly code: number;
  readonly text: string;
}

export interface SmtpDouble {
  /** With the right user and password. */
  readonly url: string;
  readonly wrongPasswordUrl: string;
  readonly mails: readonly {
    readonly raw: string;
    readonly parsed: ParsedMail;
    readonly receivers: readonly string[];
    /** Where it returns to. */
    readonly sender: string;
  }[];
  /** The passwords that were sent to it, right or wrong. */
  readonly passwords: readonly string[];
  answerNext(answer: SmtpAnswer): void;
  /** Ends the line when the next message has come whole, without an answer. */
  hangUpNext(hangUp: { readonly isTaken: boolean }): void;
  readonly stop: () => Promise<void>;
}

/** A real mail server on 127.0.0.1 that keeps what it takes. */
export async function startSmtpDouble(): Promise<SmtpDouble> {
  const mails: { raw: string; parsed: ParsedMail; receivers: string[]; sender: string }[] = [];
  const answers: SmtpAnswer[] = [];
  const hangUps: { readonly isTaken: boolean }[] = [];
  /** By the client's port. */
  const sockets = new Map<number, Socket>();
  const passwords: string[] = [];
  const refusal = (step: SmtpAnswer["step"]): Error | null => {
    if (answers[0]?.step !== step) return null;
    const answer = answers.shift();
    return answer === undefined ? null : Object.assign(new Error(answer.text), { responseCode: answer.code });
  };
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    hideSMTPUTF8: false,
    onAuth: ({ username, password }, _session, done) => {
      passwords.push(password ?? "");
      const wrong = Object.assign(new Error("5.7.8 Authentication credentials invalid"), { responseCode: 535 });
      if (username !== "restsignal" || password !== "hemligt") return done(wrong);
      return done(refusal("login"), { user: username });
    },
    onMailFrom: (_address, _session, done) => done(refusal("sender")),
    onRcptTo: (_address, _session, done) => done(refusal("receiver")),
    onData: (stream, { envelope, remotePort }, done) => {
      void (async () => {
        const bytes = await buffer(stream);
        const error = refusal("message");
        const receivers = envelope.rcptTo.map(({ address }) => address);
        const sender = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
        const hangUp = hangUps.shift();
        if (error === null && hangUp?.isTaken !== false)
          mails.push({ raw: bytes.toString("latin1"), parsed: await simpleParser(bytes), receivers, sender });
        if (hangUp === undefined) done(error);
        else sockets.get(remotePort)?.destroy();
      })();
    },
  });
  // A client that breaks off in the middle is part of some tests.
  server.on("error", () => {});
  const port = await new Promise<number>((resolve) => {
    const listener = server.listen(0, "127.0.0.1", () => {
      const address = listener.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
    listener.on("connection", (socket: Socket) => sockets.set(socket.remotePort ?? 0, socket));
  });
  return {
    url: `smtp://restsignal:hemligt@127.0.0.1:${port}`,
    wrongPasswordUrl: `smtp://restsignal:fel@127.0.0.1:${port}`,
    mails,
    passwords,
    answerNext: (answer) => void answers.push(answer),
    hangUpNext: (hangUp) => void hangUps.push(hangUp),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
