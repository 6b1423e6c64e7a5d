import type { AdviseStrings } from "./advise-words-sv.ts";

const cases = (count: number) => (count === 1 ? "1 case" : `${count} cases`);

export const adviseEn: AdviseStrings = {
  title: (count) => `One advice for ${cases(count)}`,
  confirmTitle: (count) => `Publish the same advice in ${cases(count)}`,
  review: "Review all",
  publish: (count) => (count === 1 ? "Publish 1 message" : `Publish ${count} messages`),
  soon: "Each case gets a message of its own. They go out in a minute, and each can be undone until then.",
  cases: "The cases",
  drafted: (by) => `Has a draft by ${by}: this case gets no message.`,
  tooMany: (max) => `Choose at most ${max} cases at a time: each message should be read before it goes out.`,
  outcomeTitle: "What became of them",
  refused: (count) => `${cases(count)} got no message`,
  scheduled: (count) => `${cases(count)}: the message goes out in a minute and can be undone in the case`,
  submitted: (count) => `${cases(count)} wait for review`,
  refusals: {
    "facts-changed":
      "The facts have changed since you chose the case. Nothing is sent. Open the case and read what is new.",
    "second-person": "The region requires another person to approve. Nothing is sent.",
  },
};
