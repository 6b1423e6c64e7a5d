/** What one version of the program said to its database, in order. */
export interface Session {
  /** The last migration that the version knew. */
  readonly migration: string;
  readonly statements: readonly string[];
  /** Which statement, with which values, and how many rows it gave or wrote. */
  readonly steps: readonly (readonly [statement: number, values: readonly unknown[], rows: number])[];
}

/** A value of a statement as JSON. */
export function encodeValue(value: unknown): unknown {
  if (value instanceof Date) return { $date: value.toISOString() };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("hex") };
  return value;
}

/** The value as it was. */
export function decodeValue(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("$date" in value) return new Date(String(value.$date));
  if ("$bytes" in value) return Buffer.from(String(value.$bytes), "hex");
  return value;
}
