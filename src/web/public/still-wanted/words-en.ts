import type { StillWantedStrings } from "./words-sv.ts";

export const stillWantedEn: StillWantedStrings = {
  title: "Do you still want this?",
  lead: (region, name) => `This comes from ${region} to your shared mailbox ${name}:`,
  keep: "Yes, go on",
  end: "No, we want to end it",
  endHint: "You then see first what is ended. It ends for all who read the mailbox, and can be taken back.",
  silence: "If you do not answer, nothing ends. The region sees that nobody has answered.",
  agreement:
    "We still want Restsignal to send what stands here to the mailbox. It can be ended at any time, by the link in each letter.",
  keptTitle: "Thank you, it goes on",
  kept: (time) => `Somebody last agreed on ${time}. We ask again in a year.`,
  change: "End or change",
  endedTitle: "The subscription has ended",
  ended: "It ended before you answered here. Nothing more comes.",
  endedLink: "See the subscription",
  goneTitle: "The link works no more",
  gone: "Nothing has changed: what came before goes on coming. Each letter has a link to the subscription. The region can confirm for you, too.",
  foreign: {
    title: "That did not work",
    text: "The answer came from another site. Nothing has changed. Open the link in the letter and answer there.",
  },
};
