/** What a source itself says of a notice, at the desk. */
export const sourceWordsSv = {
  holder: (name: string) => `Ombud: ${name}`,
  dates: (start: string | null, end: string | null) => `från ${start ?? "okänt datum"}, åter ${end ?? "okänt"}`,
  morePackages: (count: number) => `och ${count} ${count === 1 ? "förpackning" : "förpackningar"} till`,
  feedText: "Källans text",
  information: "Läkemedelsverkets information",
  noText: "Källan har ingen text utöver uppgifterna.",
  openSource: "Öppna hos källan",
};

export type SourceWordsStrings = typeof sourceWordsSv;
