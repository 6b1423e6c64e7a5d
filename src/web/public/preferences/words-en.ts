import type { PreferencesStrings } from "./words-sv.ts";

export const preferencesEn: PreferencesStrings = {
  title: "Your subscription",
  what: (region, channel) => `Medicine shortages in ${region}, by ${channel}.`,
  desk: (region, channel) => `Reminders from the desk of ${region}, by ${channel}.`,
  deskAgain: "Changed your mind? Sign in and turn the reminders on under Rules.",
  alerts: (channel) => `Alerts about Restsignal's sources, by ${channel}.`,
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
};
