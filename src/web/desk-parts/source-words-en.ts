import type { SourceWordsStrings } from "./source-words-sv.ts";

export const sourceWordsEn: SourceWordsStrings = {
  holder: (name) => `Holder: ${name}`,
  dates: (start, end) => `from ${start ?? "an unknown date"}, back ${end ?? "unknown"}`,
  morePackages: (count) => `and ${count} more ${count === 1 ? "package" : "packages"}`,
  feedText: "The source's text",
  information: "The Swedish Medical Products Agency's information",
  noText: "The source has no text beside its facts.",
  openSource: "Open at the source",
};
