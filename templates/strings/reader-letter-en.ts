import type { ReaderLetterStrings } from "./reader-letter-sv.ts";

export const readerLetterEn: ReaderLetterStrings = {
  regions: (count) => `${count} regions`,
  and: "and",
  confirm: {
    subject: (regions) => `Confirm your subscription for ${regions}`,
    greeting: "Hello,",
    what: (regions) =>
      `Somebody, probably you, has asked for messages about medicine shortages in ${regions} to be sent to this address.`,
    known: (regions) =>
      `You already have a subscription for ${regions}. Do you want to add this? What you have does not change.`,
    whatNext: "Nothing is sent until you have confirmed. The link shows what you have chosen; press Confirm there.",
    button: "See and confirm",
    until: (time) => `The link works until ${time}, Swedish time.`,
    unexpected:
      "Was it not you? Then you need not do anything. If nobody confirms, nothing changes and the request is erased.",
  },
  manage: {
    subject: "The link to your subscriptions",
    greeting: "Hello,",
    what: "Somebody, probably you, has asked for the link to all subscriptions for this address.",
    button: "See and change",
    until: (time) =>
      `The link works until ${time}, Swedish time. Do not pass it on: anyone who has it can change your subscriptions.`,
    unexpected: "Was it not you? Then you need not do anything. Nothing has changed.",
  },
  silence: {
    subject: (month, regions) => `Nothing for you in ${month}: ${regions}`,
    silence: (month, regions) =>
      `In ${month} there was nothing for you in ${regions}, judging by what you have asked for.`,
    fine: (time) =>
      `Everything works: the latest file from Läkemedelsverket (Swedish Medical Products Agency) is from ${time}.`,
    stale: (time) =>
      `But something may be missing: the latest file from Läkemedelsverket (Swedish Medical Products Agency) is from ${time}. We do not know what has changed since then.`,
    button: "See what you get, or turn off this e-mail",
    after: "This e-mail is sent only after a month in which nothing else came.",
  },
  stillWanted: {
    subject: (region) => `Do you still want messages about medicine shortages in ${region}?`,
    reminder: (region) => `Reminder: do you still want messages about medicine shortages in ${region}?`,
    greeting: "Hello,",
    what: (region, agreed) =>
      `This shared mailbox gets messages about medicine shortages in ${region}. Somebody last agreed to that on ${agreed}. We ask once a year, because the people who read a mailbox change.`,
    again: (asked) => `We asked on ${asked}, and nobody has answered.`,
    button: "See what comes here, and answer",
    silence:
      "If nobody answers we remind you once, in three weeks. If nobody answers then either, nothing ends: the messages go on coming here, and the region sees that nobody has answered.",
    silenceAgain:
      "If nobody answers now either, nothing ends: the messages go on coming here, and the region sees that nobody has answered. We do not remind you again.",
    until: (time) => `The link works until ${time}, Swedish time.`,
  },
  footer: (url) => `Restsignal sends messages about medicine shortages. Replies to this e-mail are not read. ${url}`,
};
