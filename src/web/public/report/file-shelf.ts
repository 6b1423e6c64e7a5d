import { LRUCache } from "lru-cache";
import type { StoredEdition } from "../../../db/outreach-editions.ts";
import type { OutreachDocument } from "../../../domain/outreach/document.ts";
import { findFormat } from "../../../outreach-report/formats.ts";
import { aroundEdition } from "../../report-parts/edition-around.ts";

/** Files that are remembered: to write one takes a second, and an edition never changes. */
const MAX_BYTES = 40_000_000;

type Written = string | Uint8Array<ArrayBuffer>;

interface AskedFile {
  readonly edition: StoredEdition;
  readonly document: OutreachDocument;
  readonly format: string;
  readonly language: "sv" | "en";
}

interface ShelvedFile {
  readonly extension: string;
  readonly mediaType: string;
  readonly body: Written;
}

/** Files of editions, each written once for all who ask; null of a form that there is not. */
export function createFileShelf(): (asked: AskedFile) => Promise<ShelvedFile | null> {
  const files = new LRUCache<string, Written>({ maxSize: MAX_BYTES, sizeCalculation: ({ length }) => length + 1 });
  const writing = new Map<string, Promise<Written>>();
  return async ({ edition, document, format: word, language }) => {
    const format = findFormat(word);
    if (format === null) return null;
    const { extension, mediaType } = format;
    const key = JSON.stringify([edition.id, edition.checksum, word, language]);
    const known = files.get(key);
    if (known !== undefined) return { extension, mediaType, body: known };
    const make = async (): Promise<Written> => {
      const made = await format.write({ document, around: aroundEdition(edition, document), language });
      const body = typeof made === "string" ? made : new Uint8Array(made);
      files.set(key, body);
      return body;
    };
    const running = writing.get(key) ?? make().finally(() => writing.delete(key));
    writing.set(key, running);
    return { extension, mediaType, body: await running };
  };
}
