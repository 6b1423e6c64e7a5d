export const peopleSv = {
  title: "Användare",
};

export type PeopleStrings = typeof peopleSv;
