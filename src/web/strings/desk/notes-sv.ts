export const notesSv = {
  title: "Mellan regioner",
};

export type NotesStrings = typeof notesSv;
