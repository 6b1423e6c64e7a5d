import type { ExtentGrade } from "../../domain/extent-fact.ts";

const names: Record<ExtentGrade, string> = {
  whole: "Alla preparat anmälda",
  own: "Upphandlat preparat anmält",
  strength: "Hel styrka anmäld",
  part: "En del anmält",
  ceasing: "Preparat slutar säljas",
  unknown: "Okänd omfattning",
};

/** How much of a medicine is reported, in a few words. "Anmält" is what a source says; what is not reported may be away too. */
export const gradeSv = {
  names,
  moved: (news: string, before: string, now: string) => `${news}. Var: ${before}. Nu: ${now}.`,
  movedBack: (now: string) => `Omfattningen ändrades och är åter som förut: ${now}.`,
};

export type GradeStrings = typeof gradeSv;
