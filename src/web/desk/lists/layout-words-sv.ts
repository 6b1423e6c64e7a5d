/** Where in a file the list stands, and how its letters are written. */
export const listLayoutSv = {
  heading: "Var i filen står listan?",
  readFrom: (sheet: string | null, row: number) =>
    sheet === null
      ? `Rubrikerna lästes från rad ${row}.`
      : `Listan lästes från bladet ”${sheet}”, med rubriker på rad ${row}.`,
  otherRow: "Välj en annan rad med rubriker",
  other: "Välj ett annat blad eller en annan rad",
  sheets: "Flera blad i filen ser ut som listan. Välj det rätta.",
  noHeader: "Raden som skulle ha rubriker är tom. Välj en annan.",
  letters: "Filens å, ä och ö kan läsas på flera sätt. Välj det där orden blir rätt.",
  sheet: "Blad",
  row: "Rad med rubriker",
  rowHint: "Raden med kolumnernas namn, till exempel ATC och Substans. Raderna under den läses.",
  rowOption: (row: number, text: string) => `Rad ${row}: ${text}`,
  choose: "Välj ett blad",
  found: "Låt Restsignal hitta den",
  lettersHeading: "Hur ska bokstäverna läsas?",
  lettersLegend: "Så här står det i filen",
  encodings: {
    "windows-1252": "Windows",
    "iso-8859-15": "ISO 8859-15",
    macintosh: "Mac",
    cp850: "DOS",
    cp437: "äldre DOS",
  } as Readonly<Record<string, string>>,
  submit: "Läs filen med det valet",
  kept: "Blad och rad används för nästa fil också, om de finns i den.",
  unknown: "Det valet finns inte i filen.",
  missingSheet: "Välj ett blad.",
  missing: "Välj ett sätt att läsa bokstäverna.",
};
