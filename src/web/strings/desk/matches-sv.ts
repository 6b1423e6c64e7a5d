export const matchesSv = {
  title: "Träffar att bekräfta",
};

export type MatchesStrings = typeof matchesSv;
