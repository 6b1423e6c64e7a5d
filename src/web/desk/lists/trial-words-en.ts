import type { listTrialSv } from "./trial-words-sv.ts";

export const listTrialEn: typeof listTrialSv = {
  heading: "What would the list have caught in the last 90 days?",
  noData: "No notices have been read yet, so nobody can say what the list would have caught.",
  partData: (days, from) =>
    `The data begin on ${from} and cover ${days} of 90 days. The figures hold for that time alone, and the first file is a starting point without changes.`,
  fullData: (from, until) => `The data cover the whole time from ${from} to ${until}.`,
  basis: (notices) =>
    `Tried on ${notices} notices that are open or changed in that time, as they stand today. Only certain matches count as caught.`,
  table: "This list beside the list in use",
  figure: "Figure",
  staged: "This list",
  inUse: "List in use",
  updates: "Updates in the inbox",
  cases: "Cases with news in that time",
  caught: "Notices caught",
  possible: "Notices that somebody must judge",
  openCases: "Cases open today",
  weeks: "Updates per week",
  week: "Week beginning",
  weekCell: (updates, cases) => (updates === 0 ? "0" : `${updates} in ${cases} ${cases === 1 ? "case" : "cases"}`),
  newly: (count) => `Newly caught (${count})`,
  noLonger: (count) => `No longer caught (${count})`,
  nothing: "Nothing.",
  more: (count) => `Show ${count} more`,
  notices: (count) => `${count} ${count === 1 ? "notice" : "notices"}`,
  examples: (names, more) => `for example ${names}${more > 0 ? ` and ${more} more` : ""}`,
  never: (count, all) =>
    count === 0
      ? "Every row is hit by something in that time."
      : `Nothing hits ${count} of ${all} rows in that time. That may be right: nothing has been short.`,
  showNever: "Show them",
};
