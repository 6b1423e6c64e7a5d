import type { GradeStrings } from "./grade-words-sv.ts";

export const gradeEn: GradeStrings = {
  names: {
    whole: "All products reported",
    own: "Purchased product reported",
    strength: "A whole strength reported",
    part: "Some products reported",
    ceasing: "Some products cease",
    unknown: "Extent unknown",
  },
  moved: (news, before, now) => `${news}. Was: ${before}. Now: ${now}.`,
  movedBack: (now) => `The extent changed and is again as before: ${now}.`,
};
