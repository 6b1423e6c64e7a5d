import type { XmlAttribute } from "./xml-stream.ts";

const XMLNS_URI = "http://www.w3.org/2000/xmlns/";
const XML_URI = "http://www.w3.org/XML/1998/namespace";

/** Writes the content of an element as it is read, so that it never stands in memory as a tree. */
export interface ContentWriter {
  openElement(element: Element, attributes: readonly XmlAttribute[]): void;
  /** `isPlain` promises that the text stood in the file as it is: with neither entities nor CDATA. */
  addText(text: string, isPlain: boolean): void;
  closeElement(): void;
  /** What was written, once every element is closed. */
  finish(): string;
}

interface Element {
  readonly local: string;
  readonly uri: string;
}

/**
 * Elements of the namespace `scope` get no prefix and others declare their own, so that the text reads the same
 * whatever prefixes the file used. Comments are gone, CDATA has become text.
 */
export function createContentWriter(scope: string): ContentWriter {
  const open: Element[] = [];
  let xml = "";
  /** The last start tag still lacks its end, since it may turn out to be empty. */
  let isStartOpen = false;
  return {
    openElement(element, attributes) {
      const parent = open[open.length - 1];
      xml += isStartOpen ? "><" : "<";
      xml += element.local;
      if (element.uri !== (parent === undefined ? scope : parent.uri))
        xml += ` xmlns="${escapeAttribute(element.uri)}"`;
      if (attributes.length > 0) xml += attributes.map(serializeAttribute).join("");
      isStartOpen = true;
      open.push(element);
    },
    addText(text, isPlain) {
      if (text === "") return;
      if (isStartOpen) xml += ">";
      isStartOpen = false;
      xml += isPlain ? text : escapeText(text);
    },
    closeElement() {
      const element = open.pop();
      if (element === undefined) return;
      xml += isStartOpen ? "/>" : `</${element.local}>`;
      isStartOpen = false;
    },
    finish: () => xml,
  };
}

function serializeAttribute({ local, uri, value }: XmlAttribute, index: number): string {
  if (uri === XMLNS_URI) return "";
  if (uri === "") return ` ${local}="${escapeAttribute(value)}"`;
  if (uri === XML_URI) return ` xml:${local}="${escapeAttribute(value)}"`;
  return ` xmlns:n${index}="${escapeAttribute(uri)}" n${index}:${local}="${escapeAttribute(value)}"`;
}

/** A reader would turn a bare carriage return, and in attributes any line end or tab, into something else. */
export function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, escapeChar);
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"\r\n\t]/g, escapeChar);
}

function escapeChar(char: string): string {
  const named: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return named[char] ?? `&#${char.charCodeAt(0)};`;
}
