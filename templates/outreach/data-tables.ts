import type { OutreachDocument } from "../../src/domain/outreach/document.ts";
import type { Cut } from "../../src/domain/outreach/figure.ts";
import type { Cell, Table } from "./outline.ts";
import { wordsOf } from "./words.ts";
import { listShortages } from "./write-shortages.ts";
import { namePlaceIn, type Writing } from "./writing.ts";

const numberCell = (value: number | null | undefined): Cell =>
  value === null || value === undefined ? "" : { text: String(value), number: value };

/** All that a document holds as tables, each value in a row of its own: for sheets and files, which have room. */
export function listDataTables(document: OutreachDocument, language: "sv" | "en"): Table[] {
  const writing: Writing = { document, words: wordsOf(language), language };
  return [listFigures(writing), listExcluded(writing), listShortages(writing), listDefinitions(writing)];
}

function listFigures(writing: Writing): Table {
  const { document, words, language } = writing;
  const names = new Map(document.definitions.map((definition) => [definition.id, definition]));
  const titles = words.dataTitles;
  return {
    kind: "table",
    name: titles.figures,
    caption: titles.figures,
    columns: [
      { title: titles.id },
      { title: words.figure },
      { title: titles.placeId },
      { title: words.place },
      { title: titles.cut },
      { title: words.value, isNumber: true },
      { title: titles.unit },
      { title: "n", isNumber: true },
      { title: titles.part, isNumber: true },
      { title: titles.pending, isNumber: true },
      { title: titles.hidden },
    ],
    rows: document.figures.map((figure) => {
      const definition = names.get(figure.id);
      const named = [figure.id, definition?.[language].name ?? "", figure.place, namePlaceIn(writing, figure.place)];
      const cut = sayCut(figure.cut);
      const unit = definition?.unit ?? "";
      if ("hidden" in figure) return [...named, cut, "", unit, "", "", "", titles.yes];
      const { value, n, part, pending } = figure;
      return [...named, cut, numberCell(value), unit, numberCell(n), numberCell(part), numberCell(pending), titles.no];
    }),
  };
}

function sayCut(cut: Cut): string {
  return Object.entries(cut)
    .map(([name, value]) => `${name}=${value}`)
    .join("; ");
}

function listExcluded({ document, words }: Writing): Table {
  const titles = words.dataTitles;
  return {
    kind: "table",
    name: words.excludedTitle,
    caption: words.excludedTitle,
    columns: [
      { title: titles.id },
      { title: titles.placeId },
      { title: titles.cut },
      { title: titles.reason },
      { title: words.count, isNumber: true },
    ],
    rows: document.figures.flatMap((figure) => {
      if ("hidden" in figure) return [];
      const cut = sayCut(figure.cut);
      return figure.excluded.map(({ reason, n }) => [
        figure.id,
        figure.place,
        cut,
        words.excluded[reason] ?? reason,
        numberCell(n),
      ]);
    }),
  };
}

function listDefinitions({ document, words, language }: Writing): Table {
  const titles = words.dataTitles;
  return {
    kind: "table",
    name: titles.definitions,
    caption: titles.definitions,
    columns: [
      { title: titles.id },
      { title: words.figure },
      { title: titles.cohort },
      { title: titles.unit },
      { title: words.definition },
    ],
    rows: document.definitions.map((definition) => [
      definition.id,
      definition[language].name,
      words.cohortNames[definition.cohort],
      definition.unit,
      definition[language].definition,
    ]),
  };
}
