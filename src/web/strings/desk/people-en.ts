import type { PeopleStrings } from "./people-sv.ts";

export const peopleEn: PeopleStrings = {
  title: "People",
};
