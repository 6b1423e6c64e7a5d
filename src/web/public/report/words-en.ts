import type { PublicReportStrings } from "./words-sv.ts";

export const publicReportEn: PublicReportStrings = {
  title: "How prescribers are reached",
  none: "No report is public yet.",
  noneMore:
    "When SKR has made a report public it stands here: how many shortages there were, how many were told to prescribers, how fast and how far ahead.",
  others: "Other periods",
  edition: (period, number) => `${period}, edition ${number}`,
  notFound: "There is no such public report.",
  older: "There is a newer edition of the same period.",
  checksum:
    "The checksum is of the report's JSON without the field checksum, its fields in alphabetical order and no space between. Whoever has the same data and the same version of Restsignal gets the same.",
};
