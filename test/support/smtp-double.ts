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
  }[];
  /** The passwords that were sent to it, right or wrong. */
  readonly passwords: readonly string[];
  answerNext(answer: SmtpAnswer): void;
  readonly stop: () => Promise<void>;
}

/** A real mail server on 127.0.0.1 that keeps what it takes. */
export async function startSmtpDouble(): Promise<SmtpDouble> {
  const mails: { raw: string; parsed: ParsedMail; receivers: string[] }[] = [];
  const answers: SmtpAnswer[] = [];
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
    onData: (stream, { envelope }, done) => {
      void (async () => {
        const bytes = await buffer(stream);
        const error = refusal("message");
        const receivers = envelope.rcptTo.map(({ address }) => address);
        if (error === null) mails.push({ raw: bytes.toString("latin1"), parsed: await simpleParser(bytes), receivers });
        done(error);
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
  });
  return {
    url: `smtp://restsignal:hemligt@127.0.0.1:${port}`,
    wrongPasswordUrl: `smtp://restsignal:fel@127.0.0.1:${port}`,
    mails,
    passwords,
    answerNext: (answer) => void answers.push(answer),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
