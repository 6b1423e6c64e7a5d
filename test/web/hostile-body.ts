const CHUNK_BYTES = 512;

/** Something that no browser sends: as much of the piece as is asked for, made while it is read. */
export interface HostileBody {
  readonly name: string;
  /** Null leaves the header out. */
  readonly type: string | null;
  readonly encoding?: string;
  readonly head: string;
  readonly piece: string;
  /** Fields or parts in a piece. */
  readonly fields: number;
}

const BOUNDARY = "----hostile";
const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`;
const FORM = "application/x-www-form-urlencoded";
const part = (headers: string, body: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; ${headers}\r\n\r\n${body}`;

export const HOSTILE_BODIES: readonly HostileBody[] = [
  { name: "tiny fields", type: FORM, head: "", piece: "a=&", fields: 1 },
  { name: "fields of different names", type: FORM, head: "", piece: "a[b][c]=1&%61%5b%5d=1&", fields: 2 },
  { name: "empty fields", type: FORM, head: "", piece: "&", fields: 1 },
  { name: "one endless field", type: FORM, head: "note=", piece: "xxxxxxxxxxxxxxxx", fields: 0 },
  { name: "one endless name", type: `${FORM}; charset=latin1`, head: "", piece: "%F0%9F%98%80", fields: 0 },
  { name: "tiny parts", type: MULTIPART, head: "", piece: part('name="a"', "\r\n"), fields: 1 },
  { name: "tiny files", type: MULTIPART, head: "", piece: part('name="a"; filename="f"', "\r\n"), fields: 1 },
  { name: "one endless file", type: MULTIPART, head: part('name="file"; filename="f.csv"', ""), piece: '"', fields: 0 },
  { name: "one endless part", type: MULTIPART, head: part('name="note"', ""), piece: "\r\n--", fields: 0 },
  { name: "endless part headers", type: MULTIPART, head: `--${BOUNDARY}\r\n`, piece: "X-Header: x\r\n", fields: 0 },
  { name: "nothing but a beginning", type: MULTIPART, head: "", piece: "-", fields: 0 },
  { name: "parts without a boundary", type: "multipart/form-data", head: "", piece: "--\r\n", fields: 0 },
  { name: "deep JSON", type: "application/json", head: "", piece: '[{"a":', fields: 0 },
  { name: "plain text", type: "text/plain", head: "", piece: "csrf=x\r\n", fields: 0 },
  { name: "XML", type: "application/xml", head: "<!DOCTYPE a [", piece: '<!ENTITY a "&a;&a;">', fields: 0 },
  { name: "bytes of no type", type: null, head: "", piece: "\0\xff", fields: 0 },
  { name: "a packed form", type: FORM, encoding: "gzip", head: "", piece: "\x1f\x8b", fields: 0 },
];

/** A request with such a body, and how much of it was asked for. */
export interface HostileRequest {
  readonly request: Request;
  readBytes(): number;
}

export function createHostileRequest(
  url: string,
  input: {
    body: HostileBody;
    bytes: number;
    /** Whether it says how much it is going to send. */
    told: boolean;
    method?: string;
    headers?: Readonly<Record<string, string>>;
  },
): HostileRequest {
  const { body, bytes, told, method = "POST" } = input;
  const block = new TextEncoder().encode(body.piece.repeat(Math.ceil(CHUNK_BYTES / body.piece.length)));
  let read = 0;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = read === 0 && body.head !== "" ? new TextEncoder().encode(body.head) : block;
        read += chunk.byteLength;
        controller.enqueue(chunk);
        if (read >= bytes) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const headers = new Headers(input.headers);
  if (body.type !== null) headers.set("content-type", body.type);
  if (body.encoding !== undefined) headers.set("content-encoding", body.encoding);
  if (told) headers.set("content-length", String(bytes));
  const init = { method, headers, body: stream, duplex: "half" as const };
  return { request: new Request(url, init), readBytes: () => read };
}

/** How much may be read of it when so much, in so many fields, is taken; what stands in one piece is looked at whole. */
export function mostBytes(body: HostileBody, limits: { maxBytes: number; maxFields: number }): number {
  const pieces = body.fields === 0 ? Number.POSITIVE_INFINITY : limits.maxFields / body.fields + 1;
  const slack = 2 * Math.max(CHUNK_BYTES, body.piece.length) + body.head.length;
  return Math.min(limits.maxBytes, pieces * Buffer.byteLength(body.piece)) + slack;
}
