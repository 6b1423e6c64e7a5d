import type { listLayoutSv } from "./layout-words-sv.ts";

export const listLayoutEn: typeof listLayoutSv = {
  heading: "Where in the file is the list?",
  readFrom: (sheet, row) =>
    sheet === null
      ? `The titles were read from row ${row}.`
      : `The list was read from the sheet “${sheet}”, with titles on row ${row}.`,
  otherRow: "Choose another row with titles",
  other: "Choose another sheet or another row",
  sheets: "Several sheets of the file look like the list. Choose the right one.",
  noHeader: "The row that should have titles is empty. Choose another one.",
  letters: "The file’s å, ä and ö can be read in several ways. Choose the one in which the words are right.",
  sheet: "Sheet",
  row: "Row with titles",
  rowHint: "The row with the columns’ names, such as ATC and Substans. The rows below it are read.",
  rowOption: (row, text) => `Row ${row}: ${text}`,
  choose: "Choose a sheet",
  found: "Let Restsignal find it",
  lettersHeading: "How should the letters be read?",
  lettersLegend: "This is what the file says",
  encodings: {
    "windows-1252": "Windows",
    "iso-8859-15": "ISO 8859-15",
    macintosh: "Mac",
    cp850: "DOS",
    cp437: "older DOS",
  },
  submit: "Read the file with that choice",
  kept: "Sheet and row are used for the next file too, if it has them.",
  unknown: "The file has no such choice.",
  missingSheet: "Choose a sheet.",
  missing: "Choose a way to read the letters.",
};
