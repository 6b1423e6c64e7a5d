import type { ShownFigure } from "./disclose.ts";
import type { OutreachDocument } from "./document.ts";
import { writeCut } from "./figure.ts";

/** A figure that two editions tell differently; null where one of them does not have it. */
export interface FigureDifference {
  readonly before: ShownFigure | null;
  readonly after: ShownFigure | null;
}

export interface EditionDifferences {
  /** The figures are counted by other definitions: they are not to be compared one by one. */
  readonly otherDefinitions: boolean;
  readonly figures: readonly FigureDifference[];
  /** Reports of shortages that only one of them tells of, or that they tell differently. */
  readonly shortages: readonly string[];
}

/** What a later edition tells otherwise than an earlier one, in the later one's order. */
export function differEditions(before: OutreachDocument, after: OutreachDocument): EditionDifferences {
  const [old, now] = [byKey(before.figures), byKey(after.figures)];
  const figures = [...new Set([...now.keys(), ...old.keys()])]
    .map((key) => ({ before: old.get(key) ?? null, after: now.get(key) ?? null }))
    .filter((pair) => JSON.stringify(pair.before) !== JSON.stringify(pair.after));
  return {
    otherDefinitions: before.definitionsVersion !== after.definitionsVersion,
    figures,
    shortages: differShortages(before, after),
  };
}

/** Of stored documents fields stand in another order, so that what is compared is put in one. */
function byKey(figures: readonly ShownFigure[]): Map<string, ShownFigure> {
  const inOrder = figures.map((figure): ShownFigure => {
    const { id, place, cut } = figure;
    if ("hidden" in figure) return { id, place, cut, hidden: true };
    const { value, n, part, pending, excluded } = figure;
    const counts = { ...(part === undefined ? {} : { part }), ...(pending === undefined ? {} : { pending }) };
    return { id, place, cut, value, n, ...counts, excluded: excluded.map((one) => ({ reason: one.reason, n: one.n })) };
  });
  return new Map(inOrder.map((figure) => [JSON.stringify([figure.id, figure.place, writeCut(figure.cut)]), figure]));
}

function differShortages(before: OutreachDocument, after: OutreachDocument): string[] {
  const write = ({ shortages }: OutreachDocument): Map<string, string> =>
    new Map(
      shortages.map(({ reportId, firstPublished, start, answers }) => [
        reportId,
        JSON.stringify([
          firstPublished,
          start,
          answers.map((one) => [one.regionCode, one.outcome, one.on, one.warning, one.advice]),
        ]),
      ]),
    );
  const [old, now] = [write(before), write(after)];
  return [...new Set([...now.keys(), ...old.keys()])].filter((id) => old.get(id) !== now.get(id));
}
