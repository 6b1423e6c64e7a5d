import { Busboy } from "@fastify/busboy";
import type { Context } from "hono";
import { keepForm, normalizeText } from "./form.ts";

/** The most that is read and parsed of one form. */
export interface FormLimits {
  readonly maxBytes: number;
  /** Fields and files together. */
  readonly maxFields: number;
  /** Of one value; a file may fill the whole form. */
  readonly maxFieldBytes: number;
  readonly maxFiles: 0 | 1;
}

/** What anybody may send: more than the longest form that is open to all needs, and nothing to parse. */
export const OPEN_FORM: FormLimits = { maxBytes: 64_000, maxFields: 300, maxFieldBytes: 64_000, maxFiles: 0 };
/** What those at the desk may send where a route takes no file. */
export const DESK_FORM: FormLimits = { maxBytes: 1_000_000, maxFields: 2_000, maxFieldBytes: 200_000, maxFiles: 0 };

const MAX_NAME_CHARS = 200;
/** Of one part of a multipart form: its name, its file's name, its type. */
const PART_HEADERS = { headerPairs: 20, headerSize: 4_000 };

/** Why a form was not taken, with the HTTP status that says so. */
export type FormRefusal =
  | { readonly kind: "too-large"; readonly status: 413 }
  | { readonly kind: "unreadable"; readonly status: 400 | 415 };

const TOO_LARGE: FormRefusal = { kind: "too-large", status: 413 };
const UNREADABLE: FormRefusal = { kind: "unreadable", status: 400 };
const NO_FORM: FormRefusal = { kind: "unreadable", status: 415 };

/**
 * Reads a request's body as a form and keeps it for `readForm`; null when that went well. There is no other way to read a
 * body: what says that it is too large is refused without a look, what does not say is cut at the limit, and the work is
 * in proportion to what was read.
 */
export async function receiveForm(c: Context, limits: FormLimits): Promise<FormRefusal | null> {
  const told = c.req.header("content-length");
  if (told !== undefined && !(Number(told) <= limits.maxBytes)) return TOO_LARGE;
  if (!/^(identity)?$/i.test(c.req.header("content-encoding") ?? "")) return NO_FORM;
  const { body } = c.req.raw;
  const type = c.req.header("content-type") ?? "";
  const read = body === null ? new Map() : await readBody(body, { type, limits });
  if (!(read instanceof Map)) return read;
  keepForm(c, Object.fromEntries(read));
  return null;
}

/** A request's body as it came, for what is no form; null when it is longer, packed, or broke off. */
export async function receiveBytes(c: Context, maxBytes: number): Promise<Uint8Array | null> {
  if (!/^(identity)?$/i.test(c.req.header("content-encoding") ?? "")) return null;
  const { body } = c.req.raw;
  const chunks: Uint8Array[] = [];
  if (body === null) return new Uint8Array();
  const refusal = await readChunks(body, { maxBytes, take: (chunk) => void chunks.push(chunk) });
  return refusal === null ? Buffer.concat(chunks) : null;
}

type Fields = Map<string, string | string[] | File>;

async function readBody(
  body: ReadableStream<Uint8Array>,
  { type, limits }: { type: string; limits: FormLimits },
): Promise<Fields | FormRefusal> {
  const [mediaType = ""] = type.split(";", 1);
  switch (mediaType.trim().toLowerCase()) {
    case "application/x-www-form-urlencoded":
      return readEncoded(body, limits);
    case "multipart/form-data":
      return readMultipart(body, { type, limits });
    default: {
      // An empty body needs no type.
      const refusal = await readChunks(body, { maxBytes: 0, take: () => {} });
      return refusal === null ? new Map() : NO_FORM;
    }
  }
}

/** Gives the body to `take` piece by piece, never more than `maxBytes`, until `take` gives a reason to stop. */
async function readChunks(
  body: ReadableStream<Uint8Array>,
  { maxBytes, take }: { maxBytes: number; take: (chunk: Uint8Array) => FormRefusal | null | void },
): Promise<FormRefusal | null> {
  const reader = body.getReader();
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return null;
      bytes += value.byteLength;
      const refusal = bytes > maxBytes ? TOO_LARGE : (take(value) ?? null);
      if (refusal === null) continue;
      // Whoever sends it need not be heard to the end.
      void reader.cancel().catch(() => {});
      return refusal;
    }
  } catch {
    // The other side broke off: nobody reads the answer.
    return UNREADABLE;
  }
}

