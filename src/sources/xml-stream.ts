import { createHash } from "node:crypto";
import { type FileHandle, open as openFile } from "node:fs/promises";
import { SaxesParser, type SaxesTagNS } from "saxes";
import { createContentWriter, type ContentWriter } from "./xml-content.ts";
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

/**
 * An element with everything in it. `line` is where it begins, from 1. The content of a verbatim element is one string
 * of XML.
 */
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
  /** What the server said the encoding is; null or left out where nobody said anything. */
  readonly charset?: string | null | undefined;
  /** Mends the text before it is read. */
  readonly repair?: { write(text: string): string; end(): string };
  /** May throw `XmlFault` when the root is another than hoped for. */
  onRoot(root: XmlHead): void;
  isRecord(head: XmlHead): boolean;
  /** Whether an element within a record is wanted as XML text, as `serializeContent` writes it, and not as a tree. */
  isVerbatim?(head: XmlHead): boolean;
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
  const builder = new RecordBuilder(input);
  let decoder: XmlDecoder | null = null;
  let bytes = 0;
  try {
    for await (const chunk of readChunks(input.file)) {
      bytes += chunk.length;
      if (bytes > input.maxBytes) return reject(`the file is larger than the ${input.maxBytes} bytes allowed`);
      hash.update(chunk);
      decoder ??= createXmlDecoder(chunk, input.charset ?? null);
      const text = decoder.decode(chunk);
      builder.write(input.repair?.write(text) ?? text);
      await input.afterChunk();
    }
    if (decoder === null) return reject("the file is empty");
    const last = decoder.end();
    builder.write(input.repair === undefined ? last : input.repair.write(last) + input.repair.end());
    builder.close();
    await input.afterChunk();
    return { kind: "read", bytes, sha256: hash.digest("hex") };
  } catch (error) {
    if (error instanceof XmlFault) return reject(`line ${error.line ?? builder.line}: ${error.message}`);
    if (error instanceof XmlEncodingFault) return reject(error.message);
    throw error;
  }
}

function reject(fault: string): XmlOutcome {
  return { kind: "rejected", fault };
}

async function* readChunks(file: string): AsyncGenerator<Uint8Array, void, void> {
  try {
    const handle = await openFile(file);
    try {
      yield* readAhead(handle);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new Error(`xml-stream: unable to read ${file}: ${cause}`, { cause: error });
  }
}

/** Reads one piece while the one before is worked on; a piece is good until the next one is asked for. */
async function* readAhead(handle: FileHandle): AsyncGenerator<Uint8Array, void, void> {
  // Not Buffer, whose `slice` would share what the next reading overwrites.
  let [current, ahead] = [new Uint8Array(XML_LIMITS.chunkBytes), new Uint8Array(XML_LIMITS.chunkBytes)];
  let reading = handle.read(current);
  try {
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      reading = handle.read(ahead);
      yield current.subarray(0, bytesRead);
      [current, ahead] = [ahead, current];
    }
  } finally {
    // When the file is left early, what was read ahead is of no interest, and neither is why it could not be.
    await reading.catch(() => null);
  }
}

interface OpenNode extends XmlHead {
  readonly content: (string | XmlNode)[];
}

const NO_ATTRIBUTES: readonly XmlAttribute[] = [];

/**
 * Drives saxes, holds the limits, and builds the tree of one record at a time. `write` and `close` throw `XmlFault`
 * for what is not well-formed or too large, and whatever a handler throws.
 */
export class RecordBuilder {
  readonly #handlers: Pick<XmlRecords, "onRoot" | "isRecord" | "isVerbatim" | "onRecord" | "onOther">;
  readonly #parser = new SaxesParser({ xmlns: true });
  /** The open elements of the record being read; empty outside records. */
  readonly #open: OpenNode[] = [];
  /** Takes what is in the verbatim element that was opened at `#verbatimDepth`. */
  #verbatim: ContentWriter | null = null;
  #verbatimDepth = 0;
  #depth = 0;
  #lastTagAt = 0;
  #lastTagLine = 1;
  #recordAt = 0;

