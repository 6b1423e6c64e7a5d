import { REMARK_WORDS } from "../../../domain/list-remarks.ts";
import type { listOwnSv } from "./own-words-sv.ts";

export const listOwnEn: typeof listOwnSv = {
  legend: "What the region buys",
  hint: "When any of it is reported, the message says so first. A notice of it hits the row whatever it says of ATC, form and strength. Several products are parted by |, in the same order in each field.",
  hints: {
    ownNplId: "14 digits.",
    ownNplPackId: "14 digits. Only needed where that very pack is purchased.",
    ownArticleNumber: "6 digits. Two products may have the same article number, so write the name too.",
    ownName: "The product's name, preferably with company and strength. Shown to prescribers.",
  },
  numbers: { nplId: "NPL id", nplPackId: "NPL pack id", articleNumber: "article number" },
  joined: (rows) =>
    rows === 1
      ? "One row was joined with an earlier one, since it names one more product that the region buys."
      : `${rows} rows were joined with earlier ones, since they name more products that the region buys.`,
  remarks: REMARK_WORDS,
  remarked: (rows) =>
    rows === 1
      ? "One row has something worth a look. It can be used all the same."
      : `${rows} rows have something worth a look. They can be used all the same.`,
  showRemarked: "Show what",
};
