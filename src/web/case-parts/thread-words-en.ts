import type { ThreadStrings } from "./thread-words-sv.ts";

export const threadEn: ThreadStrings = {
  version: (version) => `version ${version}`,
  earlier: "Earlier messages",
  superseded: "Replaced by a newer message. The facts held when it was published.",
  outdated: "The source's facts have changed since the message was written.",
  none: (region) => `${region} has not given any advice yet.`,
  unaffectedHeading: (date: string) => `Not reported short according to the Medical Products Agency ${date}`,
  unaffectedLead:
    "Authorised products with the same substance and form without a shortage report. This is no advice, and does not say whether they can be had.",
  noneUnaffected:
    "All authorised products with the same substance and form are reported, as short or as discontinued, or there are no others.",
  signalsHeading: "Signal from a Nordic neighbour",
  signalsLead: "The same Nordic article number is reported in a neighbouring country. It is no Swedish shortage.",
  nowHeading: (source) => `The situation now according to ${source}`,
  nowLead: (time) => `Data as of ${time}.`,
  nothingOpen: "No shortage is reported right now, and nothing ceases to be sold.",
  columns: { package: "Package", state: "Situation" },
  ended: (date) => `ended ${date}`,
  sourceEnd: (date) => `The source states the end date ${date}`,
  types: { shortage: "Shortage", cessation: "To be discontinued", unknown: "Sales suspended" },
  cause: (cause) => `Cause: ${cause}`,
  closedHeading: (count) => `No longer relevant (${count})`,
  noStart: "Not stated",
  noEnd: "No date",
  ceased: "Discontinued",
  ceases: "To be discontinued",
  overdue: "Overdue",
};