  constructor(handlers: Pick<XmlRecords, "onRoot" | "isRecord" | "isVerbatim" | "onRecord" | "onOther">) {
    this.#handlers = handlers;
    const parser = this.#parser;
    // saxes looks entities up in an ordinary object, where `&constructor;` would find the JavaScript function.
    parser.ENTITIES = Object.assign(Object.create(null), { amp: "&", gt: ">", lt: "<", quot: '"', apos: "'" });
    // Six handlers and no more: saxes keeps each as a property of its own, and from the seventh on V8 stores the parser
    // as a dictionary, which reads four times slower.
    parser.on("error", (error) => this.#refuse(error));
    parser.on("doctype", () => {
      throw new XmlFault("the file has a DOCTYPE, which this source never has");
    });
    parser.on("opentag", (tag) => this.#openTag(tag));
    parser.on("closetag", () => this.#closeTag());
    parser.on("text", (text) => this.#addText(text));
    parser.on("cdata", (text) => this.#addText(text));
  }

  get line(): number {
    return this.#parser.line;
  }

  write(text: string): void {
    this.#parser.write(text);
    this.#checkLengths();
  }

  close(): void {
    try {
      this.#parser.close();
    } catch (error) {
      if (error instanceof XmlFault) throw new XmlFault(`the file is cut short (${error.message})`);
      throw error;
    }
  }

  #refuse(error: Error): never {
    // saxes puts the place in front and may quote a name of any length.
    const problem = error.message.replace(/^\d+:\d+: /, "").replace(/\.$/, "");
    // It looks for the end of an entity as far as the next semicolon, many lines behind a bare ampersand.
    const line = problem.includes("entity") ? this.#lastTagLine : null;
    throw new XmlFault(`not well-formed XML: ${problem.slice(0, 120)}`, line);
  }

  #checkLengths(): void {
    const { position } = this.#parser;
    if (position - this.#lastTagAt > XML_LIMITS.charsBetweenTags)
      throw new XmlFault(`more than ${XML_LIMITS.charsBetweenTags} characters without an element`, this.#lastTagLine);
    if (this.#open.length > 0 && position - this.#recordAt > XML_LIMITS.recordChars)
      throw new XmlFault(`one ${this.#open[0]?.local} is longer than ${XML_LIMITS.recordChars} characters`);
  }

  #passTag(): void {
    this.#checkLengths();
    this.#lastTagAt = this.#parser.position;
    this.#lastTagLine = this.#parser.line;
  }

  #openTag(tag: SaxesTagNS): void {
    this.#passTag();
    this.#depth += 1;
    if (this.#depth > XML_LIMITS.depth) throw new XmlFault(`more than ${XML_LIMITS.depth} elements inside each other`);
    const { local, uri } = tag;
    const attributes = readAttributes(tag);
    if (attributes.length > XML_LIMITS.attributes) throw new XmlFault(`more than ${XML_LIMITS.attributes} attributes`);
    if (this.#verbatim !== null) return this.#verbatim.openElement(tag, attributes);
    const node: OpenNode = { local, uri, line: this.#parser.line, attributes, content: [] };
    if (this.#depth === 1) this.#handlers.onRoot(node);
    else this.#openNode(node);
  }

  #openNode(node: OpenNode): void {
    const parent = this.#open.at(-1);
    if (parent === undefined && !this.#handlers.isRecord(node)) return this.#handlers.onOther(node);
    if (parent === undefined) this.#recordAt = this.#parser.position;
    else parent.content.push(node);
    this.#open.push(node);
    if (parent === undefined || this.#handlers.isVerbatim?.(node) !== true) return;
    this.#verbatim = createContentWriter(node.uri);
    this.#verbatimDepth = this.#depth;
  }

  #closeTag(): void {
    this.#passTag();
    this.#depth -= 1;
    if (this.#verbatim !== null && this.#depth >= this.#verbatimDepth) return this.#verbatim.closeElement();
    const node = this.#open.pop();
    if (this.#verbatim !== null) node?.content.push(this.#verbatim.finish());
    this.#verbatim = null;
    if (node !== undefined && this.#open.length === 0) this.#handlers.onRecord(node);
  }

  #addText(text: string): void {
    // As long as where it stood in the file: then nothing in it was an entity, and nothing has to become one again.
    const isPlain = this.#parser.position - this.#lastTagAt === text.length + 1;
    if (this.#verbatim !== null) this.#verbatim.addText(text, isPlain);
    else this.#open.at(-1)?.content.push(text);
  }
}

function readAttributes(tag: SaxesTagNS): readonly XmlAttribute[] {
  let attributes: XmlAttribute[] | null = null;
  // Most elements have none, and `Object.values` is slow to find that out.
  for (const key in tag.attributes) {
    const attribute = tag.attributes[key];
    if (attribute === undefined) continue;
    const { name, local, uri, value } = attribute;
    attributes ??= [];
    attributes.push({ name, local, uri, value });
  }
  return attributes ?? NO_ATTRIBUTES;
}

/**
 * The content of an element as XML text that reads the same whatever prefixes the file used: elements of the
 * namespace `scope` have no prefix, others declare their own. Comments are gone, CDATA has become text.
 */
export function serializeContent(node: XmlNode, scope: string): string {
  const writer = createContentWriter(scope);
  const write = (element: XmlNode): void => {
    for (const part of element.content) {
      if (typeof part === "string") writer.addText(part, false);
      else {
        writer.openElement(part, part.attributes);
        write(part);
        writer.closeElement();
      }
    }
  };
  write(node);
  return writer.finish();
}
