import type { Figure } from "../../src/domain/outreach/figure.ts";
import type { Table } from "./outline.ts";
import type { OutreachWords } from "./words-sv.ts";
import { leadPlace, namePlaceIn, wholeOf, writeCell, writeCount, type Writing } from "./writing.ts";

/** Every figure with what it is, and for the widest place what it leaves out and why. */
export function writeDefinitions(writing: Writing): Table {
  const { document, words, language } = writing;
  const place = leadPlace(writing);
  return {
    kind: "table",
    name: words.appendix,
    caption: `${words.appendix}. ${namePlaceIn(writing, place)}.`,
    columns: [
      { title: words.figure, weight: 3 },
      { title: words.value, isNumber: true, weight: 1.5 },
      { title: "n", isNumber: true },
      { title: words.excludedTitle, weight: 3 },
      { title: words.definition, weight: 9 },
    ],
    rows: document.definitions.map((definition) => {
      const figure = wholeOf(writing, definition.id, place);
      return [
        definition[language].name,
        writeCell(writing, figure, definition),
        writeCount(writing, figure),
        figure === undefined || "hidden" in figure ? words.notShown : writeExcluded(figure, words),
        definition[language].definition,
      ];
    }),
    isWide: true,
  };
}

/** What a figure leaves out and why, and what is still to come. */
export function writeExcluded({ excluded, pending = 0 }: Figure, words: OutreachWords): string {
  const left = excluded.map(({ reason, n }) => `${n} ${words.excluded[reason] ?? reason}`);
  const parts = [...left, ...(pending > 0 ? [words.pending(pending)] : [])];
  return parts.length === 0 ? words.none : parts.join("; ");
}
