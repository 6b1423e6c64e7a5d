export const listsSv = {
  title: "Listor",
};

export type ListsStrings = typeof listsSv;
