import type { SourcesStrings } from "./words-sv.ts";

export const sourcesEn: SourcesStrings = {
  title: "The state of the sources",
  lead: "Where the data come from, how fresh they are and how the last try to fetch them went.",
  none: "No source has been read yet.",
  outcomes: {
    ingested: "A new file was taken in",
    "not-modified": "Nothing new since last time",
    held: "A guard held the file back: the last one stands",
    rejected: "The file could not be read: the last one stands",
    failed: "The source could not be fetched",
  },
  never: "Never",
  lastTry: "Last try to fetch",
  result: "Result",
  reason: "Reason",
  lastGood: "Last fetched without fault",
  fileTime: "The file's own time",
  age: (age: string) => `${age} old`,
  size: "Size",
  rows: "Content",
  counts: (reports: number, notices: number, packages: number) =>
    [
      `${reports} ${reports === 1 ? "report" : "reports"}`,
      `${notices} ${notices === 1 ? "product" : "products"}`,
      `${packages} ${packages === 1 ? "package" : "packages"}`,
    ].join(", "),
  catalogueDay: "Shows the register as it was",
  products: (count: string) => `${count} products in the Medical Products Agency's register`,
  noCatalogue:
    "The Medical Products Agency's product file has not been read. So we cannot say how many products of each medicine are hit.",
  open: "Open right now",
  warnings: "Warnings when read",
  unknownValues: "Values not known here",
  alertsHeading: "Open alerts",
  noAlerts: "None.",
  since: (time: string) => `since ${time}`,
};
