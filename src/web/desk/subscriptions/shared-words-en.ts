import type { SharedStrings } from "./shared-words-sv.ts";

export const sharedEn: SharedStrings = {
  letters: {
    due: "The letter is on its way.",
    sent: "",
    captured: "The letter was not really sent: sending is turned off.",
    dead: "The letter could not be sent.",
    returned: "The letter came back.",
  },
  heading: "To confirm again",
  lead: "Shared mailboxes are asked once a year, and reminded once. Channels in Slack and Teams are not: ask those who read there. Nothing ends because nobody answers.",
  asked: (name, asked, reminded) =>
    `${name}: asked ${asked}${reminded === null ? "" : `, reminded ${reminded}`}. Nobody has answered.`,
  due: (name, agreed) => `${name}: last confirmed ${agreed}. Confirm again.`,
  agreed: (time) => `Last confirmed ${time}.`,
  open: "Nobody has answered this year's question.",
  openDue: "More than a year has gone: confirm again.",
  confirm: {
    heading: "Confirm by hand",
    said: "Who has said that it is to go on, and how?",
    hint: "A role, or a name. For example: the head of the ward, by telephone. Kept as proof.",
    submit: "They still want it",
    problem: "Write who and how, in 300 characters at most.",
    kept: (said) => `The region says that those who read it still want it: ${said}`,
  },
};
