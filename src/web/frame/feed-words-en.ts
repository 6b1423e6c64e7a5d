import type { FeedStrings } from "./feed-words-sv.ts";

export const feedEn: FeedStrings = {
  nation: "Medicine shortages in Sweden's regions",
  region: (region) => `Medicine shortages in ${region}`,
  description: "Messages to prescribers on shortages of medicines on the regions' lists.",
  wishes: {
    atc: "ATC",
    priority: "priority",
    area: "area",
    category: "category",
    role: "role",
    case: "case",
  },
  news: {
    new: "new cases",
    extent: "changed extent",
    dates: "changed dates",
    advice: "changed advice",
    resolved: "what is over",
  },
  link: (format) => `${format} feed`,
  page: "How to add the feed",
  all: "All feeds",
  badAtc: "The parameter atc must be 1–8 letters and digits, such as ?atc=J01DH02.",
  badNumber: (name, most) => `The parameter ${name} must be a whole number from 1 to ${most}, such as ?${name}=1.`,
  badName: (name) => `The parameter ${name} must be 1–100 characters.`,
  badWord: (name, words) => `The parameter ${name} must be one of ${words.join(", ")}.`,
  tooMany: "A feed takes at most 20 values of each parameter, and an address of at most 1,500 characters.",
  noArchivePage: "The archive of the feed does not reach that far. Follow the links in the feed.",
  unknownRegion: "There is no region with that code. The code is the county's two digits, such as /r/12/feed.rss.",
};
