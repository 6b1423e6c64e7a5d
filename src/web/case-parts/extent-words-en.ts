import type { ExtentStrings } from "./extent-words-sv.ts";

export const extentEn: ExtentStrings = {
  heading: (count) => `Product by product (${count})`,
  reportedHeading: (count) => `Reported products (${count})`,
  fileOf: (time) => `The reports are from the Swedish Medical Products Agency's file of ${time}.`,
  catalogueOf: (day) => `Which products are registered is from the agency's product register of ${day}.`,
  unknown: {
    noCatalogue:
      "The Medical Products Agency's product register has not been read. So we do not know which other products are registered, nor how much of the medicine this is.",
    noSubstance: (atc) =>
      `The list's ATC code ${atc} is a group and no single substance. So we do not know how much of the medicine this is.`,
    device: "The line has no ATC code. So we do not know which other products there are, nor how much this is.",
  },
  strengthsHeading: "By strength",
  columns: { strength: "Strength", reported: "Reported", unreported: "Not reported" },
  noStrength: "Strength cannot be read",
  counts: ({ short, coming, ceasing }) => {
    const reported = short + coming + ceasing;
    const parts = [
      short === 0 ? "" : `${short} short now`,
      coming === 0 ? "" : `${coming} expected to be short`,
      ceasing === 0 ? "" : `${ceasing} ${ceasing === 1 ? "ceases" : "cease"} to be sold`,
    ].filter(Boolean);
    return reported === 0 ? "0" : `${reported} (${parts.join(", ")})`;
  },
  noneLeft: "0: none is left that nobody reported",
  states: {
    short: (count) => `Short now (${count})`,
    coming: (count) => `Expected to be short (${count})`,
    ceasing: (count) => `Cease to be sold, or have ceased (${count})`,
    unreported: (count) => `Not reported (${count})`,
  },
  ownHeading: "Products that the region buys",
  ownStates: {
    short: "short now",
    coming: "expected to be short",
    ceasing: "ceases to be sold, or has ceased",
    unreported: "not reported",
    otherPack: "your package is not reported, but another package of the product is",
    unknown: "we do not know: the list gives no number that surely belongs to a registered product or a report",
  },
  from: (date) => `from ${date}`,
};
