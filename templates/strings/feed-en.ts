import type { FeedEntryStrings } from "./feed-sv.ts";

export const feedEn: FeedEntryStrings = {
  retracted: {
    title: (title) => `Retracted: ${title}`,
    text: (at) => `This message was wrong and was taken back ${at}. Disregard it.`,
    why: "Why it was retracted:",
    link: "Read what holds",
  },
  corrected: {
    title: (title) => `Corrected: ${title}`,
    text: (at) => `There was an error in this message, and a correction replaced it ${at}. Disregard it.`,
    link: "Read the correction",
  },
};
