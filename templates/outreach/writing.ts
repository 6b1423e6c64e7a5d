import type { ShownFigure } from "../../src/domain/outreach/disclose.ts";
import type { OutreachDocument } from "../../src/domain/outreach/document.ts";
import type { Figure } from "../../src/domain/outreach/figure.ts";
import type { Cell } from "./outline.ts";
import { writeValue } from "./write-number.ts";
import type { OutreachWords } from "./words-sv.ts";

/** What is told around a document: which edition it is, and how it is made again. */
export interface Around {
  readonly checksum: string;
  /** Null of one that is not frozen. */
  readonly edition: { readonly number: number; readonly frozenOn: string } | null;
  readonly isClosed: boolean;
  readonly command: string;
}

export type Definition = OutreachDocument["definitions"][number];

/** What all parts of a report are written with. */
export interface Writing {
  readonly document: OutreachDocument;
  readonly words: OutreachWords;
  readonly language: "sv" | "en";
}

/** The widest place of the document: the nation where it is told, else the first. */
export function leadPlace({ document }: Writing): string {
  return document.places.find(({ id }) => id === "SE")?.id ?? document.places[0]?.id ?? "SE";
}

export function namePlaceIn({ document, words }: Writing, place: string): string {
  return document.places.find(({ id }) => id === place)?.name ?? words.nation;
}

export function findFigure({ document }: Writing, id: string, place: string): Figure | null {
  const found = document.figures.find(
    (figure) => figure.id === id && figure.place === place && Object.keys(figure.cut).length === 0,
  );
  return found === undefined || "hidden" in found ? null : found;
}

export function findDefinition({ document }: Writing, id: string): Definition | undefined {
  return document.definitions.find((definition) => definition.id === id);
}

export function wholeOf({ document }: Writing, id: string, place: string): ShownFigure | undefined {
  return document.figures.find(
    (figure) => figure.id === id && figure.place === place && Object.keys(figure.cut).length === 0,
  );
}

/** What a value of a breakdown is called; what a region has named itself stands as it named it. */
export function nameCut(dimension: string, value: string, words: OutreachWords): string {
  const advice: Readonly<Record<string, string>> = words.advice;
  const named = dimension === "advice" ? advice[value] : words.cuts[dimension]?.[value];
  return named ?? (value === "" ? words.empty : value);
}

export function writeCell(writing: Writing, figure: ShownFigure | undefined, definition: Definition): Cell {
  const { words } = writing;
  if (figure === undefined) return words.nothing;
  if ("hidden" in figure) return words.notShown;
  const text = writeFigure(writing, figure, definition);
  return figure.value === null ? text : { text, number: figure.value };
}

export function writeCount({ words }: Writing, figure: ShownFigure | undefined): Cell {
  if (figure === undefined) return words.nothing;
  return "hidden" in figure ? words.notShown : { text: writeValue(figure.n, "count", words), number: figure.n };
}

export function writeFigure({ words }: Writing, figure: Figure, { unit }: Definition): string {
  if (figure.value !== null) return writeValue(figure.value, unit, words);
  // Of what is waited for there are rows, and so many of them have not come.
  return figure.n > 0 ? words.notReached : words.nothing;
}

/** The regions of the document that had no list in the period: that they have no cases says nothing of what is short there. */
export function listWithoutList({ document }: Writing): string[] {
  const known = new Set(document.versions.lists.map(({ regionCode }) => regionCode));
  return document.places.map(({ id }) => id).filter((id) => /^\d\d$/u.test(id) && !known.has(id));
}

/** The breakdowns of a figure in the widest place, each with its dimensions. */
export function listCuts(
  writing: Writing,
  id: string,
): { readonly names: readonly string[]; readonly figures: readonly ShownFigure[] }[] {
  const place = leadPlace(writing);
  const cut = writing.document.figures.filter(
    (figure) => figure.id === id && figure.place === place && Object.keys(figure.cut).length > 0,
  );
  const byNames = Map.groupBy(cut, (figure) => Object.keys(figure.cut).join(" "));
  return [...byNames.values()].map((figures) => ({ names: Object.keys(figures[0]?.cut ?? {}), figures }));
}
