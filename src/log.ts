import { destination, pino, type DestinationStream, type Logger } from "pino";
import { describeError } from "./domain/error-text.ts";

/** Lines are read by people, and by programs that cut longer ones anywhere. */
const MAX_LINE_BYTES = 2_000;
const MAX_CUT_FIELDS = 5;
/** Of a field in a line that is too long: the first of these with which the line is not. */
const FIELD_CHARS = [300, 150, 75, 30] as const;

/**
 * The log: a JSON line each on stderr, since stdout belongs to what a command answers. Secrets are hidden, errors told
 * without what they were about, and no line is longer than 2 kB: what is cut says so.
 */
export function createLog(level: string, to: DestinationStream = destination({ dest: 2, sync: true })): Logger {
  return pino(
    {
      level,
      redact: { paths: ["*.token", "*.webhookUrl", "*.address", "*.target"], censor: "[hidden]" },
      hooks: {
        // An error alone would lend the line its own text, with whatever that quotes.
        logMethod(args, method) {
          const [first] = args;
          if (!(first instanceof Error)) return method.apply(this, args);
          method.call(this, { err: first }, describeError(first).message);
        },
      },
      serializers: { err: (error: unknown) => describeError(error), error: (error: unknown) => describeError(error) },
    },
    {
      write: (line) => {
        const told = hideAddresses(line);
        to.write(Buffer.byteLength(told) > MAX_LINE_BYTES ? cutLine(told) : told);
      },
    },
  );
}

/** A text as JSON writes it. */
const WRITTEN_TEXT = /"[^"\\]*(?:\\.[^"\\]*)*"/g;

/** The same line with what its texts may not tell left out, each read first: in the line itself a line break is two letters. */
function hideAddresses(line: string): string {
  if (!isTelling(line)) return line;
  return line.replaceAll(WRITTEN_TEXT, (written) => {
    if (!isTelling(written)) return written;
    const text: unknown = JSON.parse(written);
    return JSON.stringify(hideInText(String(text)));
  });
}

function isTelling(text: string): boolean {
  return text.includes("@") || text.includes("://");
}

/** What receivers answer often names one of them; and what follows a question mark, or stands before a host, may be a key. */
function hideInText(text: string): string {
  return text
    .replaceAll(/:\/\/[^\s"@/\\]{1,300}@/g, "://[hidden]@")
    .replaceAll(
      /[^\s"'<>()[\]{},;:@\\/]{0,199}[\p{L}\p{N}_+-]@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/gu,
      "[address]",
    )
    .replaceAll(/(\bhttps?:\/\/[^\s"?#\\]{1,2000})[?#][^\s"\\]+/g, "$1?[hidden]");
}

/** The same line with its long fields as short text, and how long it was. */
function cutLine(line: string): string {
  const { level, time, pid, hostname, msg, ...fields }: Record<string, unknown> = JSON.parse(line);
  const kept = Object.entries(fields).slice(0, MAX_CUT_FIELDS);
  let written = "";
  for (const chars of FIELD_CHARS) {
    const head = { level, time, pid, hostname, msg: cutField(msg, chars), cut: `of ${Buffer.byteLength(line)} bytes` };
    const rest = Object.fromEntries(kept.map(([name, value]) => [clip(name, chars), cutField(value, chars)]));
    written = `${JSON.stringify({ ...head, ...rest })}\n`;
    if (Buffer.byteLength(written) <= MAX_LINE_BYTES) break;
  }
  return written;
}

function cutField(value: unknown, maxChars: number): unknown {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length <= maxChars ? value : clip(text, maxChars);
}

function clip(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars).toWellFormed()}… (cut)`;
}
