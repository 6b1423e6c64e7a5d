import { sayDate } from "../../src/domain/calendar.ts";
import { datesEn } from "./dates-en.ts";
import { alternativesEn } from "./alternatives-en.ts";
import { extentEn } from "./extent-en.ts";
import { indexEn } from "./index-en.ts";
import { wishEn } from "./wish-en.ts";
import { percent } from "../../src/domain/guard.ts";
import type { Strings } from "./sv.ts";

const months = "January February March April May June July August September October November December".split(" ");

/** Every English phrase a reader sees. */
export const en: Strings = {
  language: "en",
  forms: {
    parenteral: "injection/infusion",
    oral: "oral",
    munhåla: "oromucosal",
    inhalation: "inhalation",
    nasal: "nasal",
    ögon: "eye",
    öron: "ear",
    kutan: "skin",
    transdermal: "transdermal",
    rektal: "rectal",
    vaginal: "vaginal",
    övrig: "other form",
  },
  adviceTypes: {
    interchangeable: "Interchangeable medicine",
    "other-package": "Another package",
    "other-strength": "Another strength",
    "other-form": "Another dosage form",
    "same-substance": "Another product with the same substance",
    "other-substance": "Another substance in the group",
    exemption: "Exemption",
    licence: "Licence",
    extempore: "Extemporaneous preparation",
    "local-stock": "Local stock or rationing",
    "no-new-patients": "Do not start new patients",
    "ask-specialist": "Contact a specialist",
    "no-action": "Wait, no action",
    ceases: "The medicine is discontinued",
    recall: "Recall",
  },
  statuses: { ongoing: "Ongoing", upcoming: "Upcoming", ended: "Over", withdrawn: "Taken back" },
  reviewers: {
    reader: "the region",
    curator: "the region's curator",
    approver: "the region's approver",
    "region-admin": "the region's administrator",
    analyst: "SKR",
    operator: "those who run Restsignal",
  },
  causes: {
    MANUFACTURING: "manufacturing",
    COMMERCIAL: "commercial reasons",
    DISTRIBUTION: "distribution",
    QUALITY: "quality",
    REGULATORY: "regulatory reasons",
    SAFETY: "safety",
    CORRECTION: "correction",
  },
  changes: {
    shortage: {
      announced: "New: a shortage is expected",
      started: "The shortage has started",
      widened: "More packages are affected",
      narrowed: "Fewer packages are affected",
      ended: "The shortage is over",
      withdrawn: "The report was taken back, no shortage",
      vanished: "The source no longer shows it and does not say why",
      reopened: "The shortage applies again",
      overdue: "Delayed: the date on which it should have been back has passed",
    },
    cessation: {
      announced: "New: sale ceases",
      started: "Sale has ceased",
      widened: "More packages cease to be sold",
      narrowed: "Fewer packages cease to be sold",
      ended: "The notice that sale ceases has been taken away",
      withdrawn: "The report was taken back, sale does not cease",
      vanished: "The source no longer shows it and does not say why",
      reopened: "The notice that sale ceases applies again",
      overdue: "The source's end date has passed",
    },
    unknown: {
      announced: "New: a sales suspension is expected",
      started: "The sales suspension has started",
      widened: "More packages are affected",
      narrowed: "Fewer packages are affected",
      ended: "The sales suspension is over",
      withdrawn: "The report was taken back, no sales suspension",
      vanished: "The source no longer shows it and does not say why",
      reopened: "The sales suspension applies again",
      overdue: "Delayed: the date on which the suspension should have ended has passed",
    },
  },
  changeNames: {
    announced: "New",
    started: "Has started",
    "rescheduled-end": "New end date",
    "rescheduled-start": "New start date",
    widened: "More packages",
    narrowed: "Fewer packages",
    ended: "Over",
    withdrawn: "Taken back",
    vanished: "The source no longer shows it",
    reopened: "Applies again",
    overdue: "Delayed",
    "extent-worsened": "More of it is hit than before",
    "extent-eased": "Less of it is hit than before",
    "advice-fallen": "The advice no longer holds",
  },
  sources: {
    lakemedelsverket: "Läkemedelsverket (Swedish Medical Products Agency)",
    "lakemedelsverket-export": "Läkemedelsverket (export of its search)",
    "lakemedelsverket-products": "Medical Products Agency (product file)",
    fimea: "Fimea, Finland",
    manual: "the region's own notice",
  },

  kickers: {
    newShortage: "New medicine shortage",
    shortage: "Medicine shortage",
    upcomingShortage: "Upcoming medicine shortage",
    suspension: "Sales suspension",
    cessation: "To be discontinued",
    ceased: "Discontinued",
    update: "Update",
    correction: "Correction",
    resolved: "The shortage is over",
    closed: "No longer relevant",
    retraction: "Retracted message",
    alert: "Operations alert",
    reminder: "Reminder",
    overview: "The situation now",
  },
  kickerAbout: (kicker, type) =>
    `${kicker} on a ${{ shortage: "medicine shortage", cessation: "medicine that is discontinued", unknown: "sales suspension" }[type]}`,
  urgent: "Urgent",
  date: (date, writtenOn) => sayDate(date, writtenOn, months),
  months,
  unknownMedicine: "medicine",
  leads: {
    correction: "This replaces an earlier message, which contained an error.",
    retraction: "An earlier message about this was wrong. Disregard it.",
    overview: "From now on a message comes only when something changes.",
    resolved: "Advice in earlier messages was given before this. If in doubt whether it still holds: ask the region.",
  },

  dates: datesEn,
  extent: extentEn,
  alternatives: alternativesEn,
  index: indexEn,
  wish: wishEn,
  preliminary: (date) => `${date} (preliminary)`,
  vanished: (lastKnown) => `The source no longer shows it. Last known: ${lastKnown}`,
  noneLeft: "Nothing that is reported belongs to this case any more",
  cessationEnd: (date) => `The source gives the end date ${date}, but not that the medicine is sold again`,
  packages: "Affected packages",
  backPackages: "Back",
  closedPackages: "Packages no longer affected",
  unaffectedPackages: "Packages not affected",
  closedOn: (date) => `since ${date}`,
  samePackages: (name, count) => `${name} (${count} packages)`,
  cause: "Cause",

  changesHeading: "What is new",
  changedTo: {
    shortage: {
      "rescheduled-end": (from, to) =>
        `${to === null ? "No date of return any more" : `New date of return: ${to}`} (${earlier(from)})`,
      "rescheduled-start": (from, to) => `New start date: ${to ?? "none"} (${earlier(from)})`,
    },
    cessation: {
      "rescheduled-end": (from, to) => `The source's end date: ${to ?? "none any more"} (${earlier(from)})`,
      "rescheduled-start": (from, to) => `New date on which sale ceases: ${to ?? "none"} (${earlier(from)})`,
    },
    unknown: {
      "rescheduled-end": (from, to) => `End of the suspension: ${to ?? "none any more"} (${earlier(from)})`,
      "rescheduled-start": (from, to) => `New start date: ${to ?? "none"} (${earlier(from)})`,
    },
  },
  changedFrom: {
    shortage: {
      "rescheduled-end": (from) => `New date of return (${earlier(from)})`,
      "rescheduled-start": (from) => `New start date (${earlier(from)})`,
    },
    cessation: {
      "rescheduled-end": (from) => `The source's end date is new (${earlier(from)})`,
      "rescheduled-start": (from) => `New date on which sale ceases (${earlier(from)})`,
    },
    unknown: {
      "rescheduled-end": (from) => `New end date of the suspension (${earlier(from)})`,
      "rescheduled-start": (from) => `New start date (${earlier(from)})`,
    },
  },
  turned: {
    shortage: "Now given as a shortage",
    cessation: "Now given as discontinued",
    unknown: "Now given as a sales suspension",
  },
  passed: (date) => `${date}, which has passed`,

  adviceHeading: "What to do",
  retractionHeading: "Why the message is retracted",
  adviceFrom: (region) => `Advice from ${region}`,
  adviceOrigin: (region) => `The advice builds on the text of ${region}`,
  noAdvice: (region) => `${region} has not given any advice yet.`,
  adviceInOtherLanguage: "The advice is available in Swedish only.",
  factsHeading: (source) => `Facts from ${source}`,
  alerts: {
    held: "A guard held the file back. What the last file said stands until somebody has looked.",
    rejected: "The file could not be read. What the last file said stands.",
    unreachable: "The source cannot be fetched. What the last file said stands.",
    stalled: "The source answers, but its file is old. Pages and messages show that the data may be out of date.",
  },
  alertHeading: "What happened",
  doubts: {
    tooFew: (reports, expected) =>
      `The file has ${countReports(reports)}, fewer than the ${expected} that a whole file has.`,
    ahead: (madeAt, fetchedAt) => `The file says that it was made ${madeAt}, but it was fetched ${fetchedAt}.`,
    older: (madeAt, lastMadeAt, last) =>
      `The file was made ${madeAt}, before the last one taken in (${lastMadeAt}).` +
      (last === null ? "" : ` If the last one is wrong, take it back with ingest retract ${last} --reason …`),
    dropped: (reports, lastReports) =>
      `The file has ${countReports(reports)}, ${percent(1 - reports / lastReports)} fewer than the last one (${lastReports}).`,
    changed: (changed, open) => `${changed} of ${open} open notices changed at once, ${percent(changed / open)}.`,
  },
  catalogueDoubts: {
    tooFew: (products, expected) =>
      `The file has ${countProducts(products)}, fewer than the ${expected} that a whole file has.`,
    dropped: (products, lastProducts) =>
      `The file has ${countProducts(products)}, ${percent(1 - products / lastProducts)} fewer than the last one (${lastProducts}).`,
    changed: (changed, all) =>
      `${countProducts(changed)} came, left or changed at once, against ${all} in the last file.`,
    lostColumn: (column) => `The file lacks the column ${column}, which the last one had.`,
  },
  acceptHeld: (snapshot) => `If the file is right: take it in with ingest accept ${snapshot} --reason …`,
  failures: {
    status: (status) => `The source's server answered with the error code${status === null ? "" : ` ${status}`}.`,
    timeout: () => "The source's server did not answer in time.",
    refused: () => "Restsignal gave the request up, since the address or the answer is not allowed.",
    "no-answer": () => "The source's server could not be reached.",
    "no-address": () => "The source has no address: hand its file in.",
  },
  tries: (tries) => (tries === 1 ? "It was one try: another is made soon." : `${tries} tries in a row have failed.`),
  age: {
    none: "less than an hour",
    hours: (count) => `${count} ${count === 1 ? "hour" : "hours"}`,
    days: (count) => `${count} days`,
    weeks: (count) => `about ${count} weeks`,
    months: (count) => `about ${count} months`,
    years: (count) => `about ${count} years`,
  },
  fileAge: (age) => `The newest file was ${age} old when the alert was written.`,
  technicalDetail: "Technical detail",
  openSources: "Open the state of the sources",

  reminder: {
    kickers: { remind: "Reminder", escalate: "No decision in time", held: "Not sent" },
    leads: {
      remind: "Nobody has decided on this yet.",
      escalate: "Nobody has decided within the time that the region's rules give.",
      held: "By the region's rules the facts would have been sent now, but somebody has begun to write. Send the draft or discard it.",
    },
    cases: (count) => `${count} cases wait for a decision`,
    heading: "Waiting for a decision",
    news: "News",
    newLine: "On the new list",
    expired: "The advice has passed its last day",
    waitedLabel: "Has waited",
    waited: (age, start) => `${age}, since ${start}`,
    due: "Decision due",
    dueAt: (time, passed) => (passed ? `${time}, which has passed` : time),
    drafting: "Somebody has begun to write.",
    why: "You are reminded once, by the region's rules. Nobody is reminded between 22 and 06, except when priority 1 was not decided in time.",
    openCase: "Open the case at the desk",
    openInbox: "Open the inbox",
  },
  heldBack: {
    unseen: (rule) =>
      `The rule “${rule}” did not send: the region asks for two people, and the standing advice, an own notice or a match in the case has not been approved by a second one.`,
    draft: (rule) => `The rule “${rule}” did not send: somebody is already writing on the case.`,
    older: (rule) => `The rule “${rule}” did not send: older news in the case waits for review.`,
    changed: "The news was kept for Monday's digest, but the rules do not send it as it is now.",
  },
  overviewHeading: "Affected medicines on the region's list",

  audience: (whom) => `Concerns: ${whom}`,
  validUntil: (date) => `Valid up to and including ${date}`,
  questions: (contact) => `Questions: ${contact}`,
  priority: (priority) => `priority ${priority} on the region's list`,
  priorityShort: (priority) => `priority ${priority}`,
  stock: {
    none: "The region has no stock of its own.",
    lasts: (date, computed) => `The region's stock lasts until around ${date}${computedOn(computed)}.`,
    covers: (date, computed) =>
      `The region's stock lasts until around ${date}, longer than the shortage is expected to${computedOn(computed)}.`,
    out: (date) => `Without new deliveries the region's stock is estimated to have run out on ${date}.`,
  },

  stockBriefly: {
    none: "no stock of its own",
    lasts: (date) => `stock until around ${date}`,
    covers: (date) => `stock until around ${date}, longer than the shortage`,
    out: (date) => `without deliveries out since ${date}`,
  },

  overviewSubject: (cases, region) => `${cases} ${cases === 1 ? "medicine" : "medicines"} on the list of ${region}`,
  situation: (short, coming, ceasing) =>
    [
      short === 0
        ? "Nothing on the region's list is reported short now"
        : `${short} ${short === 1 ? "medicine" : "medicines"} on the region's list ${short === 1 ? "is" : "are"} short now`,
      coming === 0 ? "" : `A shortage is expected of ${coming}${short === 0 ? "" : " more"}`,
      ceasing === 0
        ? ""
        : `For ${ceasing}${short + coming === 0 ? "" : " more"} a product has ceased or ceases to be sold`,
    ]
      .filter(Boolean)
      .join(". "),
  kinds: { short: "Shortage", coming: "Shortage expected", ceasing: "A product has ceased or ceases to be sold" },

  sourceLabel: "Source",
  source: (name, time) => `Source: ${name}, data as of ${time}`,
  reviewed: (time) => `Reviewed by the region's medicines function. Published ${time}.`,
  notReviewed: (source) =>
    `Not reviewed by the region's medicines function: sent automatically with facts from ${source}.`,
  notReviewedWithAdvice: (source) =>
    `Not reviewed by the region's medicines function: sent automatically with facts from ${source} and the region's standing advice.`,
  notReviewedWithEarlierAdvice: (source, version) =>
    `Not reviewed by the region's medicines function: new facts from ${source}, sent automatically. The advice is what was reviewed in version ${version}, before the facts changed.`,
  reviewedBy: (time, reviewer) => `Reviewed ${time} by ${reviewer}`,
  published: (time) => `Published ${time}.`,
  publishedBy: (time, by) => `Published ${time} by ${by}, without advice.`,
  openCase: "Read on the web",
  openRegion: "Open the region's page",
  more: (count) => `and ${count} more on the web`,
  moreNames: (count) => `and ${count} more`,
  and: "and",

  digest: {
    sorts: {
      newShortage: (count) => `${count} new medicine ${count === 1 ? "shortage" : "shortages"}`,
      shortage: (count) => `${count} medicine ${count === 1 ? "shortage" : "shortages"}`,
      upcomingShortage: (count) => `${count} upcoming medicine ${count === 1 ? "shortage" : "shortages"}`,
      suspension: (count) => `${count} sales ${count === 1 ? "suspension" : "suspensions"}`,
      cessation: (count) => `${count} ${count === 1 ? "medicine" : "medicines"} to be discontinued`,
      ceased: (count) => `${count} discontinued ${count === 1 ? "medicine" : "medicines"}`,
      update: (count) => `${count} ${count === 1 ? "update" : "updates"}`,
      correction: (count) => `${count} ${count === 1 ? "correction" : "corrections"}`,
      resolved: (count) => `${count} ${count === 1 ? "shortage" : "shortages"} over`,
      closed: (count) => `${count} ${count === 1 ? "case" : "cases"} no longer relevant`,
      retraction: (count) => `${count} retracted ${count === 1 ? "message" : "messages"}`,
      alert: (count) => (count === 1 ? "1 operations alert" : `${count} operations alerts`),
      reminder: (count) => (count === 1 ? "reminder to decide" : `${count} reminders to decide`),
      overview: () => "the situation now",
    },
    inRegion: (what, region) => `${what} in ${region}`,
    regions: (count) => `${count} regions`,
    contents: "In this e-mail",
    onTheWeb: "web",
    forAll: "Applies to everything in this e-mail",
    older: (time) => `Older message, from ${time}`,
    written: (time) => `Written ${time}`,
    part: (number, of) => `Part ${number} of ${of}`,
    partLead: ({ number, of, messages, others }) =>
      `Part ${number} of ${of} of one digest. ` +
      `${messages === 1 ? "All parts belong to the same message" : `The other ${of === 2 ? "part holds" : "parts hold"} ${others === 0 ? "more of what stands here" : others === 1 ? "1 more message" : `${others} more messages`}`}. ` +
      `The most important stands in ${number === 1 ? "this part" : "part 1"}. The parts may arrive in another order.`,
    olderOnly: (messages) => `${messages} older ${messages === 1 ? "message" : "messages"} in the same case`,
    continued: (part) => `Continued from part ${part}`,
    continues: (part, count) => `The list goes on in part ${part}, with ${count} more.`,
    unsubscribe: "Change or unsubscribe",
    stale: (time: string, age: string) =>
      `The Swedish Medical Products Agency's data are from ${time}, ${age} ago, and may be out of date.`,
    whyHeading: "Why are you getting this?",
    because: "You have asked for",
    why: "You are getting this e-mail because you subscribe to messages about medicine shortages.",
    whyDesk: "You are getting this e-mail because you work with the region's medicine shortages.",
  },
};

function earlier(date: string | null): string {
  return date === null ? "previously no date" : `previously ${date}`;
}

function computedOn(date: string | undefined): string {
  return date === undefined ? "" : ` (estimated on ${date})`;
}

function countProducts(count: number): string {
  return count === 1 ? "1 product" : `${count} products`;
}

function countReports(count: number): string {
  return `${count} ${count === 1 ? "report" : "reports"}`;
}
