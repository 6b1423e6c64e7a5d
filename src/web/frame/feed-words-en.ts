import type { FeedStrings } from "./feed-words-sv.ts";

export const feedEn: FeedStrings = {
  nation: "Medicine shortages in Sweden's regions",
  region: (region) => `Medicine shortages in ${region}`,
  description: "Messages to prescribers on shortages of medicines on the regions' lists.",
  wishes: { atc: "ATC", priority: "priority", area: "area" },
  link: (format) => `${format} feed`,
  badAtc: "The parameter atc must be 1–8 letters and digits, such as ?atc=J01DH02.",
  badPriority: "The parameter priority must be a whole number from 1, such as ?priority=1.",
  badArea: "The parameter area must be 1–100 characters, such as ?area=Akutsjukvård.",
  tooMany: "A feed takes at most 20 values of each parameter.",
  unknownRegion: "There is no region with that code. The code is the county's two digits, such as /r/12/feed.rss.",
};
