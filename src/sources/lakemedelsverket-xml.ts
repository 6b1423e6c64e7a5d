import { quoteText } from "../domain/clean-text.ts";
import { parseIsoDate, type IsoDate } from "../domain/calendar.ts";
import { MISSING, type Field } from "../domain/notice.ts";
import { parseWrittenDay } from "../domain/written-time.ts";
import type { XmlHead, XmlNode } from "./xml-stream.ts";

/** Of version 3. */
export const NAMESPACE = "http://eservices.lakemedelsverket.se/opendata/medicineshortage/v3/";

export type Warn = (line: number, problem: string) => void;

/** `warn` tells of what is odd, `refuse` of what makes the whole report worthless. */
export interface Judge {
  readonly warn: Warn;
  readonly refuse: Warn;
}

export function childrenOf(node: XmlNode, wrapper: string, local: string): XmlNode[] {
  return elementsOf(node, wrapper).flatMap((child) => elementsOf(child, local));
}

function elementsOf(node: XmlNode, local: string): XmlNode[] {
  return node.content.filter((part): part is XmlNode => typeof part !== "string" && isNamed(part, local));
}

/** The first one; a loop, since a national file asks for a hundred thousand. */
export function childOf(node: XmlNode | null, local: string): XmlNode | null {
  if (node === null) return null;
  for (const part of node.content) if (typeof part !== "string" && isNamed(part, local)) return part;
  return null;
}

/** Prefixes vary between files (`ns0:` occurs), so elements go by namespace and local name. */
export function isNamed(head: XmlHead, local: string): boolean {
  return head.local === local && head.uri === NAMESPACE;
}

export function attributeOf(node: XmlNode | null, local: string): string | null {
  return node?.attributes.find((attribute) => attribute.local === local)?.value ?? null;
}

/** The element's own text, trimmed; empty when the element is missing. */
export function readText(node: XmlNode | null): string {
  if (node === null) return "";
  const { content } = node;
  const only = content.length === 1 ? content[0] : undefined;
  const text = typeof only === "string" ? only : content.filter((part) => typeof part === "string").join("");
  return text.trim();
}

/** A text, or why there is none. A `nullFlavor` wins over a text beside it: what is masked must not be shown. */
export function readField(node: XmlNode | null, warn: Warn): Field<string> {
  if (node === null) return MISSING;
  const text = readText(node);
  const nullFlavor = attributeOf(node, "nullFlavor")?.trim() || null;
  if (nullFlavor === null) return text === "" ? MISSING : { value: text };
  if (text !== "")
    warn(node.line, `${node.local} has a value beside nullFlavor ${quoteText(nullFlavor)}, read as missing`);
  return { value: null, nullFlavor };
}

export function readShaped(input: {
  readonly node: XmlNode | null;
  readonly shape: RegExp;
  readonly what: string;
  readonly warn: Warn;
}): Field<string> {
  const field = readField(input.node, input.warn);
  if (field.value === null) return field;
  const value = field.value.toUpperCase();
  if (input.shape.test(value)) return { value };
  input.warn(
    input.node?.line ?? 0,
    `${input.node?.local} ${quoteText(field.value)} is not ${input.what}, read as missing`,
  );
  return MISSING;
}

export function readDate(node: XmlNode | null, warn: Warn): Field<IsoDate> {
  const refuse: Warn = (line, problem) => warn(line, `${problem}, read as missing`);
  return readIntervalDate(node, { warn, refuse });
}

/** From here on a date stands for "no end". */
const OPEN_END = "2099";

/** Dates come as `2026-08-20`; a time with an offset is read in Stockholm's day, since that is where the day is meant. */
export function readIntervalDate(node: XmlNode | null, { warn, refuse }: Judge): Field<IsoDate> {
  const field = readField(node, warn);
  if (field.value === null) return field;
  const value =
    parseIsoDate(field.value) ?? (/^\d{4}-\d{2}-\d{2}/.test(field.value) ? parseWrittenDay(field.value) : null);
  if (value !== null && value >= OPEN_END && node?.local.endsWith("EndDate") === true) return MISSING;
  if (value !== null) return { value };
  refuse(node?.line ?? 0, `${node?.local} ${quoteText(field.value)} is no date`);
  return MISSING;
}

export function readBoolean(node: XmlNode | null, warn: Warn): boolean | null {
  const { value } = readField(node, warn);
  if (value === null) return null;
  if (value === "true" || value === "1") return true;
  if (value === "false" || value === "0") return false;
  warn(node?.line ?? 0, `${node?.local} ${quoteText(value)} is neither true nor false, read as missing`);
  return null;
}
