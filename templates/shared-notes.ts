import type { Content } from "./content.ts";

/** What is true of all messages of a mail, and stands in it once. */
export interface SharedNotes {
  readonly unreviewed: string | null;
  readonly lines: readonly string[];
}

/** Takes out of several contents what is said alike of each that says it, or of all. */
export function takeShared<Item extends Content>(
  contents: readonly Item[],
): { readonly contents: readonly Item[]; readonly shared: SharedNotes } {
  if (contents.length < 2) return { contents, shared: { unreviewed: null, lines: [] } };
  // What is said of some alone stays with them, or else nobody could tell of which.
  const unreviewed = ofAll(contents.map((content) => content.unreviewed));
  const contact = ofAll(contents.map((content) => content.contact));
  const [first = [], ...others] = contents.map(({ sourceLines }) => sourceLines);
  const sources = first.filter((line) => others.every((lines) => lines.includes(line)));
  // These say what the words mean that stand beside them, which is the same everywhere.
  const note = ofThoseThatSay(contents.map(({ extent }) => extent?.note));
  const detail = ofThoseThatSay(contents.map(({ extent }) => extent?.details?.note));
  const register = ofThoseThatSay(contents.map(({ extent }) => extent?.details?.source));
  const shorter = contents.map((content): Item => ({
    ...content,
    unreviewed: unreviewed === null ? content.unreviewed : null,
    contact: contact === null ? content.contact : null,
    sourceLines: content.sourceLines.filter((line) => !sources.includes(line)),
    extent: content.extent === null ? null : withoutNotes(content.extent, { note, detail, register }),
  }));
  // Both say the same, one of them shorter.
  const lines = [detail ?? note, contact, register, ...sources].filter((line) => line !== null);
  return { contents: shorter, shared: { unreviewed, lines: [...new Set(lines)] } };
}

function withoutNotes(
  extent: NonNullable<Content["extent"]>,
  { note, detail, register }: Record<"note" | "detail" | "register", string | null>,
): Content["extent"] {
  const { details } = extent;
  return {
    ...extent,
    note: note === null ? extent.note : null,
    details:
      details === null
        ? null
        : {
            ...details,
            note: detail === null ? details.note : null,
            source: register === null ? details.source : null,
          },
  };
}

function ofAll(said: readonly (string | null)[]): string | null {
  return new Set(said).size === 1 ? (said[0] ?? null) : null;
}

/** Null where two say different things, or one alone says something. */
function ofThoseThatSay(said: readonly (string | null | undefined)[]): string | null {
  const told = said.filter((line) => line !== null && line !== undefined);
  return told.length < 2 ? null : ofAll(told);
}
