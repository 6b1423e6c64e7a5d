import type { RegionStrings } from "./words-sv.ts";

export const regionEn: RegionStrings = {
  title: (region) => `Medicine shortages in ${region}`,
  nothing: "No medicine on the region's list is reported short right now.",
  nothingFits: "Nothing on the list fits the filter.",
  priority: (priority) => `Priority ${priority}`,
  noPriority: "No priority",
  columns: {
    medicine: "Medicine",
    state: "Situation",
    products: "Products",
    advice: "Advice",
  },
  noAdvice: "No advice yet",
  retracted: "The message is retracted",
  closedHeading: "No longer relevant, in the last 14 days",
  closed: (date) => `since ${date}`,
  followHeading: "Follow the region",
  followLead: "Get new messages in your feed reader.",
  followFiltered: "The feeds follow your filter on ATC code and priority.",
  filter: {
    heading: "Filter the list",
    atc: "ATC code or its start",
    badAtc: "An ATC code is 1–8 letters and digits, such as J01DH02.",
    priority: "Priority",
    status: "Status",
    any: "All",
    submit: "Show",
    clear: "Clear",
    showing: (shown, total) => `Showing ${shown} of ${total}`,
  },
};
