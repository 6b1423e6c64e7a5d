import type { RegionStrings } from "./words-sv.ts";

export const regionEn: RegionStrings = {
  title: (region) => `Medicine shortages in ${region}`,
  nothing: "No medicine on the region's list is reported short right now.",
  nothingFits: "Nothing on the list fits the filter.",
  severe: (count, later) =>
    later === count
      ? `${count} ${count === 1 ? "medicine" : "medicines"} on the region's list expected to be short`
      : `${count} ${count === 1 ? "medicine" : "medicines"} short on the region's list${later === 0 ? "" : `, ${later} of them later on`}`,
  noneSevere: "No known shortage of a whole medicine or a whole strength on the region's list",
  allUnknown: (count) =>
    `Something is reported for ${count} ${count === 1 ? "medicine" : "medicines"} on the region's list. How much of it we do not know`,
  gradesLabel: "By how much is reported",
  groups: {
    whole: "All products reported",
    own: "Purchased product reported",
    strength: "A whole strength reported",
    unknown: "We do not know how much",
    part: "Some products reported, others are not",
    ceasing: "Some product ceases to be sold, others are not reported",
  },
  columns: {
    medicine: "Medicine",
    state: "Extent and dates",
    advice: "Advice",
  },
  noAdvice: "No advice yet",
  retracted: "The message is retracted",
  closedHeading: "No longer relevant, in the last 14 days",
  closed: (date) => `since ${date}`,
  followHeading: "Follow the region",
  subscribe: "Subscribe by e-mail: choose what, and when it comes",
  followLead: "Or get new messages in your feed reader.",
  followFiltered: "The feeds follow your filter on ATC code and priority.",
  filter: {
    heading: "Filter the list",
    atc: "ATC code or its start",
    badAtc: "An ATC code is 1–8 letters and digits, such as J01DH02.",
    priority: "Priority",
    status: "Status",
    grade: "Extent",
    any: "All",
    submit: "Show",
    clear: "Clear",
    showing: (shown, total) => `Showing ${shown} of ${total}`,
  },
};
