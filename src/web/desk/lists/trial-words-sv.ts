/** What a list would have caught. */
export const listTrialSv = {
  heading: "Vad hade listan fångat de senaste 90 dagarna?",
  noData: "Inga anmälningar är inlästa än, så det går inte att säga vad listan hade fångat.",
  partData: (days: number, from: string) =>
    `Underlaget börjar ${from} och täcker ${days} av 90 dagar. Siffrorna gäller bara den tiden, och den första filen är ett utgångsläge utan ändringar.`,
  fullData: (from: string, until: string) => `Underlaget täcker hela tiden från ${from} till ${until}.`,
  basis: (notices: number) =>
    `Provat på ${notices} anmälningar som är öppna eller har ändrats under tiden, så som de ser ut i dag. Bara säkra träffar räknas som fångade.`,
  table: "Den här listan bredvid listan i bruk",
  figure: "Mått",
  staged: "Den här listan",
  inUse: "Listan i bruk",
  updates: "Uppdateringar i inkorgen",
  cases: "Ärenden med nytt under tiden",
  caught: "Anmälningar som fångas",
  possible: "Anmälningar som någon måste bedöma",
  openCases: "Öppna ärenden i dag",
  weeks: "Uppdateringar per vecka",
  week: "Veckan som börjar",
  weekCell: (updates: number, cases: number) =>
    updates === 0 ? "0" : `${updates} i ${cases} ${cases === 1 ? "ärende" : "ärenden"}`,
  newly: (count: number) => `Nytt som fångas (${count})`,
  noLonger: (count: number) => `Fångas inte längre (${count})`,
  nothing: "Inget.",
  more: (count: number) => `Visa ${count} till`,
  notices: (count: number) => `${count} ${count === 1 ? "anmälan" : "anmälningar"}`,
  examples: (names: string, more: number) => `till exempel ${names}${more > 0 ? ` och ${more} till` : ""}`,
  never: (count: number, all: number) =>
    count === 0
      ? "Alla rader träffas av något under tiden."
      : `${count} av ${all} rader träffas inte av något under tiden. Det kan vara rätt: inget har varit bristvara.`,
  showNever: "Visa dem",
};
