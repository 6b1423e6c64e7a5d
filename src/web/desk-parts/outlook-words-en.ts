import type { ConfirmStrings } from "./outlook-words-sv.ts";

export const confirmEn: ConfirmStrings = {
  title: (name) => `Publish: ${name}`,
  heading: "What happens",
  factsOnly: "Facts only: the message has no advice. Readers are told that the region has not given any advice yet.",
  soon: "The message goes out in a minute. Until then you can undo it.",
  later: (time) => `The message goes out ${time}. Until then it can be undone.`,
  waits: "Nothing goes out now: another person reviews and approves it first.",
  waitsUntil: (time) =>
    `Nothing goes out now: another person reviews and approves it first. The time you asked for is ${time}.`,
  captured: "Nothing is really sent from this installation. So many would have got it:",
  atOnce: (count) => `${count === 1 ? "1 receiver gets" : `${count} receivers get`} it at once.`,
  inDigests: (count, { first, last }) =>
    last === null
      ? `${count === 1 ? "1 receiver gets" : `${count} receivers get`} it in the digest of ${first}.`
      : `${count} receivers get it in their digests: the first goes ${first}, the last ${last}.`,
  resting: (count, { first, last }) =>
    `${count === 1 ? "1 receiver has quiet hours or a snooze and gets" : `${count} receivers have quiet hours or a snooze and get`} it ${last === null ? first : `later: the first goes ${first}, the last ${last}`}.`,
  paused: (count) => `${count === 1 ? "1 paused receiver does" : `${count} paused receivers do`} not get it.`,
  nobody: (channel) => `${channel}: nobody subscribes to this.`,
  nobodyAwake: (channel) => `${channel}: nobody gets it.`,
  stopped: "The channel is stopped: it waits until those who run Restsignal open it.",
  open: "The open page and the feeds show it to everybody.",
  publish: "Publish",
  publishNext: "Publish and next",
  submit: "Send for review",
  submitNext: "Send for review and next",
  back: "Change the message",
  next: {
    done: (name) => `Done: ${name}. It goes out in a minute, or at the time you chose.`,
    submitted: (name) => `Done: ${name} is sent for review.`,
    open: "Open that case",
    last: "That was the last case of the list.",
  },
};
