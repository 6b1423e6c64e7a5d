import {
  Document,
  HeadingLevel,
  Packer,
  PageOrientation,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
  type ISectionOptions,
} from "docx";
import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from "fflate";
import {
  textOfCell,
  type Block,
  type Outline,
  type Section,
  type Table as OutlineTable,
} from "../../templates/outreach/outline.ts";

/** ZIP knows no earlier day. */
const NO_DATE = new Date(1980, 0, 1);
const LANGUAGES = { sv: "sv-SE", en: "en-GB" } as const;
type Part = Paragraph | Table;

/**
 * The report as a Word document. What is drawn elsewhere is a table here, with the same words and numbers. The library
 * draws ids and writes the time it is: both are put in order afterwards, so that the same report is the same file.
 */
export async function writeDocx(outline: Outline, { madeOn }: { madeOn: Date }): Promise<Uint8Array> {
  const headings = outline.sections.map(
    ({ heading, level }) => new Paragraph({ text: heading, indent: { left: (level - 1) * 360 } }),
  );
  const first: Part[] = [
    new Paragraph({ text: clean(outline.title), heading: HeadingLevel.TITLE }),
    ...outline.about.map((line) => paragraph(line)),
    ...headings,
  ];
  const sections: ISectionOptions[] = [{ children: first }, ...outline.sections.flatMap(writeSection)];
  const document = new Document({
    title: clean(outline.title),
    creator: "Restsignal",
    styles: {
      default: { document: { run: { font: "Calibri", size: 20, language: { value: LANGUAGES[outline.language] } } } },
    },
    sections,
  });
  return settle(await Packer.toBuffer(document), madeOn);
}

/** Wide tables stand on pages of their own that are turned. */
function writeSection({ heading, level, blocks }: Section): ISectionOptions[] {
  const pages: { parts: Part[]; isWide: boolean }[] = [
    {
      parts: [
        new Paragraph({ text: clean(heading), heading: level === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2 }),
      ],
      isWide: false,
    },
  ];
  for (const block of blocks) {
    const isWide = block.kind === "table" && block.isWide === true;
    const last = pages.at(-1);
    if (last !== undefined && last.isWide === isWide) last.parts.push(...writeBlock(block));
    else pages.push({ parts: writeBlock(block), isWide });
  }
  return pages.map(({ parts, isWide }) => ({
    properties: isWide ? { page: { size: { orientation: PageOrientation.LANDSCAPE } } } : {},
    children: parts,
  }));
}

function writeBlock(block: Block): Part[] {
  switch (block.kind) {
    case "paragraph":
      return [paragraph(block.text)];
    case "lead":
      return block.figures.map(
        ({ name, value, note }) =>
          new Paragraph({
            children: [
              new TextRun({ text: `${clean(name)}: ` }),
              new TextRun({ text: clean(value), bold: true }),
              new TextRun({ text: ` (${clean(note)})` }),
            ],
          }),
      );
    case "table":
      return block.rows.length === 0 ? [] : writeTable(block);
    case "bars":
      return writeTable({
        kind: "table",
        name: block.title,
        caption: block.title,
        columns: [{ title: "" }, { title: block.title, isNumber: true }],
        rows: block.bars.map(({ label, text }) => [label, text]),
      });
  }
}

function writeTable({ caption, columns, rows }: OutlineTable): Part[] {
  const row = (texts: readonly string[], isHead: boolean): TableRow =>
    new TableRow({
      ...(isHead ? { tableHeader: true } : {}),
      cantSplit: true,
      children: texts.map(
        (text) =>
          new TableCell({
            children: [new Paragraph({ children: [new TextRun({ text: clean(text), bold: isHead })] })],
          }),
      ),
    });
  return [
    new Paragraph({ text: clean(caption), keepNext: true }),
    new Table({
      width: { size: 100, type: WidthType.PERCENTAGE },
      rows: [
        row(
          columns.map(({ title }) => title),
          true,
        ),
        ...rows.map((cells) => row(cells.map(textOfCell), false)),
      ],
    }),
    new Paragraph({ text: "" }),
  ];
}

function paragraph(text: string): Paragraph {
  return new Paragraph({ text: clean(text) });
}

/** XML holds no control characters, and no halves of signs. */
function clean(text: string): string {
  return text.toWellFormed().replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, "");
}

/** The same file each time: its times are the report's, its ids are numbered as they come, its parts lie in order. */
function settle(packed: Uint8Array, madeOn: Date): Uint8Array {
  const time = `${madeOn.toISOString().slice(0, 19)}Z`;
  const ids = new Map<string, string>();
  const number = (id: string): string => {
    const found = ids.get(id) ?? `rId${ids.size + 1}`;
    ids.set(id, found);
    return found;
  };
  const files: Zippable = {};
  const parts = Object.entries(unzipSync(packed)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, content] of parts) {
    if (!/\.(xml|rels)$/u.test(name)) files[name] = content;
    else {
      const text = strFromU8(content).replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/gu, `$1${time}`);
      const isOfDocument = name === "word/document.xml" || name === "word/_rels/document.xml.rels";
      files[name] = strToU8(isOfDocument ? text.replace(/(?<=(?:r:id|r:embed|Id)=")rId[^"]+/gu, number) : text);
    }
  }
  return zipSync(files, { mtime: NO_DATE, level: 6 });
}
