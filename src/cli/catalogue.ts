import { existsSync, statSync } from "node:fs";
import { readCatalogueDay } from "../db/products.ts";
import { importCatalogue } from "../services/intake/import-catalogue.ts";
import type { IngestResult } from "../services/intake/ingest-file.ts";
import { parseTableOptions, TABLE_OPTIONS } from "./table-options.ts";
import { parseCall, runAction, withDeps, type Command, type CommandContext } from "./command.ts";

export const catalogue: Command = {
  usage: ["catalogue import FILE [--sheet NAME|N] [--header-row N] [--encoding NAME] [--json]"],
  summary:
    "Takes in Läkemedelsverket's product file (140_5467, XLSX or CSV): what is registered, form, strength and status by NPL " +
    "id. The service fetches it by itself each night; the same file again changes nothing.",
  run: (context) => runAction(context, "catalogue", { import: runImport }),
};

async function runImport(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, {
    options: { ...TABLE_OPTIONS, json: { type: "boolean" } },
    words: ["FILE"],
  });
  const layout = parseTableOptions(values);
  const file = positionals[0] ?? "";
  if (!(existsSync(file) && statSync(file).isFile())) {
    context.problem(`${file}: there is no such file`);
    return 1;
  }
  return withDeps(context, async ({ intake, database: { db } }) => {
    const result = await importCatalogue(intake, { ...layout, file, maxBytes: intake.maxBytes });
    if (result.kind !== "ingested" || result.products === null) {
      context.problem(`${file}: ${"reason" in result ? describeRefusal(result) : "it is no catalogue"}`);
      return 1;
    }
    for (const { place, problem } of result.warnings) context.problem(`${file}, ${place}: ${problem}`);
    const { known, snapshot } = result;
    const { products, asOf, skippedRows, sheet, headerRow, ...moved } = result.products;
    if (values.json === true)
      context.out(
        JSON.stringify({ products, skippedRows, asOf, snapshot, known, ...moved, read: { sheet, headerRow } }),
      );
    else if (known) {
      const inUse = await readCatalogueDay(db);
      const later = inUse === null || inUse === asOf ? "" : ` The catalogue in use is of ${inUse}.`;
      context.out(`This very file was taken in before: ${products} products of ${asOf}, and nothing is new.${later}`);
    } else context.out(`${products} products of ${asOf} are in the catalogue; ${skippedRows} rows were left out.`);
    return 0;
  });
}

function describeRefusal(result: Extract<IngestResult, { kind: "held" | "rejected" }>): string {
  if (result.kind === "rejected") return result.reason;
  return (
    `${result.reason}. The file is kept as snapshot ${result.snapshot} and changed nothing; ` +
    `if it is right, run "ingest accept ${result.snapshot} --reason …"`
  );
}
