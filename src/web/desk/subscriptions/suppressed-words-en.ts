import type { SuppressedStrings } from "./suppressed-words-sv.ts";

export const suppressedEn: SuppressedStrings = {
  title: "Suppressed addresses",
  reader: "Nothing is sent to this address, however the subscription stands.",
  link: "Suppressed addresses",
  none: "Nobody who subscribes in the region is suppressed.",
  lead: (count) =>
    `${count === 1 ? "1 address is suppressed" : `${count} addresses are suppressed`}: nothing is sent there, neither messages nor letters.`,
  more: (count) => `The newest ${count} are shown.`,
  gone: "A mailbox that does not exist is not suppressed but paused.",
  goneLink: "See who cannot be reached",
  columns: { who: "Who", why: "Why", since: "Since", lift: "Lift" },
  unknown: "An unknown address: we only have a fingerprint of it.",
  reasons: {
    complaint: "Its reader marked a mail as spam.",
    "by-hand": "Somebody added the address by hand.",
  },
  sources: {
    inbox: "Their mail said so.",
    webhook: "Their mail said so.",
    desk: "From the desk.",
    "command-line": "By those who run Restsignal.",
  },
  elsewhere: "It did not come of your region. Only those who run Restsignal can lift it.",
  lift: {
    open: "Lift",
    named: (name) => `Lift the suppression of ${name}`,
    reason: "Reason",
    hint: "What comes from now on is sent there again. Whoever marked a mail as spam has stopped subscribing, too, and does not begin again by that. The reason is kept in the log.",
    submit: "Lift",
    problem: "Write why, in 300 characters at most.",
    personnummer: "The text seems to hold a personnummer. Take it out.",
  },
  only: "Only the region's administrator can lift and look up.",
  lookUp: {
    heading: "Look up an address",
    address: "E-mail address",
    submit: "Look up",
    problem: "Write an e-mail address, such as name@region.se.",
    not: (name) => `${name} is not suppressed.`,
    is: (name, since) => `${name} is suppressed since ${since}.`,
    elsewhere: (name) => `${name} is suppressed, but not by your region. Why, those who run Restsignal know.`,
  },
  done: {
    done: "It is lifted. What comes from now on is sent there.",
    unknown: "The address is not suppressed any more.",
    elsewhere: "It did not come of your region. Only those who run Restsignal can lift it.",
  },
  back: "All subscribers",
};
