import { deskEn } from "./desk/desk-en.ts";
import { questionEn } from "./question-en.ts";
import { searchEn } from "./search-en.ts";
import type { PageStrings } from "./sv.ts";

/** Every English phrase of the pages. */
export const en: PageStrings = {
  site: "Restsignal",
  desk: deskEn,
  personnummer: {
    unsure: (found) =>
      `“${found}” may be a Swedish personal identity number. If it is one: remove it. If it is something else: tick the box.`,
    confirm: "It is no personal identity number",
  },
  question: questionEn,
  search: searchEn,
  skip: "Skip to content",
  home: "All regions",
  path: "You are here",
  otherLanguage: { language: "sv", text: "På svenska" },
  accessibility: "Accessibility",
  footer: {
    about:
      "Restsignal shows facts from the Swedish Medical Products Agency and advice from the regions. It does not replace clinical judgement.",
    licence: "The agency's data is used under CC BY 4.0.",
    version: (version) => `Restsignal ${version}`,
  },
  noSource: "No data has been read yet.",
  stale: (time, age) => `The data is from ${time}, ${age} ago, and may be out of date.`,

  overview: {
    title: "Which medicines are short right now?",
    lead: "Restsignal shows which medicines on your region's list are short, when they are expected back and what the region advises you to do.",
    last: "Your latest region:",
    choose: "Choose your region",
    short: (count) => `${count} short`,
    coming: (count) => `${count} expected to be`,
    ceasing: (count) => `${count} with an end of sale`,
    none: "Nothing on the list is reported",
    unknown: "We do not know yet",
    others: "Other regions",
    noList: "has no list in Restsignal yet",
    followHeading: "Follow the whole country",
    followLead: "New messages from every region, in your feed reader.",
  },

  region: {
    title: (region) => `Medicine shortages in ${region}`,
    lead: (short, coming, ceasing) =>
      [
        short === 0
          ? "Nothing on the region's list is reported short now."
          : `${short} ${short === 1 ? "medicine" : "medicines"} on the region's list ${short === 1 ? "is" : "are"} short now.`,
        coming === 0 ? "" : `A shortage is expected of ${coming}${short === 0 ? "" : " more"}.`,
        ceasing === 0 ? "" : `Of ${ceasing} a product has ceased or ceases to be sold.`,
      ]
        .filter(Boolean)
        .join(" "),
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
    noStart: "Not stated",
    noEnd: "No date",
    ceased: "Discontinued",
    ceases: "To be discontinued",
    overdue: "Overdue",
    closedHeading: "No longer relevant, in the last 14 days",
    closed: (date) => `since ${date}`,
    followHeading: "Follow the region",
    followLead: "Get new messages in your feed reader.",
    followFiltered: "The feeds follow your filter on ATC code and priority.",
  },

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

  paging: {
    label: "Pages",
    previous: "Previous page",
    next: "Next page",
    where: (page, pages) => `Page ${page} of ${pages}`,
    range: (from, to, total) => `Row ${from}–${to} of ${total}`,
  },

  thread: {
    version: (version) => `version ${version}`,
    earlier: "Earlier messages",
    superseded: "Replaced by a newer message. The facts held when it was published.",
    outdated: "The source's facts have changed since the message was written.",
    none: (region) => `${region} has not given any advice yet.`,
    unaffectedHeading: (date: string) => `Not reported short according to the Medical Products Agency ${date}`,
    unaffectedLead:
      "Authorised products with the same substance and form without a shortage report. This is no advice, and does not say whether they can be had.",
    noneUnaffected:
      "All authorised products with the same substance and form are reported short, or there are no others.",
    signalsHeading: "Signal from a Nordic neighbour",
    signalsLead: "The same Nordic article number is reported in a neighbouring country. It is no Swedish shortage.",
    signalDates: (start: string | null, end: string | null) =>
      `from ${start ?? "an unknown date"}${end === null ? "" : `, expected to end ${end}`}`,
    nowHeading: (source) => `The situation now according to ${source}`,
    nowLead: (time) => `Data as of ${time}.`,
    nothingOpen: "No shortage is reported right now, and nothing ceases to be sold.",
    columns: { package: "Package", state: "Situation" },
    ended: (date) => `ended ${date}`,
    sourceEnd: (date) => `The source states the end date ${date}`,
    types: { shortage: "Shortage", cessation: "To be discontinued", unknown: "Sales suspended" },
    cause: (cause) => `Cause: ${cause}`,
    closedHeading: (count) => `No longer relevant (${count})`,
  },

  feed: {
    nation: "Medicine shortages in Sweden's regions",
    region: (region) => `Medicine shortages in ${region}`,
    description: "Messages to prescribers on shortages of medicines on the regions' lists.",
    wishes: { atc: "ATC", priority: "priority", area: "area" },
    link: (format) => `${format} feed`,
    badAtc: "The parameter atc must be 1–8 letters and digits, such as ?atc=J01DH02.",
    badPriority: "The parameter priority must be a whole number from 1, such as ?priority=1.",
    badArea: "The parameter area must be 1–100 characters, such as ?area=Akutsjukvård.",
    tooMany: "A feed takes at most 20 values of each parameter.",
    unknownRegion: "There is no region with that code. The code is the county's two digits, such as /r/12/feed.rss.",
  },

  preferences: {
    title: "Your subscription",
    what: (region, channel) => `Medicine shortages in ${region}, by ${channel}.`,
    desk: (region, channel) => `Reminders from the desk of ${region}, by ${channel}.`,
    deskAgain: "Changed your mind? Sign in and turn the reminders on under Rules.",
    alerts: (channel) => `Alerts about Restsignal's sources, by ${channel}.`,
    channels: { email: "e-mail", slack: "Slack", teams: "Teams" },
    everything: "You get every message.",
    limited: "You get messages about:",
    atc: (codes) => `ATC codes that begin with ${codes}`,
    priorities: (priorities) => `priority ${priorities}`,
    areas: (areas) => `area ${areas}`,
    states: {
      active: "The subscription is active.",
      paused: "The subscription is paused, since messages could not be delivered.",
      ended: "The subscription has ended. You will get no more messages.",
    },
    end: "End the subscription",
    endedTitle: "The subscription has ended",
    again: "Changed your mind? Subscribe again through your region.",
    see: (region) => `See the situation in ${region}`,
  },

  sources: "Sources",
  sourcesPage: {
    title: "The state of the sources",
    lead: "Where the data come from, how fresh they are and how the last try to fetch them went.",
    none: "No source has been read yet.",
    outcomes: {
      ingested: "A new file was taken in",
      "not-modified": "Nothing new since last time",
      held: "A guard held the file back: the last one stands",
      rejected: "The file could not be read: the last one stands",
      failed: "The source could not be fetched",
    },
    never: "Never",
    lastTry: "Last try to fetch",
    result: "Result",
    reason: "Reason",
    lastGood: "Last fetched without fault",
    fileTime: "The file's own time",
    age: (age: string) => `${age} old`,
    size: "Size",
    rows: "Content",
    counts: (reports: number, notices: number, packages: number) =>
      [
        `${reports} ${reports === 1 ? "report" : "reports"}`,
        `${notices} ${notices === 1 ? "product" : "products"}`,
        `${packages} ${packages === 1 ? "package" : "packages"}`,
      ].join(", "),
    open: "Open right now",
    warnings: "Warnings when read",
    unknownValues: "Values not known here",
    alertsHeading: "Open alerts",
    noAlerts: "None.",
    since: (time: string) => `since ${time}`,
  },
  accessibilityPage: {
    title: "Accessibility",
    lead: "Everyone should be able to use Restsignal. This page says how the site follows the Swedish act on accessibility to digital public services, and how to tell us when something does not work.",
    howHeading: "How accessible is the site?",
    how: "The pages are built to meet WCAG 2.1 at level AA. They work with a keyboard alone, with a screen reader, without scripts, on a narrow screen and at double text size.",
    gapsHeading: "What we know falls short",
    gaps: [
      "The site has not been audited by an external party. We have only tested it ourselves, mostly with automatic tools.",
      "The pages have not yet been tested together with people who use assistive technology.",
      "Product names and packages are shown with the abbreviations that the source uses.",
      "The English pages show the region's advice in Swedish where there is none in English.",
    ],
    testedHeading: "How we have tested the site",
    tested:
      "Every change is tested automatically in a browser: narrow and wide screens, light and dark mode, and by keyboard.",
    reportHeading: "Tell us when something does not work",
    report: "Say which page it is and what does not work. If you need the content in another way, you can ask for it.",
    write: "Write to",
    noContact: "Contact your region's medicines unit, which will pass it on to us.",
    cookiesHeading: "Cookies",
    cookies:
      "The site remembers your language and the region you looked at last, in two cookies in your browser, for a year. They say nothing of who you are. Whoever signs in to the desk gets a cookie that keeps them signed in.",
    supervisorHeading: "If you are not satisfied with the answer",
    supervisor: "The Agency for Digital Government (Digg) supervises the act. You can report shortcomings to Digg.",
  },

  notFound: {
    title: "There is no such page",
    text: "The address may be wrong, or the page may have been removed.",
    region: "There is no region with that code.",
    thread: "There is no such case in the region.",
    subscription: "The link belongs to no subscription. Check that you have the whole address.",
  },
  failed: {
    title: "Something went wrong on our side",
    text: "Try again in a while. If it goes on, give the code below when you contact us.",
    reference: (reference) => `Code: ${reference}`,
  },
};