async function readEncoded(body: ReadableStream<Uint8Array>, limits: FormLimits): Promise<Fields | FormRefusal> {
  const chunks: Uint8Array[] = [];
  let fields = 1;
  const refusal = await readChunks(body, {
    maxBytes: limits.maxBytes,
    take: (chunk) => {
      for (const byte of chunk) if (byte === AMPERSAND) fields += 1;
      if (fields > limits.maxFields) return TOO_LARGE;
      chunks.push(chunk);
    },
  });
  if (refusal !== null) return refusal;
  const form = createForm(limits);
  for (const [name, value] of new URLSearchParams(Buffer.concat(chunks).toString("utf8"))) form.add(name, value);
  return form.refusal ?? form.fields;
}

const AMPERSAND = 0x26;

async function readMultipart(
  body: ReadableStream<Uint8Array>,
  { type, limits }: { type: string; limits: FormLimits },
): Promise<Fields | FormRefusal> {
  const form = createForm(limits);
  const parser = openParser(type, { form, limits });
  if (parser === null) return UNREADABLE;
  const finished = new Promise<void>((resolve) => {
    parser.once("finish", resolve);
    // A form that breaks off, or is none.
    parser.once("error", () => {
      form.refuse(UNREADABLE);
      resolve();
    });
  });
  const refusal = await readChunks(body, {
    maxBytes: limits.maxBytes,
    take: (chunk) => {
      if (form.refusal === null) parser.write(chunk);
      return form.refusal;
    },
  });
  if (refusal !== null) {
    parser.destroy();
    return refusal;
  }
  parser.end();
  await finished;
  return form.refusal ?? form.fields;
}

/** Null when the type names no boundary. */
function openParser(
  type: string,
  { form, limits }: { form: Form; limits: FormLimits },
): InstanceType<typeof Busboy> | null {
  const { maxBytes, maxFields, maxFieldBytes, maxFiles } = limits;
  try {
    const parser = new Busboy({
      headers: { "content-type": type },
      limits: { parts: maxFields, fieldSize: maxFieldBytes, files: maxFiles, fileSize: maxBytes, ...PART_HEADERS },
    });
    parser.on("field", (...[name, value, , valueCut]) => {
      if (valueCut) form.refuse(TOO_LARGE);
      else form.add(name, value);
    });
    parser.on("file", (...[name, stream, fileName, , fileType]) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("error", () => form.refuse(UNREADABLE));
      stream.on("end", () => form.add(name, new File([Buffer.concat(chunks)], fileName ?? "", { type: fileType })));
    });
    parser.on("partsLimit", () => form.refuse(TOO_LARGE));
    parser.on("filesLimit", () => form.refuse(UNREADABLE));
    return parser;
  } catch {
    return null;
  }
}

interface Form {
  readonly fields: Fields;
  /** The first thing that was wrong. */
  refusal: FormRefusal | null;
  refuse(refusal: FormRefusal): void;
  add(name: string | undefined, value: string | File): void;
}

/** Gathers fields; one that is sent twice becomes a list. */
function createForm({ maxFieldBytes }: Pick<FormLimits, "maxFieldBytes">): Form {
  const fields: Fields = new Map();
  const form: Form = {
    fields,
    refusal: null,
    refuse(refusal) {
      form.refusal ??= refusal;
    },
    add(name, value) {
      if (name === undefined || name === "") return;
      if (name.length > MAX_NAME_CHARS) return form.refuse(TOO_LARGE);
      if (typeof value !== "string") return void fields.set(name, value);
      if (Buffer.byteLength(value) > maxFieldBytes) return form.refuse(TOO_LARGE);
      // The database's text holds no NUL, and nobody types one.
      if (name.includes("\0") || value.includes("\0")) return form.refuse(UNREADABLE);
      const text = normalizeText(value);
      const known = fields.get(name);
      if (Array.isArray(known)) known.push(text);
      else fields.set(name, typeof known === "string" ? [known, text] : text);
    },
  };
  return form;
}
