import type { Block, Table } from "./outline.ts";
import {
  findDefinition,
  findFigure,
  listWithoutList,
  namePlaceIn,
  wholeOf,
  writeCell,
  writeFigure,
  type Definition,
  type Writing,
} from "./writing.ts";

/** What tells most of a region, side by side; each drawn as well. */
export const REGION_FIGURES = ["cases-new", "share-told", "told-within-3", "warning-median", "share-unhandled"];

export function writeRegions(writing: Writing): Block[] {
  const { document, words, language } = writing;
  const regions = document.places.filter(({ id }) => /^\d\d$/u.test(id));
  const withoutList = new Set(listWithoutList(writing));
  const definitions = REGION_FIGURES.flatMap((id) => findDefinition(writing, id) ?? []);
  const table: Table = {
    kind: "table",
    name: words.byRegion,
    caption: words.byRegion,
    columns: [
      { title: words.place },
      ...definitions.map((definition) => ({ title: definition[language].name, isNumber: true as const })),
    ],
    rows: regions.map(({ id }) => [
      namePlaceIn(writing, id),
      ...definitions.map((definition) =>
        withoutList.has(id) ? words.noList : writeCell(writing, wholeOf(writing, definition.id, id), definition),
      ),
    ]),
    isWide: true,
  };
  return [table, ...definitions.map((definition) => drawRegions(writing, definition))];
}

/** A bar for each region that has a value, the highest first. */
export function drawRegions(writing: Writing, definition: Definition): Block {
  const { document, words, language } = writing;
  const { name } = definition[language];
  const withoutList = new Set(listWithoutList(writing));
  const bars = document.places
    .filter(({ id }) => /^\d\d$/u.test(id))
    .flatMap(({ id }) => {
      const figure = findFigure(writing, definition.id, id);
      if (figure === null || figure.value === null || withoutList.has(id)) return [];
      return [{ label: namePlaceIn(writing, id), value: figure.value, text: writeFigure(writing, figure, definition) }];
    })
    .toSorted((a, b) => b.value - a.value || (a.label < b.label ? -1 : 1));
  const [high, low] = [bars[0], bars.at(-1)];
  if (high === undefined || low === undefined) return { kind: "paragraph", text: `${name}: ${words.noBars}` };
  return { kind: "bars", title: words.barsOf(name), description: words.barsSay(name, low.text, high.text), bars };
}
