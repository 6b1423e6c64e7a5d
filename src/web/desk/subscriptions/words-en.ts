import type { ReaderState } from "../../../domain/reader.ts";
import type { EndReason } from "../../../domain/subscription.ts";
import { subscribersSv, type SubscribersStrings } from "./words-sv.ts";

const states: Record<ReaderState, string> = {
  active: "Active",
  snoozed: "Has a snooze",
  stopped: "Paused by the region",
  paused: "Cannot be reached",
  ended: "Has left",
};

const counted: Record<ReaderState, (count: number) => string> = {
  active: (count) => `${count} ${count === 1 ? "gets" : "get"} messages`,
  snoozed: (count) => `${count} ${count === 1 ? "has" : "have"} asked for a snooze`,
  stopped: (count) => `${count} ${count === 1 ? "is" : "are"} paused by the region`,
  paused: (count) => `${count} cannot be reached: what is sent there does not arrive`,
  ended: (count) => `${count} ${count === 1 ? "has" : "have"} left`,
};

const endReasons: Record<EndReason, string> = {
  "too-many": "It was too much.",
  "not-relevant": "It was not about their work.",
  "other-channel": "They get it in another way.",
  "changed-work": "They have changed work.",
  other: "Another reason.",
};

export const subscribersEn: SubscribersStrings = {
  title: "Subscribers",
  reader: (name) => `Subscriber: ${name}`,
  states,
  counted,
  total: (count, what) => `${count === 1 ? "1 subscriber" : `${count} subscribers`}: ${what}.`,
  nobody: "Nobody subscribes to the region's messages yet. The open page and the feeds show them to everybody.",
  lost: (count) =>
    `${count === 1 ? "1 sign-up" : `${count} sign-ups`} of the last days did not get through: the letter to confirm by came back or could not be sent. Often the address is mistyped.`,
  masked:
    "Of addresses only the beginning and the end are shown. Who reads the feeds we do not know: they ask for no address.",
  counts: {
    heading: "How they get it, and about what",
    figures: { channel: "Channel", rhythm: "When it comes", area: "Area", role: "Profession" },
    none: { area: "All areas (none chosen)", role: "We do not know (no profession chosen)" },
    rhythms: "Whoever has several areas or professions is counted in each.",
  },
  list: {
    heading: "All subscribers",
    columns: { who: "Who", what: "What", when: "When", state: "State" },
    range: (from, to, total) =>
      total === 0 ? "No subscriber fits what you chose." : `Showing ${from}–${to} of ${total}`,
    nothing: "Asks for nothing now.",
  },
  filter: {
    heading: "Which subscribers are shown",
    any: "All",
    channel: "Channel",
    state: "State",
    area: "Gets what is about the area",
    role: "Gets what is for the profession",
    submit: "Show",
    clear: "Show all",
  },
  one: {
    back: "All subscribers",
    since: (time) => `Since ${time}.`,
    waiting: (count) => (count === 0 ? "Nothing waits." : count === 1 ? "1 message waits." : `${count} messages wait.`),
    asks: "What comes",
    snoozed: (time) => `Has asked for a snooze until ${time}. What comes meanwhile waits.`,
    stopped: (by, time, reason) =>
      `Paused ${time}${by === null ? "" : ` by ${by}`}: ${reason}. Nothing goes out, and nothing is lost: it waits.`,
    paused: (time, reason) => `Cannot be reached since ${time}: ${reason}`,
    ended: {
      subscriber: (time) => `Ended it themselves ${time}.`,
      region: (time) => `Ended by the region ${time}.`,
      unknown: (time) => `Ended ${time}. We do not know why.`,
      said: (reason) => `The reason given: ${reason}`,
      silent: "No reason was given.",
    },
    endReasons,
    unknownTime: "at a time that we do not know",
    erased: "The address is erased.",
    consent: "Consent",
    consentOf: (time, text) => `${time}: ${text}`,
    noConsent: "We have no consent noted: the subscription was added by whoever runs Restsignal.",
  },
  deeds: {
    heading: "Change",
    pause: "Pause",
    pauseHint:
      "Nothing goes out until somebody lets it go. What comes meanwhile waits. Write nothing of patients: the reason is seen by all on the desk's pages.",
    reason: "Reason",
    resume: "Let it go on",
    mend: "It is mended: let it go on",
    end: "End",
    endHint: "Nothing more comes, nor what waits. It can be undone as long as the address is kept.",
    restore: "Undo: let the subscription go on",
    restoreHint:
      "What was waiting when it ended comes as usual, with the latest on each medicine. Other messages published meanwhile are not sent.",
    only: "Only the region's administrator can change it.",
  },
  mailbox: {
    heading: "Wards' shared mailboxes",
    lead: "The mailbox gets a letter with a link. Nothing else comes before somebody there has said yes by the link, which holds for two days.",
    add: "Add a mailbox",
    fields: {
      address: "The mailbox's e-mail address",
      areas: "Areas",
      agreedBy: "Who has said yes",
      agreedHow: "How",
      agreedOn: "When",
    },
    hints: {
      areas: "No tick means all areas. It comes each day at 07, what is urgent at once.",
      agreedBy: "A role, or a name. It is kept as proof, and whoever opens the link sees it.",
      agreedHow: "Such as: at the ward's meeting.",
    },
    problems: {
      address: "Write an e-mail address, such as ward.7@region.se.",
      addressNumber: "The address seems to hold a personal identity number. Add a shared mailbox.",
      agreedBy: "Write who has said yes, in at most 100 characters.",
      agreedHow: "Write how, in at most 300 characters.",
      agreedOn: "Choose the day on which they said yes. It cannot lie ahead.",
    },
    submit: "Send the confirmation",
    // The mailbox reads Swedish.
    agreement: subscribersSv.mailbox.agreement,
    waits: (name, asked, until) =>
      `${name} has not answered. Last asked ${asked}. If nobody answers before ${until} the address is erased.`,
    wrong: { returned: "Is the address right?", dead: "Is the address right? It may also be suppressed." },
    more: (count) => `The newest ${count} are shown.`,
    withdraw: "Withdraw",
    withdrawNamed: (name) => `Withdraw the question to ${name}`,
    again: "Send the confirmation again",
    againNamed: (name) => `Send the confirmation again to ${name}`,
  },
  problems: {
    reason: "Write why, in at most 300 characters.",
    personnummer: "The text seems to hold a personal identity number. Take it away.",
  },
  done: {
    asked: "A letter with a link is on its way there. Nothing else comes before somebody there has said yes.",
    held: "Nothing was sent: too many letters have gone to the address, to its domain or from here. Try again in an hour; if that does not work, tomorrow.",
    waiting:
      "That mailbox has been asked and has not answered. Nothing new was sent. You can send the confirmation again in the list.",
    withdrawn: "The question is withdrawn and the address erased. The link in the letter works no more.",
    "not-waiting": "The question is not there any more: it has been answered or withdrawn, or is too old.",
    stopped: "The subscription is paused. What comes waits.",
    resumed: "The subscription goes on. What waited goes out in its turn.",
    ended: "The subscription is ended.",
    confirmed: "Confirmed. In a year it is time again.",
    restored: "The subscription goes on.",
    already: "It was so already.",
    unknown: "That cannot be done to this subscription.",
  },
};
