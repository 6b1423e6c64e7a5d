import type { SourceOutcome } from "../../../domain/source-health.ts";

export const sourcesSv = {
  title: "Källornas läge",
  lead: "Härifrån kommer uppgifterna, så här färska är de och så här gick det senaste försöket att hämta dem.",
  none: "Ingen källa är inläst ännu.",
  outcomes: {
    ingested: "Ny fil inläst",
    "not-modified": "Inget nytt sedan sist",
    held: "Filen hölls tillbaka av en spärr: den förra gäller",
    rejected: "Filen kunde inte läsas: den förra gäller",
    failed: "Källan gick inte att hämta",
  } satisfies Record<SourceOutcome, string>,
  never: "Aldrig",
  lastTry: "Senaste försök att hämta",
  result: "Resultat",
  reason: "Orsak",
  lastGood: "Senast hämtad utan fel",
  fileTime: "Filens egen tid",
  age: (age: string) => `${age} gammal`,
  size: "Storlek",
  rows: "Innehåll",
  counts: (reports: number, notices: number, packages: number) =>
    [
      `${reports} ${reports === 1 ? "anmälan" : "anmälningar"}`,
      `${notices} ${notices === 1 ? "produkt" : "produkter"}`,
      `${packages} ${packages === 1 ? "förpackning" : "förpackningar"}`,
    ].join(", "),
  /** Of Läkemedelsverket's product file, which tells what is registered. */
  catalogueDay: "Visar registret som det var",
  products: (count: string) => `${count} produkter i Läkemedelsverkets register`,
  noCatalogue:
    "Läkemedelsverkets produktfil är inte inläst. Därför kan vi inte säga hur många preparat av varje läkemedel som är drabbade.",
  open: "Öppna just nu",
  warnings: "Varningar vid läsning",
  unknownValues: "Värden som inte känns igen",
  alertsHeading: "Pågående larm",
  noAlerts: "Inga.",
  since: (time: string) => `sedan ${time}`,
};

export type SourcesStrings = typeof sourcesSv;
