import { findImportToWorkOn, type ListImport } from "../../src/db/list-imports.ts";
import type { Db } from "../../src/db/schema.ts";
import type { DeskVisitor } from "./desk-visitor.ts";

/** Hands in a file as a region's list and gives the import's id and address. */
export async function uploadList(
  visitor: DeskVisitor,
  input: { content: string | Uint8Array<ArrayBuffer>; regionCode?: string; fileName?: string },
): Promise<{ id: number; path: string }> {
  const { content, regionCode = "12", fileName = "lista.csv" } = input;
  const file = new File([content], fileName);
  const answer = await visitor.post(`/lists/${regionCode}/imports`, { file });
  const path = answer.headers.get("location") ?? "";
  const id = Number(path.split("/").at(-1));
  if (answer.status !== 303 || !Number.isInteger(id)) throw new Error(`test: the file was not taken: ${answer.status}`);
  return { id, path };
}

export async function findImport(db: Db, id: number): Promise<ListImport> {
  const found = await findImportToWorkOn(db, id);
  if (found === null) throw new Error(`test: there is no import ${id}`);
  return found;
}

/** What the form of a page's decision carries, as its hidden fields say. */
export function readHidden(html: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";
}
