/** What may be told of an error in a log or on a terminal: what was tried, and why it did not work; never what with. */
export interface ErrorFacts {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  /** Where it happened in our code, a place each. */
  readonly places: readonly string[];
  readonly cause?: ErrorFacts;
}

const MAX_MESSAGE_CHARS = 400;
const MAX_PLACES = 6;
const MAX_CAUSES = 5;

/**
 * Of an error its text, its code and its places, and the same of its causes. A driver's other fields (`detail`, `where`,
 * `params`, `query`) hold what people wrote, and so do the texts of some errors after a colon: they are left out.
 */
export function describeError(error: unknown, causes: number = MAX_CAUSES): ErrorFacts {
  if (!(error instanceof Error)) return { type: typeof error, message: clip(String(error)), places: [] };
  const code = "code" in error ? error.code : undefined;
  const tellsCause = error.cause !== undefined && error.cause !== null && causes > 0;
  return {
    type: error.name,
    message: clip(tellMessage(error)),
    ...(typeof code === "string" && /^[\w.-]{1,60}$/.test(code) ? { code } : {}),
    places: listPlaces(error),
    ...(tellsCause ? { cause: describeError(error.cause, causes - 1) } : {}),
  };
}

function tellMessage(error: Error): string {
  if (error instanceof AggregateError && error.message === "")
    return error.errors.map((one: unknown) => describeError(one, 0).message).join("; ");
  let message = error.message;
  // An outer error often repeats the text of its cause.
  for (const inner of listCauses(error))
    if (inner.message !== "") message = message.replaceAll(inner.message, () => withoutValues(inner));
  return message;
}

/** The error itself and what caused it, outermost first. */
function listCauses(error: Error): Error[] {
  const chain: Error[] = [];
  for (let inner: unknown = error; inner instanceof Error && chain.length <= MAX_CAUSES; inner = inner.cause)
    chain.push(inner);
  return chain;
}

/** PostgreSQL quotes the value that it could not read after a colon, and V8 the text that is no JSON. */
function withoutValues(error: Error): string {
  const isOfDatabase = "severity" in error;
  return isOfDatabase
    ? error.message.replace(/: ".*$/s, "")
    : error.message.replace(/,? ?(?:\.\.\.)?".*"(?:\.\.\.)? is not valid JSON$/s, " (it is not valid JSON)");
}

function listPlaces({ stack = "" }: Error): string[] {
  const lines = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return lines.slice(0, MAX_PLACES).map((line) => line.trim().replace(/^at /, ""));
}

function clip(text: string): string {
  return text.length <= MAX_MESSAGE_CHARS
    ? text
    : `${text.slice(0, MAX_MESSAGE_CHARS)}… (cut, ${text.length} characters)`;
}

/** The chain of causes on one line each: what was tried, and why it did not work. */
export function tellError(cause: unknown): string {
  const lines: string[] = [];
  for (let facts: ErrorFacts | undefined = describeError(cause); facts !== undefined; facts = facts.cause)
    lines.push(facts.message);
  return lines.join("\n  because: ");
}
