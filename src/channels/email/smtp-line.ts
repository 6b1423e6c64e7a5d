import { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import SMTPConnection, { type Options, type AuthenticationType } from "nodemailer/lib/smtp-connection";
import { readSmtpError } from "./smtp-error.ts";

/**
 * How far a conversation with the mail server has come: the connection, the login, sender and receiver, the message
 * itself, and what follows its final dot, from where on it may have been taken.
 */
export type SmtpStage = "connection" | "login" | "envelope" | "message" | "taken";

export interface SmtpEnvelope {
  readonly from: string;
  readonly to: string;
}

/** What became of one step; `error` is nodemailer's or our own. */
export type SmtpResult =
  | { readonly kind: "answered"; readonly response: string }
  | { readonly kind: "failed"; readonly stage: SmtpStage; readonly error: unknown };

/** How long a step may take. */
export interface SmtpPatience {
  readonly connectionMs: number;
  readonly untilFinalDotMs: number;
  /** Ten minutes by RFC 5321, 4.5.3.2.6: who gives up sooner sends twice. */
  readonly afterFinalDotMs: number;
}

/** One connection to the mail server, for one message after the other. */
export interface SmtpLine {
  open(): Promise<SmtpResult>;
  send(envelope: SmtpEnvelope, message: Buffer): Promise<SmtpResult>;
  /** Ready for the next message; false when the line is of no more use. */
  recover(result: SmtpResult): Promise<boolean>;
  /** Whether the server has not hung up. */
  isOpen(): boolean;
  quit(): void;
}

const QUIT_MS = 2_000;

export function createSmtpLine(
  options: Options,
  { auth, patience }: { readonly auth: AuthenticationType | undefined; readonly patience: SmtpPatience },
): SmtpLine {
  const steps = createSteps(patience);
  const connection = new SMTPConnection({
    ...options,
    connectionTimeout: patience.connectionMs,
    greetingTimeout: patience.connectionMs,
    // Each step has a time of its own, and the last is the longest.
    socketTimeout: 2 * patience.afterFinalDotMs,
    // The transport says when the last byte of a message, its final dot, went to the line.
    logger: createEar((event) => {
      if (event === "message") steps.move("taken");
    }),
  });
  let isOpen = true;
  connection.on("error", (error) => steps.fail(error));
  connection.on("end", () => {
    isOpen = false;
    // What the step itself is told comes first.
    setImmediate(() => steps.fail(HUNG_UP));
  });
  const run = (start: (settle: Settle) => void) => steps.run(start, () => connection.close());

  return {
    async open() {
      const connected = await run((settle) => connection.connect((error) => settle(error)));
      if (connected.kind === "failed" || auth === undefined || !connection.allowsAuth) return connected;
      steps.move("login");
      return run((settle) => connection.login({ ...auth }, (error) => settle(error)));
    },
    send(envelope, message) {
      steps.move("envelope");
      const body = Readable.from(inTwoSteps(message, () => steps.move("message")));
      return run((settle) =>
        connection.send({ ...envelope, size: message.length }, body, (error, info) =>
          settle(error ?? (steps.stage() === "taken" ? null : TOO_EARLY), info?.response),
        ),
      );
    },
    async recover(result) {
      if (result.kind === "answered") return isOpen;
      // A refusal in the middle of a message leaves the rest of it on its way.
      const isUsable = isOpen && isRefusal(result) && result.stage !== "message";
      const cleared = isUsable ? await run((settle) => connection.reset((error) => settle(error))) : result;
      if (cleared.kind === "failed") connection.close();
      return cleared.kind === "answered" && isOpen;
    },
    isOpen: () => isOpen,
    quit() {
      if (!isOpen) return;
      connection.quit();
      setTimeout(() => connection.close(), QUIT_MS).unref();
    },
  };
}

/** Ends a step, once: with an error, or with what the server said. */
type Settle = (error: unknown, response?: string) => void;

/** The steps of a conversation, one at a time, each within the time that its stage may take. */
function createSteps(patience: SmtpPatience) {
  let stage: SmtpStage = "connection";
  let fail: Settle = () => {};
  let startClock = () => {};
  return {
    stage: () => stage,
    move(to: SmtpStage) {
      stage = to;
      startClock();
    },
    /** What befalls the line befalls the step that is under way. */
    fail: (error: unknown) => fail(error),
    run: (start: (settle: Settle) => void, onTimeout: () => void): Promise<SmtpResult> =>
      new Promise((resolve) => {
        let clock: NodeJS.Timeout | undefined;
        let isSettled = false;
        const settle: Settle = (error, response = "") => {
          if (isSettled) return;
          isSettled = true;
          clearTimeout(clock);
          startClock = () => {};
          resolve(error == null ? { kind: "answered", response } : { kind: "failed", stage, error });
        };
        const giveUp = () => {
          settle(NO_ANSWER);
          onTimeout();
        };
        fail = settle;
        startClock = () => {
          // All until the final dot has one time, and what comes after it another.
          if (clock !== undefined && stage === "message") return;
          clearTimeout(clock);
          clock = setTimeout(giveUp, limitOf(stage, patience));
        };
        startClock();
        start(settle);
      }),
  };
}

const HUNG_UP = Object.assign(new Error("the mail server hung up"), { code: "ECONNECTION" });
const NO_ANSWER = Object.assign(new Error("the mail server did not answer in time"), { code: "ETIMEDOUT" });
/** An answer to a message whose end it cannot have seen. */
const TOO_EARLY = Object.assign(new Error("the mail server answered too early"), { code: "EPROTOCOL" });

function limitOf(stage: SmtpStage, patience: SmtpPatience): number {
  if (stage === "taken") return patience.afterFinalDotMs;
  return stage === "envelope" || stage === "message" ? patience.untilFinalDotMs : patience.connectionMs;
}

/** A refusal of the message that the conversation survives. */
function isRefusal({ error }: Extract<SmtpResult, { kind: "failed" }>): boolean {
  const { code, responseCode } = readSmtpError(error);
  return (code === "EENVELOPE" || code === "EMESSAGE") && responseCode !== undefined && responseCode !== 421;
}

/** As many turns of the event loop as it takes to see that a line was ended. */
const TURNS = 4;

/**
 * The message, and a moment later its end: a server that hung up instead of listening is seen before the final dot goes,
 * and then nobody need wonder whether it took the message. So does a process that was held up hear in time that its time
 * is up: somebody else may have sent the message by then.
 */
async function* inTwoSteps(message: Buffer, onStart: () => void): AsyncGenerator<Buffer, void, void> {
  onStart();
  yield message;
  for (let turn = 0; turn < TURNS; turn++) await nextTurn();
}

/** Hears what the transport says of its own doing. */
function createEar(hear: (event: unknown) => void) {
  const ignore = () => {};
  return {
    trace: ignore,
    debug: ignore,
    info: (entry: { readonly tnx?: unknown }) => hear(entry.tnx),
    warn: ignore,
    error: ignore,
    fatal: ignore,
  };
}
