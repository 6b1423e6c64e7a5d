import type { MatchesStrings } from "./matches-sv.ts";

export const matchesEn: MatchesStrings = {
  title: "Matches to confirm",
};
