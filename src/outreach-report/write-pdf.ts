import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import { stockholmDate } from "../domain/calendar.ts";
import { textOfCell, type Block, type Outline } from "../../templates/outreach/outline.ts";
import { drawBars } from "./draw-bars.ts";

/** `ua-1` to read, also by who cannot see it · `a-2a` to keep: a file cannot be both. */
export type PdfStandard = "ua-1" | "a-2a";

const TEMPLATE = fileURLToPath(new URL("../../templates/outreach/report.typ", import.meta.url));
const FONTS = ["400Regular", "400Regular_Italic", "700Bold"];

/**
 * The report as PDF. Compiling fails where something to look at has no words for who cannot see it. `frozenOn` is the day
 * that the file says it was made on: a clock would make each file another.
 */
export function writePdf(outline: Outline, { standard, madeOn }: { standard: PdfStandard; madeOn: Date }): Uint8Array {
  const drawings: Record<string, string> = {};
  const report = {
    ...outline,
    sections: outline.sections.map((section) => ({ ...section, blocks: section.blocks.map(prepare) })),
  };
  function prepare(block: Block): unknown {
    if (block.kind === "table") return { ...block, rows: block.rows.map((row) => row.map(textOfCell)) };
    if (block.kind !== "bars") return block;
    const drawing = Object.keys(drawings).length;
    drawings[String(drawing)] = drawBars(block, `bars-${drawing}`);
    const { title, description } = block;
    return { kind: "bars", title, description, drawing };
  }
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: readFonts() }] });
  const source = {
    mainFileContent: readFileSync(TEMPLATE, "utf8"),
    inputs: {
      report: JSON.stringify(report, (_, value: unknown) => (typeof value === "string" ? writable(value) : value)),
      drawings: JSON.stringify(drawings),
      madeOn: stockholmDate(madeOn),
    },
  };
  return compiler.pdf(source, { pdfStandard: standard, creationTimestamp: Math.floor(madeOn.getTime() / 1_000) });
}

/** What the fonts that we ship have signs for; another sign would come out of whatever fonts a machine has, or stop the file. */
const UNWRITABLE =
  /[^\n\u0020-\u007E\u00A0-\u017F\u0386-\u03CE\u0400-\u045F\u2010-\u2015\u2018-\u201E\u2020-\u2022\u2026\u2030\u20AC\u2122\u2212\u2264\u2265\u25CB\u25CF\u25D0]/gu;

/** The text with a question mark for each sign that cannot be written. */
function writable(text: string): string {
  return text.normalize("NFC").replaceAll("\u{AD}", "").replace(UNWRITABLE, "?");
}

function readFonts(): Buffer[] {
  const folder = dirname(createRequire(import.meta.url).resolve("@expo-google-fonts/source-sans-3/package.json"));
  return FONTS.map((name) => readFileSync(join(folder, name, `SourceSans3_${name}.ttf`)));
}
