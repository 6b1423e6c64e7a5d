import type { HttpClient } from "../net/http-client.ts";

const TIMEOUT_MS = 30_000;
const MAX_BYTES = 2_000_000;
/** The dataset has a handful; more is something else. */
const MAX_DISTRIBUTIONS = 20;

export type FoundAddress =
  | { readonly kind: "found"; readonly url: string }
  | { readonly kind: "failed"; readonly reason: string };

/** A file of a dataset that the data portal describes. */
interface PortalFile {
  /**
   * Where the portal describes the dataset (DCAT-AP-SE): its distributions, whose own descriptions hold the address of the
   * file, such as https://admin.dataportal.se/store/140/metadata/2136 for https://www.dataportal.se/datasets/140_2136.
   */
  readonly metadataUrl: string;
  /** Words of its name, and what it ends in. */
  readonly named: string;
  readonly ending: "xml" | "xlsx";
}

/**
 * Finds the address of a file again through the data portal. The descriptions are RDF in whichever writing the portal
 * likes best that day, so addresses are looked for in the text, not in a structure.
 */
export async function findPortalFile(
  http: Pick<HttpClient, "request">,
  { metadataUrl, named, ending }: PortalFile,
): Promise<FoundAddress> {
  const dataset = await readText(http, metadataUrl);
  if (dataset.kind === "failed") return dataset;
  const distributions = new Set(
    [...dataset.text.matchAll(/https?:\/\/[^\s"'<>]+\/store\/\d+\/(?:resource|metadata)\/\d+/g)].map(([url]) =>
      url.replace("/resource/", "/metadata/"),
    ),
  );
  distributions.delete(metadataUrl);
  const address = new RegExp(
    `https?://[^\\s"'<>]*${named}[^\\s"'<>]*\\.${ending}(?:\\?[^\\s"'<>]*)?(?=[\\s"'<>])`,
    "i",
  );
  for (const url of [...distributions].slice(0, MAX_DISTRIBUTIONS)) {
    const description = await readText(http, url);
    if (description.kind === "failed") continue;
    const file = address.exec(description.text)?.[0];
    if (file !== undefined) return { kind: "found", url: file };
  }
  return {
    kind: "failed",
    reason: `the data portal names no ${named} ${ending.toUpperCase()} file (${distributions.size} distributions read)`,
  };
}

async function readText(
  http: Pick<HttpClient, "request">,
  url: string,
): Promise<{ kind: "text"; text: string } | { kind: "failed"; reason: string }> {
  const headers = { accept: "application/rdf+xml, application/ld+json, application/json;q=0.9" };
  const answer = await http.request({ url, headers, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES });
  if (answer.kind === "failed") return { kind: "failed", reason: `the data portal: ${answer.reason}` };
  if (answer.status !== 200) return { kind: "failed", reason: `the data portal answered ${answer.status}` };
  return { kind: "text", text: new TextDecoder().decode(answer.body) };
}
