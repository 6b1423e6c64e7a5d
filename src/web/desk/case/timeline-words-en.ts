import type { TimelineStrings } from "./timeline-words-sv.ts";

export const timelineEn: TimelineStrings = {
  title: "Timeline",
  none: "The case has no packages at the moment.",
  chartTitle: (packages) => `Timeline of ${packages === 1 ? "one package" : `${packages} packages`}`,
  chartDescription: (from, to, today) =>
    `From ${from} to ${to}. Today is ${today}. The table below says the same in words.`,
  scroll: "The timeline, can be scrolled",
  today: (date) => `Today ${date}`,
  marks: {
    overdue: "Delayed",
    ceases: (date) => (date === null ? "Sale ceases" : `Sale ceases ${date}`),
    ceased: (date) => (date === null ? "Sale has ceased" : `Sale ceased ${date}`),
    vanished: "No longer shown by the source",
    preliminary: "Preliminary end",
  },
  legend: {
    label: "Key",
    ongoing: "filled: ongoing",
    ceased: "grey: sale has ceased",
    upcoming: "hollow: upcoming",
    ended: "narrow: ended",
    cessation: "sale ceases",
    goesOn: "goes on, or no end date",
    startsBefore: "began earlier, or start unknown",
    late: "dashed: delayed, the time after the expected end",
  },
  preliminary: "preliminary",
  tableHeading: "The same as a table",
  columns: {
    pack: "Package",
    product: "Product",
    status: "Status",
    start: "From",
    end: "Expected end",
    source: "Source",
  },
};
