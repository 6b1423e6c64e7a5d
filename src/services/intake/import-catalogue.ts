import { lakemedelsverketProducts } from "../../sources/lakemedelsverket-products.ts";
import type { ListLayout } from "../../domain/list-import.ts";
import { ingestFile, type IngestResult } from "./ingest-file.ts";
import type { IngestDeps } from "./intake.ts";

/** Takes in Läkemedelsverket's product file as somebody hands it in: XLSX, or CSV. */
export async function importCatalogue(
  deps: IngestDeps,
  input: ListLayout & { readonly file: string; readonly maxBytes: number },
): Promise<IngestResult> {
  const { file, maxBytes, ...layout } = input;
  const given = { source: lakemedelsverketProducts, file, maxBytes, at: null, etag: null, lastModified: null };
  const said = Object.values(layout).some((value) => value !== undefined);
  return ingestFile(deps, { ...given, trust: "file", layout: said ? layout : null });
}
