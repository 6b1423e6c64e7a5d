import { existsSync, statSync } from "node:fs";
import { importCatalogue } from "../services/intake/import-catalogue.ts";
import { parseTableOptions, TABLE_OPTIONS } from "./table-options.ts";
import { parseCall, runAction, withDeps, type Command, type CommandContext } from "./command.ts";

export const catalogue: Command = {
  usage: ["catalogue import FILE [--sheet NAME|N] [--header-row N] [--encoding NAME] [--json]"],
  summary: "Takes in Läkemedelsverket's product file (140_5467, XLSX or CSV): form, strength and status by NPL id.",
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
  return withDeps(context, async ({ intake }) => {
    const result = await importCatalogue(intake, { ...layout, file, maxBytes: intake.maxBytes });
    if (result.kind === "rejected") {
      context.problem(`${file}: ${result.reason}`);
      return 1;
    }
    for (const { place, problem } of result.warnings) context.problem(`${file}, ${place}: ${problem}`);
    const { products, skippedRows, sheet, headerRow } = result;
    if (values.json === true) context.out(JSON.stringify({ products, skippedRows, read: { sheet, headerRow } }));
    else context.out(`${products} products are in the catalogue; ${skippedRows} rows were left out.`);
    return 0;
  });
}
