import type { OverviewStrings } from "./words-sv.ts";

export const overviewEn: OverviewStrings = {
  title: "Which medicines are short right now?",
  lead: "Restsignal shows which medicines on your region's list are short, when they are expected back and what the region advises you to do.",
  last: "Your latest region:",
  choose: "Choose your region",
  severe: (count) => `${count} short`,
  unsure: (count) => `${count} where we do not know how much`,
  part: (count) => `${count} reported in part`,
  ceasing: (count) => `${count} where some product ceases to be sold`,
  none: "Nothing on the list is reported",
  unknown: "We do not know yet",
  others: "Other regions",
  noList: "has no list in Restsignal yet",
  followHeading: "Follow the whole country",
  followLead: "New messages from every region, in your feed reader.",
};
