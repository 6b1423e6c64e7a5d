import type { OutreachDocument } from "../../src/domain/outreach/document.ts";
import type { Figure } from "../../src/domain/outreach/figure.ts";
import type { Block, Outline, Section, Table } from "./outline.ts";
import { listQuestions } from "./questions.ts";
import { wordsOf } from "./words.ts";
import { writeDefinitions } from "./write-appendix.ts";
import { writeRegions } from "./write-regions.ts";
import { writeShortages } from "./write-shortages.ts";
import { writeValue } from "./write-number.ts";
import {
  findDefinition,
  findFigure,
  leadPlace,
  listWithoutList,
  listCuts,
  nameCut,
  namePlaceIn,
  wholeOf,
  writeCell,
  writeCount,
  writeFigure,
  type Around,
  type Writing,
} from "./writing.ts";

/** A document as it is read. */
export function writeOutline(document: OutreachDocument, around: Around, language: "sv" | "en"): Outline {
  const words = wordsOf(language);
  const writing: Writing = { document, words, language };
  return {
    language,
    title: words.title,
    about: writeAbout(writing, around),
    sections: [
      { heading: words.summary, level: 1, blocks: writeSummary(writing) },
      { heading: words.method, level: 1, blocks: writeMethod(writing) },
      { heading: words.results, level: 1, blocks: [] },
      ...writeResults(writing),
      { heading: words.shortages, level: 1, blocks: writeShortages(writing) },
      { heading: words.byRegion, level: 1, blocks: writeRegions(writing) },
      { heading: words.appendix, level: 1, blocks: [writeDefinitions(writing)] },
    ],
  };
}

/** What the report is of, and how it is known and made again. */
export function writeAbout({ document, words }: Writing, { checksum, edition, isClosed, command }: Around): string[] {
  const { period, dataFrom, followedTo } = document;
  return [
    words.period(period.from, period.to),
    ...(dataFrom > period.from ? [words.partly(dataFrom)] : []),
    words.followed(followedTo),
    ...(isClosed ? [] : [words.going]),
    ...(edition === null ? [] : [words.edition(edition.number, edition.frozenOn)]),
    words.checksum(checksum),
    words.reproduce(command),
    words.label,
  ];
}

/** The answer before everything else, for the widest place. */
export function writeSummary(writing: Writing): Block[] {
  const { words } = writing;
  const place = leadPlace(writing);
  const find = (id: string): Figure | null => findFigure(writing, id, place);
  const [told, unhandled, warning, lead] = [
    "share-told",
    "share-unhandled",
    "warning-median",
    "company-lead-median",
  ].map((id) => find(id));
  if (told == null || told.value === null) return [{ kind: "paragraph", text: words.noNew }];
  const isWarned = warning != null && warning.value !== null;
  const sentences = [
    isWarned ? words.warned(warning.value ?? 0) : words.notWarned,
    ...(isWarned && lead != null && lead.value !== null ? [words.lead(lead.value)] : []),
    words.told(writeValue(told.value, "share", words), { cases: told.n, isOneRegion: /^\d\d$/u.test(place) }),
    ...(unhandled == null || unhandled.value === null
      ? []
      : [words.unhandled(writeValue(unhandled.value, "share", words))]),
  ];
  const heads = ["warning-median", "company-lead-median", "share-told", "told-within-3", "share-unhandled"];
  return [
    {
      kind: "lead",
      figures: heads.flatMap((id) => {
        const [figure, definition] = [find(id), findDefinition(writing, id)];
        if (figure === null || definition === undefined) return [];
        return [
          {
            name: definition[writing.language].name,
            value: writeFigure(writing, figure, definition),
            note: `${namePlaceIn(writing, place)}, n = ${figure.n}`,
          },
        ];
      }),
    },
    ...sentences.map((text): Block => ({ kind: "paragraph", text })),
  ];
}

/** How it is counted. */
export function writeMethod(writing: Writing): Block[] {
  const { document, words } = writing;
  const { snapshots, lists } = document.versions;
  const without = listWithoutList(writing).map((place) => namePlaceIn(writing, place));
  const texts = [
    words.cohorts,
    words.baseline,
    words.followRule,
    words.halland,
    words.hidden,
    words.sources(snapshots.length, lists.length),
    ...(without.length === 0 ? [] : [words.noLists(without)]),
  ];
  return texts.map((text) => ({ kind: "paragraph", text }));
}

/** A chapter's part for each question, and one for figures that no question asks for. */
function writeResults(writing: Writing): Section[] {
  const { document, words } = writing;
  return listQuestions(document.definitions.map(({ id }) => id)).map(({ question, own }) => {
    const heading = words.questions[question];
    const overview = writeOverview(writing, { ids: own, question: heading });
    return { heading, level: 2, blocks: [overview, ...own.flatMap((id) => writeCuts(writing, id))] };
  });
}

/** Each figure a row, each wider place a column. */
function writeOverview(writing: Writing, { ids, question }: { ids: readonly string[]; question: string }): Table {
  const { document, words, language } = writing;
  const wide = document.places.filter(({ id }) => id === "SE" || id.startsWith("sr:"));
  const places = wide.length > 0 ? wide : document.places;
  const definitions = ids.flatMap((id) => findDefinition(writing, id) ?? []);
  return {
    kind: "table",
    name: question,
    caption: question,
    columns: [
      { title: words.figure, weight: 2.5 },
      ...places.map(({ id }) => ({ title: namePlaceIn(writing, id), isNumber: true as const })),
      { title: `n, ${namePlaceIn(writing, places[0]?.id ?? "SE")}`, isNumber: true },
    ],
    rows: definitions.map((definition) => {
      const figures = places.map(({ id }) => wholeOf(writing, definition.id, id));
      return [
        definition[language].name,
        ...figures.map((figure) => writeCell(writing, figure, definition)),
        writeCount(writing, figures[0]),
      ];
    }),
  };
}

/** Each breakdown of a figure, for the widest place. */
function writeCuts(writing: Writing, id: string): Table[] {
  const { words, language } = writing;
  const definition = findDefinition(writing, id);
  const place = leadPlace(writing);
  if (definition === undefined) return [];
  return listCuts(writing, id).map(({ names, figures }) => {
    const what = names.map((name) => words.dimensions[name] ?? name).join(", ");
    return {
      kind: "table",
      name: `${definition[language].name}${words.by(what)}`,
      caption: `${definition[language].name}${words.by(what)}. ${namePlaceIn(writing, place)}.`,
      columns: [
        ...names.map((name) => ({ title: words.dimensionTitles[name] ?? name })),
        { title: words.value, isNumber: true },
        { title: "n", isNumber: true },
      ],
      rows: figures.map((figure) => [
        ...names.map((name) => nameCut(name, figure.cut[name] ?? "", words)),
        writeCell(writing, figure, definition),
        writeCount(writing, figure),
      ]),
    };
  });
}
