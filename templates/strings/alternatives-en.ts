import type { AlternativeWords } from "./alternatives-sv.ts";

export const alternativesEn: AlternativeWords = {
  heading: "The alternatives in the advice, according to Läkemedelsverket",
  unreported: (on) => `not reported as of ${on}`,
  short: "reported short",
  coming: (from) => (from === null ? "expected to be short" : `expected to be short from ${from}`),
  ceasing: (from) => (from === null ? "ceases to be sold" : `ceases to be sold ${from}`),
  deregistered: "does not stand as a registered medicine for people with Läkemedelsverket",
  unlistedProduct: "is not in Läkemedelsverket's product register",
  unlistedSubstance: "has no registered product in Läkemedelsverket's product register",
  unknown: "we do not know whether it is registered or reported",
  registered: (count) => (count === 1 ? "1 registered product" : `${count} registered products`),
  on: (on) => `as of ${on}`,
  toldAs: (state) => `When the advice was given: ${state}.`,
  back: (date) => `Since ${date} that is so no longer.`,
  review: {
    kicker: "The advice is being reviewed",
    heading: "The advice no longer holds",
    lead: "Advice that you have been given no longer holds.",
    leadOwn: "The advice that belonged to this message no longer holds.",
    told: (version, toldOn, fallen) =>
      `The advice in version ${version}, of ${toldOn}, names ${fallen === 1 ? "an alternative that has" : `${fallen} alternatives that have`} fallen away:`,
    promise: (region) => `${region} is reviewing the advice. Ask before you follow it.`,
    returned: "What fell away is back. The region has not sent new advice yet.",
    kept: (version) =>
      `The region has seen what has happened to the alternatives and lets the advice in version ${version} stand.`,
  },
};
