import SMTPTransport from "nodemailer/lib/smtp-transport";
import { readSmtpError } from "./smtp-error.ts";
import { createSmtpLine, type SmtpEnvelope, type SmtpLine, type SmtpPatience, type SmtpResult } from "./smtp-line.ts";

export const PATIENCE: SmtpPatience = { connectionMs: 20_000, untilFinalDotMs: 60_000, afterFinalDotMs: 600_000 };
/** Servers take so many messages on one connection. */
const MAX_MESSAGES_PER_LINE = 100;
const MAX_IDLE_MS = 60_000;

export interface SmtpPool {
  send(envelope: SmtpEnvelope, message: Buffer): Promise<SmtpResult>;
  /** Connects and logs in, and sends nothing. */
  verify(): Promise<SmtpResult>;
  close(): void;
}

interface Kept {
  readonly line: SmtpLine;
  messages: number;
  timer?: NodeJS.Timeout;
}

/** Connections to one mail server, opened as they are needed and kept for a while. */
export function createSmtpPool(input: {
  readonly url: string;
  readonly requireTLS?: boolean | undefined;
  /** Servers let one client open so many at once. */
  readonly maxLines: number;
  readonly patience?: Partial<SmtpPatience> | undefined;
}): SmtpPool {
  const { auth, ...options } = new SMTPTransport({ url: input.url }).options;
  const settings = { ...options, ...(input.requireTLS === true ? { requireTLS: true } : {}) };
  const credentials = auth === undefined ? undefined : { ...auth, credentials: { user: auth.user, pass: auth.pass } };
  const patience = { ...PATIENCE, ...input.patience };
  const idle = createIdleLines();
  const queue = createQueue(input.maxLines);

  const connect = async (): Promise<{ kind: "open"; kept: Kept } | Extract<SmtpResult, { kind: "failed" }>> => {
    const line = createSmtpLine(settings, { auth: credentials, patience });
    const opened = await line.open();
    if (opened.kind === "answered") return { kind: "open", kept: { line, messages: 0 } };
    await line.recover(opened);
    return opened;
  };
  const sendOver = async (kept: Kept, envelope: SmtpEnvelope, message: Buffer): Promise<SmtpResult> => {
    const result = await kept.line.send(envelope, message);
    kept.messages++;
    void kept.line.recover(result).then((isUsable) => isUsable && idle.put(kept));
    return result;
  };
  const send = async (envelope: SmtpEnvelope, message: Buffer): Promise<SmtpResult> => {
    const kept = idle.take();
    const result = kept === null ? null : await sendOver(kept, envelope, message);
    if (result !== null && !wasHungUp(result)) return result;
    const opened = await connect();
    return opened.kind === "open" ? sendOver(opened.kept, envelope, message) : opened;
  };

  return {
    send: (envelope, message) => queue(() => send(envelope, message)),
    async verify() {
      const opened = await connect();
      if (opened.kind === "failed") return opened;
      opened.kept.line.quit();
      return { kind: "answered", response: "" };
    },
    close: () => idle.close(),
  };
}

function createIdleLines() {
  const idle: Kept[] = [];
  let isClosed = false;
  return {
    take(): Kept | null {
      for (let kept = idle.pop(); kept !== undefined; kept = idle.pop()) {
        clearTimeout(kept.timer);
        if (kept.line.isOpen()) return kept;
      }
      return null;
    },
    put(kept: Kept): void {
      if (isClosed || kept.messages >= MAX_MESSAGES_PER_LINE) return kept.line.quit();
      kept.timer = setTimeout(() => {
        idle.splice(idle.indexOf(kept), 1);
        kept.line.quit();
      }, MAX_IDLE_MS).unref();
      idle.push(kept);
    },
    close(): void {
      isClosed = true;
      for (const { line, timer } of idle.splice(0)) {
        clearTimeout(timer);
        line.quit();
      }
    },
  };
}

/** Runs so many at once; who comes later waits for a place, in order. */
function createQueue(places: number) {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return async <T>(run: () => Promise<T>): Promise<T> => {
    // Whoever is done hands the place on.
    if (busy >= places) await new Promise<void>((resolve) => void waiting.push(resolve));
    else busy++;
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next === undefined) busy--;
      else next();
    }
  };
}

/** A server may end a connection that it finds idle, just as it is used again: not a byte of the message went. */
function wasHungUp(result: SmtpResult): boolean {
  if (result.kind === "answered" || result.stage !== "envelope") return false;
  const { code, responseCode } = readSmtpError(result.error);
  return responseCode === 421 || (responseCode === undefined && (code === "ECONNECTION" || code === "ESOCKET"));
}
