import type { ReportStrings } from "./words-sv.ts";

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const reportEn: ReportStrings = {
  title: (place, period) => `How prescribers were reached: ${place}, ${period}`,
  nation: "Sweden",
  quarter: (number, year) => `quarter ${number} of ${year}`,
  free: (from, to) => `${from} to ${to}`,
  hidden: "“Not shown” means that the figure is about fewer than five people, or would give such a number away.",
  columns: { figure: "Figure", value: "Value", n: "Number", left: "Left out", rows: "Made of" },
  rows: "Show the rows",
  of: (name) => ` of ${name}`,
  what: "What it is",
  cut: (by) => `Broken down ${by}`,
  unknown: "not stated",
  downloads: "Download the report",
  formats: {
    json: "JSON",
    csv: "CSV (all figures)",
    zip: "Data pack (zip)",
    xlsx: "Excel",
    pdf: "PDF to read",
    pdfa: "PDF to archive",
    html: "Web page in one file",
    docx: "Word",
  },
  method: "How it is counted",
  about: "About the report",
  regions: {
    heading: "The regions side by side",
    text: "Choose a figure to sort by it and see it on the map.",
    place: "Region",
    sortBy: (name) => `Sort by ${name}`,
    ascending: "lowest first",
    descending: "highest first",
    byCode: "in the order of county codes",
    mapTitle: (name) => `Map: ${name}`,
    mapText: (name) =>
      `A square for each region, about where it lies. It shows the county's letter and ${name}. The more strokes, the higher the value. The same figures stand in the table.`,
    mapKey: (low, high) => `One stroke: near ${low}, the lowest. Four strokes: near ${high}, the highest.`,
    mapSame: (value) => `All regions that have a value have ${value}.`,
    mapNone: "No region has a value to show.",
  },
  matrix: {
    heading: "The same shortage in the regions",
    count: (from, to, total) => `Showing ${from}–${to} of ${plural(total, "notice", "notices")}.`,
    none: "No notice opened a case in the period.",
    noneFit: "No notice fits what you chose.",
    product: "Medicine",
    starts: "Starts",
    told: "Told",
    noStart: "no date",
    toldOf: (told, all) => `${told} of ${all}`,
    unhandledIn: (count) => `${plural(count, "region has", "regions have")} not decided`,
    signs: "Region by region",
    inWords: "In words",
    key: "● told no later than the day it started · ◐ told after that, or without a start date · ○ no action, with a reason · – nobody has decided · + was a case already · empty: not on the region's list",
    outcomes: {
      told: "told",
      "no-action": "no action, with a reason",
      unhandled: "nobody has decided",
      known: "was a case already",
    },
    on: (day) => ` ${day}`,
    ahead: (days) =>
      days > 0
        ? `, ${plural(days, "day", "days")} ahead`
        : days === 0
          ? ", on the day it started"
          : `, ${plural(-days, "day", "days")} after it started`,
    filter: {
      heading: "Choose notices",
      submit: "Show",
      clear: "Show all",
      search: "Medicine or ATC",
      which: "Which",
      all: "All",
      unhandled: "Those that some region has not decided on",
      late: "Those that some region told too late",
    },
  },
  noData: {
    future: "The period has not begun. Choose an earlier one.",
    "after-data": "Nothing has been read since the period began, so we know nothing of it yet.",
    "before-data": (from) =>
      `We know nothing of that period: the first file was taken in on ${from}. Choose a later period.`,
    nothing: "No file has been taken in yet, so there is nothing to count.",
  },
  tooSlow:
    "The report was not finished in time. Try again in a while, choose a shorter period, or ask whoever runs Restsignal to make it.",
};
