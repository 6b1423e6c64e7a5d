import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { findFormat, FORMATS, type ReportToWrite } from "../outreach-report/formats.ts";
import { UsageError, type CommandContext } from "./command.ts";

export const FORM_OPTIONS = {
  format: { type: "string" },
  lang: { type: "string" },
  out: { type: "string" },
} as const;

/** The form that the options name, what is written in it, and where to. */
export interface AskedForm {
  readonly form: string;
  readonly language: "sv" | "en";
  /** Null for standard output. */
  readonly out: string | null;
}

/** Throws UsageError, before anything is counted. */
export function readForm(values: { format?: string; lang?: string; out?: string }): AskedForm {
  const { format: form = "json", lang: language = "sv", out = null } = values;
  const format = findFormat(form);
  if (format === null) throw new UsageError(`--format: "${form}" is none of ${Object.keys(FORMATS).join(", ")}`);
  if (language !== "sv" && language !== "en") throw new UsageError(`--lang: "${language}" is neither sv nor en`);
  if (format.isBinary && out === null)
    throw new UsageError(`--out: say where to, such as --out report.${format.extension}`);
  return { form, language, out };
}

/** Writes a report down: beside its place first, so that nobody ever finds a half. Throws where that cannot be written. */
export async function writeForm(
  context: Pick<CommandContext, "out" | "progress">,
  { form, out }: AskedForm,
  report: ReportToWrite,
): Promise<void> {
  const format = findFormat(form);
  if (format === null) throw new Error(`cli/outreach: there is no form ${form}`);
  context.progress(`writing ${form}`);
  const content = await format.write(report);
  if (out === null) {
    context.out(String(content).trimEnd());
    return;
  }
  const beside = `${out}.${randomUUID()}.part`;
  try {
    await writeFile(beside, content, { flag: "wx" });
    await rename(beside, out);
  } catch (cause) {
    await rm(beside, { force: true });
    throw new UsageError(`--out: unable to write ${out} (${cause instanceof Error ? cause.message : String(cause)})`);
  }
}
