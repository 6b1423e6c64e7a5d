import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { SaxesParser, type SaxesTagNS } from "saxes";
import { createXmlDecoder, XmlEncodingFault, type XmlDecoder } from "./xml-encoding.ts";

/** What a hostile or broken file may cost at most. saxes itself has no limits, and is quadratic in depth. */
export const XML_LIMITS = {
  depth: 64,
  /** Characters from one tag to the end of the next, whatever lies there: text, comments, names, attributes. */
  charsBetweenTags: 1_000_000,
  attributes: 32,
  /** Characters of one record, which is held whole and costs up to fifty times as much in memory. */
  recordChars: 2_000_000,
  /** Bytes read before the limits are looked at again. */
  chunkBytes: 65_536,
} as const;

export interface XmlAttribute {
  readonly name: string;
  readonly local: string;
  readonly uri: string;
  readonly value: string;
}

/** An element with everything in it. `line` is where it begins, from 1. */
export interface XmlNode {
  readonly local: string;
  readonly uri: string;
  readonly line: number;
  readonly attributes: readonly XmlAttribute[];
  readonly content: readonly (string | XmlNode)[];
}

export type XmlHead = Omit<XmlNode, "content">;

/** A fault in the structure that makes the whole file worthless; without a line, it is where the reader stands. */
export class XmlFault extends Error {
  override readonly name = "XmlFault";
  readonly line: number | null;
  constructor(message: string, line: number | null = null) {
    super(message);
    this.line = line;
  }
}

export interface XmlRecords {
  readonly file: string;
  readonly maxBytes: number;
  /** May throw `XmlFault` when the root is another than hoped for. */
  onRoot(root: XmlHead): void;
  isRecord(head: XmlHead): boolean;
  /** Gets each record whole, in file order. */
  onRecord(record: XmlNode): void;
  /** Gets what stands outside records, below the root. */
  onOther(head: XmlHead): void;
  /** Awaited after each piece of the file: the place to hand on what `onRecord` gathered. */
  afterChunk(): Promise<void>;
}

export type XmlOutcome =
  | { readonly kind: "read"; readonly bytes: number; readonly sha256: string }
  /** `fault` names line or byte and says what is wrong. */
  | { readonly kind: "rejected"; readonly fault: string };

/** Streams a file's records. Never throws for what the file holds; what `afterChunk` throws passes through. */
export async function readXmlRecords(input: XmlRecords): Promise<XmlOutcome> {
  const hash = createHash("sha256");
  const builder = createRecordBuilder(input);
  let decoder: XmlDecoder | null = null;
  let bytes = 0;
  try {
    for await (const chunk of readChunks(input.file)) {
      bytes += chunk.length;
      if (bytes > input.maxBytes) return reject(`the file is larger than the ${input.maxBytes} bytes allowed`);
      hash.update(chunk);
      decoder ??= createXmlDecoder(chunk);
      builder.write(decoder.decode(chunk));
      await input.afterChunk();
    }
    if (decoder === null) return reject("the file is empty");
    builder.write(decoder.end());
    builder.close();
    await input.afterChunk();
    return { kind: "read", bytes, sha256: hash.digest("hex") };
  } catch (error) {
    if (error instanceof XmlFault) return reject(`line ${error.line ?? builder.line()}: ${error.message}`);
    if (error instanceof XmlEncodingFault) return reject(error.message);
    throw error;
  }
}

function reject(fault: string): XmlOutcome {
  return { kind: "rejected", fault };
}

async function* readChunks(file: string): AsyncGenerator<Uint8Array, void, void> {
  const stream: AsyncIterable<Uint8Array> = createReadStream(file, { highWaterMark: XML_LIMITS.chunkBytes });
  try {
    yield* stream;
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new Error(`xml-stream: unable to read ${file}: ${cause}`, { cause: error });
  }
}

interface OpenNode extends XmlHead {
  readonly content: (string | XmlNode)[];
}

/**
 * Drives saxes, holds the limits, and builds the tree of one record at a time. `write` and `close` throw `XmlFault`
 * for what is not well-formed or too large, and whatever a handler throws.
 */
