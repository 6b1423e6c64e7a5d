import type { Change } from "./change.ts";

/** A change that the tests of `test/domain` do not notice, and why that is accepted. */
export interface Survivor extends Omit<Change, "at"> {
  /** What else the line holds, where the same change can be made on several. */
  readonly at?: string;
  readonly why: string;
}

/** `outcome` is `untried` for a change that is not in the sample. */
export interface TriedChange extends Change {
  readonly line: number;
  readonly outcome: "noticed" | "survived" | "untried";
}

export interface FileScore {
  readonly file: string;
  readonly tried: number;
  readonly noticed: number;
}

export interface Judgement {
  readonly total: FileScore;
  readonly files: readonly FileScore[];
  readonly named: readonly (TriedChange & { readonly why: string })[];
  readonly unnamed: readonly TriedChange[];
  readonly stale: readonly { readonly survivor: Survivor; readonly fault: string }[];
}

/** What was noticed, file by file, and which names no longer say the truth about the files that were changed. */
export function judgeChanges(changes: readonly TriedChange[], survivors: readonly Survivor[]): Judgement {
  const files = [...Map.groupBy(changes, ({ file }) => file)]
    .map(([file, ofFile]) => scoreChanges(file, ofFile))
    .toSorted((one, other) => shareNoticed(one) - shareNoticed(other));
  const survived = changes
    .filter(({ outcome }) => outcome === "survived")
    .map((change) => ({ change, survivor: survivors.find((survivor) => isNamed(change, survivor)) }));
  return {
    total: scoreChanges("src/domain", changes),
    files,
    named: survived.flatMap(({ change, survivor }) =>
      survivor === undefined ? [] : [{ ...change, why: survivor.why }],
    ),
    unnamed: survived.flatMap(({ change, survivor }) => (survivor === undefined ? [change] : [])),
    stale: survivors
      .filter(({ file }) => files.some((score) => score.file === file))
      .flatMap((survivor) => {
        const fault = findFault(changes.filter((change) => isNamed(change, survivor)));
        return fault === null ? [] : [{ survivor, fault }];
      }),
  };
}

export function shareNoticed({ tried, noticed }: FileScore): number {
  return tried === 0 ? 1 : noticed / tried;
}

/** Why a name is stale, for the changes that bear it. */
function findFault(changes: readonly TriedChange[]): string | null {
  if (changes.length === 0) return "there is no such change";
  return changes.every(({ outcome }) => outcome === "noticed") ? "the tests notice it now" : null;
}

function scoreChanges(file: string, changes: readonly TriedChange[]): FileScore {
  const tried = changes.filter(({ outcome }) => outcome !== "untried");
  return { file, tried: tried.length, noticed: tried.filter(({ outcome }) => outcome === "noticed").length };
}

function isNamed(change: Change, { file, was, now, at = "" }: Survivor): boolean {
  return change.file === file && change.was === was && change.now === now && change.at.includes(at);
}
