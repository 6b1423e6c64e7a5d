import type { ReaderLetterStrings } from "./reader-letter-sv.ts";

export const readerLetterEn: ReaderLetterStrings = {
  regions: (count) => `${count} regions`,
  and: "and",
  confirm: {
    subject: (regions) => `Confirm your subscription for ${regions}`,
    greeting: "Hello,",
    what: (regions) =>
      `Somebody, probably you, has asked for word of medicine shortages in ${regions} to be sent to this address.`,
    known: (regions) =>
      `You already have a subscription for ${regions}. Do you want to add this? What you have does not change.`,
    whatNext: "Nothing comes before you have confirmed. The link shows what you have chosen; press Confirm there.",
    button: "See and confirm",
    until: (time) => `The link works until ${time}, Swedish time.`,
    unexpected:
      "Was it not you? Then there is nothing to do. If nobody confirms, nothing changes and the request is erased.",
  },
  manage: {
    subject: "The link to your subscriptions",
    greeting: "Hello,",
    what: "Somebody, probably you, has asked for the link to all subscriptions that go to this address.",
    button: "See and change",
    until: (time) =>
      `The link works until ${time}, Swedish time. Do not pass it on: whoever has it can change what is yours.`,
    unexpected: "Was it not you? Then there is nothing to do. Nothing has changed.",
  },
  silence: {
    subject: (month, regions) => `Nothing for you in ${month}: ${regions}`,
    silence: (month, regions) => `Nothing for you in ${month} of what you have asked for in ${regions}.`,
    fine: (time) =>
      `All works: the newest file from Läkemedelsverket (Swedish Medical Products Agency) is from ${time}.`,
    stale: (time) =>
      `But something may be missing: the newest file from Läkemedelsverket (Swedish Medical Products Agency) is from ${time}. What has changed after that we do not know.`,
    button: "See what you get, or turn this letter off",
    after: "It comes only after a month in which nothing else came.",
  },
  footer: (url) => `Restsignal tells of medicine shortages. Nobody reads answers to this letter. ${url}`,
};