export function createRecordBuilder(handlers: Pick<XmlRecords, "onRoot" | "isRecord" | "onRecord" | "onOther">) {
  const parser = new SaxesParser({ xmlns: true });
  // saxes looks entities up in an ordinary object, where `&constructor;` would find the JavaScript function.
  parser.ENTITIES = Object.assign(Object.create(null), { amp: "&", gt: ">", lt: "<", quot: '"', apos: "'" });
  /** The open elements of the record being read; empty outside records. */
  const open: OpenNode[] = [];
  let depth = 0;
  let lastTagAt = 0;
  let lastTagLine = 1;
  let recordAt = 0;

  function checkLengths(): void {
    if (parser.position - lastTagAt > XML_LIMITS.charsBetweenTags) {
      throw new XmlFault(`more than ${XML_LIMITS.charsBetweenTags} characters without an element`, lastTagLine);
    }
    if (open.length > 0 && parser.position - recordAt > XML_LIMITS.recordChars) {
      throw new XmlFault(`one ${open[0]?.local} is longer than ${XML_LIMITS.recordChars} characters`);
    }
  }

  function addText(text: string): void {
    open.at(-1)?.content.push(text);
  }

  // Six handlers and no more: saxes keeps each as a property of its own, and from the seventh on V8 stores the parser
  // as a dictionary, which reads four times slower.
  parser.on("error", (error) => {
    // saxes puts the place in front and may quote a name of any length.
    const problem = error.message.replace(/^\d+:\d+: /, "").replace(/\.$/, "");
    // It looks for the end of an entity as far as the next semicolon, many lines behind a bare ampersand.
    const line = problem.includes("entity") ? lastTagLine : null;
    throw new XmlFault(`not well-formed XML: ${problem.slice(0, 120)}`, line);
  });
  parser.on("doctype", () => {
    throw new XmlFault("the file has a DOCTYPE, which this source never has");
  });
  parser.on("opentag", (tag) => {
    checkLengths();
    lastTagAt = parser.position;
    lastTagLine = parser.line;
    depth += 1;
    if (depth > XML_LIMITS.depth) throw new XmlFault(`more than ${XML_LIMITS.depth} elements inside each other`);
    const node: OpenNode = { ...readHead(tag, parser.line), content: [] };
    if (node.attributes.length > XML_LIMITS.attributes) {
      throw new XmlFault(`more than ${XML_LIMITS.attributes} attributes`);
    }
    if (depth === 1) handlers.onRoot(node);
    else if (open.length > 0 || handlers.isRecord(node)) {
      if (open.length === 0) recordAt = parser.position;
      open.at(-1)?.content.push(node);
      open.push(node);
    } else handlers.onOther(node);
  });
  parser.on("closetag", () => {
    checkLengths();
    lastTagAt = parser.position;
    lastTagLine = parser.line;
    depth -= 1;
    const node = open.pop();
    if (node !== undefined && open.length === 0) handlers.onRecord(node);
  });
  parser.on("text", addText);
  parser.on("cdata", addText);

  return {
    line: () => parser.line,
    write(text: string): void {
      parser.write(text);
      checkLengths();
    },
    close(): void {
      try {
        parser.close();
      } catch (error) {
        if (error instanceof XmlFault) throw new XmlFault(`the file is cut short (${error.message})`);
        throw error;
      }
    },
  };
}

function readHead(tag: SaxesTagNS, line: number): XmlHead {
  const attributes = Object.values(tag.attributes).map(({ name, local, uri, value }) => ({ name, local, uri, value }));
  return { local: tag.local, uri: tag.uri, line, attributes };
}

const XMLNS_URI = "http://www.w3.org/2000/xmlns/";
const XML_URI = "http://www.w3.org/XML/1998/namespace";

/**
 * The content of an element as XML text that reads the same whatever prefixes the file used: elements of the
 * namespace `scope` have no prefix, others declare their own. Comments are gone, CDATA has become text.
 */
export function serializeContent(node: XmlNode, scope: string): string {
  return node.content
    .map((part) => (typeof part === "string" ? escapeText(part) : serializeElement(part, scope)))
    .join("");
}

function serializeElement(node: XmlNode, scope: string): string {
  const declaration = node.uri === scope ? "" : ` xmlns="${escapeAttribute(node.uri)}"`;
  const attributes = node.attributes.map((attribute, index) => serializeAttribute(attribute, index)).join("");
  const content = serializeContent(node, node.uri);
  const start = `<${node.local}${declaration}${attributes}`;
  return content === "" ? `${start}/>` : `${start}>${content}</${node.local}>`;
}

function serializeAttribute({ local, uri, value }: XmlAttribute, index: number): string {
  if (uri === XMLNS_URI) return "";
  if (uri === "") return ` ${local}="${escapeAttribute(value)}"`;
  if (uri === XML_URI) return ` xml:${local}="${escapeAttribute(value)}"`;
  return ` xmlns:n${index}="${escapeAttribute(uri)}" n${index}:${local}="${escapeAttribute(value)}"`;
}

/** A reader would turn a bare carriage return, and in attributes any line end or tab, into something else. */
function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, escapeChar);
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"\r\n\t]/g, escapeChar);
}

function escapeChar(char: string): string {
  const named: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return named[char] ?? `&#${char.charCodeAt(0)};`;
}
