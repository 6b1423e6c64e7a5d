/** One field that an audit entry tells of: what stood there and what came to; null where there was nothing. */
export interface FieldDifference {
  /** Such as `rules.2.action`. */
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * What differs between an entry's before and after, a line a field, in the order of the fields; where there is only one
 * of them, all that it holds.
 */
export function listDifferences(before: unknown, after: unknown): FieldDifference[] {
  const [was, is] = [flatten(before), flatten(after)];
  const fields = [...new Set([...was.keys(), ...is.keys()])];
  return fields
    .map((field) => ({ field, before: was.get(field) ?? null, after: is.get(field) ?? null }))
    .filter(({ before: old, after: now }) => old !== now);
}

function flatten(value: unknown, field = ""): Map<string, string> {
  if (value === null || value === undefined || value === "") return new Map();
  if (typeof value !== "object") return new Map([[field, typeof value === "string" ? value : JSON.stringify(value)]]);
  const entries = Object.entries(value);
  // Plain lists read better as one line.
  if (Array.isArray(value) && value.every((one) => typeof one !== "object" || one === null))
    return value.length === 0 ? new Map() : new Map([[field, value.map(String).join(", ")]]);
  return new Map(entries.flatMap(([key, inner]) => [...flatten(inner, field === "" ? key : `${field}.${key}`)]));
}
