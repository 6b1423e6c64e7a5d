import type { Context } from "hono";
import type { z } from "zod";

/** What is wrong in a form: the field's name, and what to do, in the reader's language. */
export interface FieldProblem {
  readonly field: string;
  readonly problem: string;
  /** A box that says that the problem is none; it stands under the problem. */
  readonly confirm?: Confirmation;
}

/** A box with its label. `value` is what is confirmed, so that another text asks anew. */
export interface Confirmation {
  readonly name: string;
  readonly value: string;
  readonly label: string;
}

/** What a form held, by field; of a field that was sent several times the values in order. */
export type FormValues = Readonly<Record<string, string | readonly string[] | File>>;

const KEPT = "form";

/** Lays down what `receiveForm` read, for `readForm`. */
export function keepForm(c: Context, values: FormValues): void {
  c.set(KEPT, values);
}

/** The request's form, which was taken in before its handler was asked. Fields that were sent twice come as a list. */
export async function readForm(c: Context): Promise<FormValues> {
  const values: FormValues | undefined = c.get(KEPT);
  if (values === undefined) throw new Error(`web/form: unable to read the form of ${c.req.path}: no limits were set`);
  return values;
}

/** Browsers send line ends as CR LF. */
export function normalizeText(text: string): string {
  return text.replaceAll("\r\n", "\n").toWellFormed();
}

/** One value of a field, trimmed; empty when it was not sent. */
export function textOf(values: FormValues, field: string): string {
  const value = values[field];
  return typeof value === "string" ? value.trim() : "";
}

/** All values of a field, whether it was sent once, several times or not at all. */
export function textsOf(values: FormValues, field: string): readonly string[] {
  const value = values[field];
  if (value === undefined || value instanceof File) return [];
  return typeof value === "string" ? [value] : value;
}

/** The faults that a schema found, a field each; `word` puts one into the reader's language. */
export function listProblems(error: z.ZodError, word: (field: string) => string): FieldProblem[] {
  const fields = [...new Set(error.issues.map((issue) => String(issue.path[0] ?? "")))];
  return fields.map((field) => ({ field, problem: word(field) }));
}
