/** How the database's shape stands to the one that this version knows. */
export type SchemaState =
  | { readonly kind: "current" }
  /** `missing` have not run yet; `empty` when none has. */
  | { readonly kind: "older"; readonly missing: readonly string[]; readonly empty: boolean }
  /** A newer version has run these, which this one does not know. */
  | { readonly kind: "newer"; readonly unknown: readonly string[] };

/** The database is not of the shape that this version knows; the message says which, and what to run. */
export class SchemaVersionError extends Error {
  constructor(state: Exclude<SchemaState, { kind: "current" }>) {
    super(`${describeSchema(state)} ${mendSchema(state)}`);
    this.name = "SchemaVersionError";
  }
}

export function compareSchema(input: { known: readonly string[]; ran: readonly string[] }): SchemaState {
  const unknown = input.ran.filter((name) => !input.known.includes(name)).toSorted();
  if (unknown.length > 0) return { kind: "newer", unknown };
  const missing = input.known.filter((name) => !input.ran.includes(name));
  return missing.length === 0 ? { kind: "current" } : { kind: "older", missing, empty: input.ran.length === 0 };
}

export function describeSchema(state: SchemaState): string {
  switch (state.kind) {
    case "current":
      return "The database has the shape that this version needs.";
    case "newer":
      return `The database is newer than this version of Restsignal, which does not know ${state.unknown.join(", ")}.`;
    case "older":
      return state.empty
        ? "The database is empty."
        : `The database is older than this version of Restsignal: ${state.missing.join(", ")} ${state.missing.length === 1 ? "has" : "have"} not run.`;
  }
}

/** What whoever runs it does about it. */
export function mendSchema({ kind }: Exclude<SchemaState, { kind: "current" }>): string {
  return kind === "newer"
    ? "Start the version that migrated it, or a later one."
    : 'Run "restsignal migrate", then start again.';
}
