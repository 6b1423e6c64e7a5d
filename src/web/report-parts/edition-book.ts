import { LRUCache } from "lru-cache";
import { readDocument, type OutreachDocument } from "../../domain/outreach/document.ts";
import type { StoredEdition } from "../../db/outreach-editions.ts";

/** Documents of editions that are remembered: a year of the nation is some megabytes. */
const MAX_DOCUMENTS = 4;

/** Documents of editions, each read once: an edition never changes. */
export function createEditionBook(): (edition: StoredEdition) => OutreachDocument {
  const documents = new LRUCache<string, OutreachDocument>({ max: MAX_DOCUMENTS });
  return ({ checksum, document }) => {
    const known = documents.get(checksum) ?? readDocument(document);
    documents.set(checksum, known);
    return known;
  };
}
