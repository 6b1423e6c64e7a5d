import type { Shortage, ShortageAnswer } from "../../src/domain/outreach/shortages.ts";
import type { Block, Table } from "./outline.ts";
import type { Writing } from "./writing.ts";

/** More rows than that nobody reads on paper; the rest stands in the data files. */
const SHOWN = 40;

/** The same notice in all regions: a sign for each, and what the signs mean. */
export function writeShortages({ document, words }: Writing): Block[] {
  const { shortages } = document;
  if (shortages.length === 0) return [{ kind: "paragraph", text: words.noShortages }];
  const regions = document.places.filter(({ id }) => /^\d\d$/u.test(id)).map(({ id }) => id);
  const shown = shortages.slice(0, SHOWN);
  const table: Table = {
    kind: "table",
    name: words.shortages,
    caption: words.shortages,
    columns: [
      { title: words.shortageColumns.product, weight: 8 },
      { title: words.shortageColumns.start, weight: 3 },
      { title: words.shortageColumns.told, isNumber: true, weight: 2 },
      ...regions.map((title) => ({ title })),
    ],
    rows: shown.map((shortage) => [
      shortage.product,
      shortage.start ?? words.empty,
      writeTold(shortage),
      ...regions.map((code) => signOf(shortage.answers.find(({ regionCode }) => regionCode === code))),
    ]),
    isWide: true,
  };
  return [
    ...(shortages.length > SHOWN
      ? [{ kind: "paragraph", text: words.shortagesMore(SHOWN, shortages.length) } as const]
      : []),
    { kind: "paragraph", text: words.shortagesKey },
    { kind: "paragraph", text: regions.map((code) => `${code} ${nameOf(document, code)}`).join(" · ") },
    table,
  ];
}

function nameOf(document: Writing["document"], code: string): string {
  return document.places.find(({ id }) => id === code)?.name ?? code;
}

/** How many of the regions that it concerned have told of it. */
function writeTold({ answers }: Shortage): string {
  return `${answers.filter(({ outcome }) => outcome === "told").length}/${answers.length}`;
}

/** A sign that says the same without colour. */
export function signOf(answer: Pick<ShortageAnswer, "outcome" | "warning"> | undefined): string {
  if (answer === undefined) return "";
  switch (answer.outcome) {
    case "told":
      return answer.warning !== null && answer.warning >= 0 ? "●" : "◐";
    case "no-action":
      return "○";
    case "unhandled":
      return "–";
    case "known":
      return "+";
  }
}

/** Every answer of every region in a row of its own: for sheets and files, which have room. */
export function listShortages(writing: Writing): Table {
  const { document, words } = writing;
  const { shortageTable: titles } = words;
  return {
    kind: "table",
    name: words.shortages,
    caption: words.shortages,
    columns: [
      ...[titles.report, titles.product, titles.atc, titles.published, titles.start, titles.region].map((title) => ({
        title,
      })),
      { title: titles.outcome },
      { title: titles.on },
      { title: titles.warning, isNumber: true },
      { title: titles.advice },
    ],
    rows: document.shortages.flatMap(({ answers, ...shortage }) =>
      answers.map((answer) => [
        shortage.reportId,
        shortage.product,
        shortage.atc ?? "",
        shortage.firstPublished ?? "",
        shortage.start ?? "",
        answer.regionCode,
        words.outcomes[answer.outcome],
        answer.on ?? "",
        answer.warning === null ? "" : { text: String(answer.warning), number: answer.warning },
        answer.advice === null ? "" : words.advice[answer.advice],
      ]),
    ),
  };
}
