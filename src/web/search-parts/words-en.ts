import type { SearchStrings } from "./words-sv.ts";

export const searchEn: SearchStrings = {
  label: "Search medicines",
  hint: "Name, substance, ATC code or number",
  submit: "Search",
  region: "Search in",
  nation: "All of Sweden",
  showList: "Show the whole list",
  showNation: "Show all reports in Sweden",
  results: (text) => `Answers to “${text}”`,
  also: "We also searched for",
  via: "found through",
  fileTime: (date, time) => `${date} at ${time}`,
  meant: "Did you mean",
  none: "Write the name of a medicine or a substance, an ATC code or a number.",
  short: "Write at least two characters.",

  reportedHeading: (count) => `Reported, on the region's list (${count})`,
  listedHeading: (count) => `Nothing reported, on the region's list (${count})`,
  otherHeading: (count) => `On the list in another form or strength (${count})`,
  noneFits: (wish) =>
    `The region's list has what you searched for, but not in the form or strength you wrote (${wish}).`,
  quiet: (file) =>
    `is on the region's list. No shortage and no end of sale is reported for it in the Swedish Medical Products Agency's file of ${file}. That is no promise that it is on the shelf.`,
  quietMany: (file) =>
    `These are on the region's list. No shortage and no end of sale is reported for any of them in the Swedish Medical Products Agency's file of ${file}. That is no promise that they are on the shelf.`,
  quietDevice:
    "is a medical device on the region's list. The Swedish Medical Products Agency's file is of medicines only, so we do not know whether it is short.",
  noFile:
    "is on the region's list. No file from the Swedish Medical Products Agency has been read yet, so we do not know whether it is short.",
  noFileMany:
    "These are on the region's list. No file from the Swedish Medical Products Agency has been read yet, so we do not know whether any of them is short.",
  elsewhere: "is on the region's list. What is reported for it is shown under:",
  unsure: (count) =>
    `is on the region's list. ${count === 1 ? "One open report" : `${count} open reports`} may be about it, but says too little to be sure, and the region has not decided yet:`,
  past: (text) => `Before: ${text}.`,
  seeCase: "See earlier messages",
  hidden: (count) => `${count} more on the list fit too. Write more of the name to see them.`,

  notListed: (text) => `Nothing on the region's list fits “${text}”.`,
  noList: (region) => `${region} has no list in Restsignal yet.`,
  nationHeading: (count) => `Reported in Sweden (${count})`,
  nationBesideHeading: (count) => `Reported in Sweden, not on the region's list (${count})`,
  relatedHeading: (count) => `Other reported medicines with the same ATC code (${count})`,
  noOwn: (text, file) =>
    `The Swedish Medical Products Agency's file of ${file} has no open report on “${text}”. That is no promise that the medicine is on the shelf.`,
  noFileNation:
    "No file from the Swedish Medical Products Agency has been read yet, so we do not know what is reported in Sweden.",
  endedLead: "These have been reported before:",
  animals: "for animals",
  columns: { medicine: "Medicine", state: "Situation" },

  unknown: (text, file) =>
    `We do not know “${text}”. It is on no list that we have, not in the Swedish Medical Products Agency's file of ${file} and not among the names of medicines that we know. So we can say nothing about it.`,
  unknownBeforeFile: (text) =>
    `We do not know “${text}”. No file from the Swedish Medical Products Agency has been read yet, so we can say nothing about it.`,
  parts: (text) =>
    `“${text}” is no name that we know as a whole, but parts of it are known. Search for one medicine at a time.`,
  unknownHelp: "Check the spelling, or search for the substance or the ATC code.",
  unknownNumber: (digits) =>
    `The number ${digits} is not among the reports and medicines that we know. Most numbers we have are of medicines that are reported: search for a name, a substance or an ATC code instead. An NPL id and an NPL pack id have 14 digits, a Nordic article number 6.`,
  unknownCode: (code) =>
    `We do not know the ATC code ${code}: nothing on a list and no report has it. So we can say nothing about it.`,

  regionsHeading: "On the regions' lists",
  regionCounts: ({ listed, reported, worst }) =>
    worst === null
      ? `on the list${listed === 1 ? "" : ` (${listed} lines)`}, no open case`
      : listed === 1
        ? `on the list: ${worst}`
        : `on the list, something is reported for ${reported} of ${listed} lines. Most hit: ${worst}`,
  noRegion: "No region that has a list in Restsignal has it on that list.",

  allHeading: "Shortages and ends of sale in all of Sweden",
  allLead: (count, file) =>
    `${count} open ${count === 1 ? "report" : "reports"} of a shortage or an end of sale of a medicine for people. The Swedish Medical Products Agency's file is of ${file}.`,
  noListYet: (region) => `${region} has no list in Restsignal yet.`,
  noListsYet: "No region has a list in Restsignal yet.",
  insteadAll: "This is all that is reported in Sweden: shortages and ends of sale.",
  beforeFile: "No file has been read yet.",
  beforeFileNext:
    "Restsignal fetches the Swedish Medical Products Agency's file every hour. Once the first has been read, what is reported stands here.",
};
