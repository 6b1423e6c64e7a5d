import type { IndexWords } from "./index-sv.ts";

export const indexEn: IndexWords = {
  others: "Other",
  sorts: {
    newShortage: "new shortage",
    shortage: "shortage",
    upcomingShortage: "shortage to come",
    suspension: "not sold at present",
    retraction: "retracted",
  },
  noAdvice: "no advice yet",
  adviceLabel: "advice: ",
  advice: {
    interchangeable: "interchangeable",
    "other-package": "other package",
    "other-strength": "other strength",
    "other-form": "other form",
    "same-substance": "other product",
    "other-substance": "other substance",
    exemption: "exemption",
    licence: "licence",
    extempore: "extemporaneous",
    "local-stock": "stock, rationing",
    "no-new-patients": "no new patients",
    "ask-specialist": "ask a specialist",
    "no-action": "wait",
    ceases: "discontinued",
    recall: "recall",
  },
  review: "advice under review, ask first",
  retraction: "disregard the earlier one",
  resolved: "unsure of earlier advice? ask",
  marks: {
    before: (reported) => `before: ${reported}`,
    worsened: "more than before",
    eased: "less than before",
    update: "changed",
  },
  shorten: (text) =>
    text
      .replaceAll(/\b(Jan|Feb|Mar|Apr|Aug|Sep|Oct|Nov|Dec)[a-z]+/g, "$1")
      .replace(/ between (.+?) and /, " $1–")
      .replaceAll("(preliminary)", "(prelim.)"),
};
