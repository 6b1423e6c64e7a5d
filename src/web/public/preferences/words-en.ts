import type { PreferencesStrings } from "./words-sv.ts";

export const preferencesEn: PreferencesStrings = {
  title: "Your subscription",
  what: (region, channel) => `Medicine shortages in ${region}, by ${channel}.`,
  desk: (region, channel) => `Reminders from the desk of ${region}, by ${channel}.`,
  deskAgain: "Changed your mind? Sign in and turn the reminders on under Rules.",
  alerts: (channel) => `Alerts about Restsignal's sources, by ${channel}.`,
  wishesTitle: "You get",
  noWishes: "Nothing at present: all that you had asked for has ended.",
  whenTitle: "When",
  states: {
    active: "The subscription is active.",
    paused: "The subscription is paused, since messages could not be delivered.",
    ended: "You will get no more messages.",
  },
  end: "End the subscription",
  endHint: "You can take it back on the next page.",
  endedTitle: "The subscription has ended",
  undo: "Undo: begin again",
  undoHint:
    "All that you had chosen is still there. What waited to be sent when you ended it, and what has come out since, is not sent. It is on the region's page.",
  undone: "The subscription is active again, with all that you had chosen.",
  again: "Changed your mind? Subscribe anew.",
  reason: {
    title: "Would you like to say why?",
    hint: "You need not answer. The answer helps the region to send the right things.",
    legend: "Why you ended it",
    reasons: {
      "too-many": "Too much came",
      "not-relevant": "It did not concern me",
      "other-channel": "I get it in another way",
      "changed-work": "I have changed work or assignment",
      other: "Something else",
    },
    send: "Send the answer",
    thanks: "Thank you. The answer is saved.",
    none: "Choose an answer first, or do not answer.",
  },
  change: {
    title: "Would you rather change something?",
    titleEnded: "Do you have more subscriptions?",
    text: "This page can only end this one subscription, since mails are sometimes forwarded. We mail you a link by which you can change everything: what you get, when it comes, a pause and the language. The link goes to the address of the subscription.",
    send: "Mail me the link",
    sent: "Unless you have had many links today, one is on its way to the address of the subscription. It works for 24 hours. If it does not come within some minutes, look among your junk mail.",
    other: (channel) => `Would you like to change something? Whoever added the subscription in ${channel} can.`,
  },
  wrong: {
    title: "Nothing has changed",
    text: "What was sent here cannot be read as a choice. Open the page and press one of its buttons.",
    open: "Open the page",
  },
  see: (region) => `See the situation in ${region}`,
};
