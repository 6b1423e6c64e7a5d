import { createXmlDecoder } from "./xml-encoding.ts";
import { RecordBuilder, XML_LIMITS, type XmlHead, type XmlNode } from "./xml-stream.ts";
import type { Archive } from "./table-zip.ts";

export interface Part {
  readonly path: string;
  readonly isRecord: (head: XmlHead) => boolean;
  readonly onRecord: (record: XmlNode) => void;
}

/** Reads one file of the workbook, record by record. */
export function readPart(archive: Archive, { path, isRecord, onRecord }: Part): void {
  const ignore = (): void => {};
  const builder = new RecordBuilder({ isRecord, onRecord, onRoot: ignore, onOther: ignore });
  const bytes = archive.read(path);
  const decoder = createXmlDecoder(bytes);
  for (let at = 0; at < bytes.length; at += XML_LIMITS.chunkBytes)
    builder.write(decoder.decode(bytes.subarray(at, at + XML_LIMITS.chunkBytes)));
  builder.write(decoder.end());
  builder.close();
}

/** The text of a shared or inline string: one piece, or several with formats of their own; never what is said aloud. */
export function readRichText(node: XmlNode): string {
  return elementsOf(node)
    .map((child) =>
      child.local === "t" ? unescapeText(ownTextOf(child)) : child.local === "r" ? readRichText(child) : "",
    )
    .join("");
}

/** Characters that XML cannot hold are written `_x000D_` (18.4.12, ST_Xstring). */
export function unescapeText(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

export function elementsOf(node: XmlNode): XmlNode[] {
  return node.content.filter((part) => typeof part !== "string");
}

export function ownTextOf(node: XmlNode): string {
  return node.content.filter((part) => typeof part === "string").join("");
}

export function readAttribute(node: XmlNode, local: string): string {
  return node.attributes.find((attribute) => attribute.local === local)?.value ?? "";
}
