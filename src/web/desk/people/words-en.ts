import type { PeopleStrings } from "./words-sv.ts";

export const peopleEn: PeopleStrings = {
  title: "People",
  lead: (region) => `These have a role in ${region}.`,
  columns: { name: "Name", role: "Role", signsIn: "Signs in", change: "Change" },
  you: "you",
  byProvider: "with the organisation",
  byPassword: "with a password",
  noPassword: "has not chosen a password yet",
  disabled: "the account is closed",
  fixed: "The role comes from the organisation's sign-in.",
  change: (name) => `Change ${name}`,
  changeRole: "New role",
  save: "Save the role",
  takeAway: "Take away the role in the region",
  waiting: "waits for the person to choose a new password",
  mailFaults: {
    returned: (at) => `The newest letter came back ${at}. Is the address right?`,
    dead: (at) => `The newest letter could not be sent ${at}. Is the address right?`,
  },
  waitingHint:
    "The role begins when the person has opened the link that went to the e-mail address, and chosen a new password. The account was there before, in another region or from earlier: that is why its old password holds no more.",
  secondFactor: "two-step sign-in",
  resetFactor: "Take the two-step sign-in away",
  resetFactorHint:
    "If both the telephone and the recovery codes are lost. The person is told by e-mail, and signs in with the password until they turn it on again.",
  newMail: "Send the link again",
  newLink: "Make a new link for a password",
  newLinkHint:
    "If the password is forgotten. Earlier links stop working; the present password holds until a new one is chosen.",
  add: {
    heading: "Add somebody",
    lead: "For whoever signs in with an e-mail address and a password. Those who sign in with the organisation get their role from there.",
    fields: {
      email: "E-mail address",
      name: "Name",
      role: "Role",
    },
    hints: { name: "The name stands beside what the person does." },
    button: "Add",
  },
  problems: {
    email: "Write an e-mail address, such as anna@region.example.",
    name: "Write a name of at most 200 characters.",
    nameNumber: "Take away what looks like a personal identity number.",
    role: "Choose a role.",
  },
  refusals: {
    unknown: "The person has no role in the region any more. Reload the page.",
    provider: "The account's roles come from the organisation's sign-in and are changed there.",
    disabled: "The account is closed. Whoever runs Restsignal can open it again.",
    "last-admin": "The region must have at least one region administrator. Make somebody else one first.",
    "has-role": "The person already has a role in the region. Change it in the list.",
    elsewhere: "The account has roles outside the region too. Only whoever runs Restsignal can make a new link for it.",
    "no-factor": "The person does not use two-step sign-in.",
    nation: "The account has a role for the whole country. Only whoever runs Restsignal can give it one in a region.",
    changed: "Somebody else changed the person's role while the page was open. Read what it is now and try again.",
    taken: "The e-mail address already belongs to an account. Reload the page and try again.",
  },
  link: {
    title: "Link to choose a password",
    lead: (name) => `Give the link to ${name}, in a way that nobody else sees it.`,
    once: "The link is shown only now. It can be used once, within a day.",
    label: "Link",
    back: "Back to the people",
  },
  done: {
    given: "The person already had an account and now has the role.",
    offered:
      "The person already had an account. The role begins when they have opened the link that goes to the e-mail address. The old password holds no more. They, and the region administrators concerned, are told by e-mail.",
    "offered-unsent":
      "The person already had an account, and its old password holds no more. The role begins when they have opened a new link. No mail is sent just now: ask whoever runs Restsignal to make the link.",
    reset: "The two-step sign-in is taken away.",
    changed: "The role is changed.",
    taken: "The role is taken away.",
  },
};
